import { always } from "../../src/engine/index.ts"
import type { ClusterState } from "../../src/model/cluster/index.ts"
import { paths } from "../../src/model/kafka/index.ts"
import { authoritativeTree } from "../../src/model/zookeeper/index.ts"
import { upBrokers } from "./stored.ts"

/** While a registered broker's session lives, the node of its id is its own. */
export const oneRegistrationPerBroker = always<ClusterState>({
  name: "one-registration-per-broker",
  says: "A broker id names one live registration: nobody takes the id of a broker whose session lives",
  cites: ["kafka.broker-registration", "kafka.session-expiry"],
  broken(state) {
    const { nodes, sessions } = authoritativeTree(state)
    for (const broker of upBrokers(state)) {
      const session = state.brokers[broker]?.registeredSession ?? null
      if (session === null || sessions[session] === undefined) continue
      const owner = nodes[paths.brokerId(broker)]?.ephemeralOwner ?? null
      if (owner !== session) return { broker, session, registeredTo: owner }
    }
    return null
  },
})

/** A broker that restarts is another broker to the controller: what was meant for the old one must not touch the new one. */
export const requestsReachTheLifeTheyAreMeantFor = always<ClusterState>({
  name: "requests-reach-the-life-they-are-meant-for",
  says: "A controller's request to an earlier life of a broker has no effect on a later one",
  cites: ["kafka.broker-epoch-check", "kafka.bounce-detection"],
  broken: ({
    history: {
      misdirected: [request],
    },
  }) => (request ? { ...request } : null),
})
