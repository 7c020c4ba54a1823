import { type Action, action } from "../../../engine/model.ts"
import { affords, spend } from "../../budgets.ts"
import { type Ensemble, leaderServer, writeThroughLeader } from "../../zookeeper/index.ts"
import type { Kafka } from "../config.ts"
import { paths } from "../names.ts"
import type { BrokerId, KafkaState } from "../state.ts"

/** What people do to a cluster from outside, on purpose or by mistake. */
export function operatorActions(kafka: Kafka, ensemble: Ensemble): Action<KafkaState>[] {
  const deleteController = action<KafkaState, Record<string, never>>("DeleteControllerNode", {
    kind: "fault",
    cites: ["kafka.controller-election"],
    choices: [{}],
    guard: (state) => {
      if (!affords(state, "controllerMoves")) return false
      const leader = leaderServer(state)
      return leader !== null && state.servers[leader]?.tree.nodes[paths.controller] !== undefined
    },
    effect(draft) {
      spend(draft, "controllerMoves")
      writeThroughLeader(draft, ensemble, null, { op: "delete", path: paths.controller, version: -1 })
    },
  })

  /** The second process is not followed any further: refused, it stops; taking over, it answers nobody. */
  const startSecondBroker = action<KafkaState, { broker: BrokerId }>("StartSecondBroker", {
    kind: "fault",
    cites: ["kafka.broker-registration"],
    choices: kafka.brokers.map((broker) => ({ broker })),
    guard: (state, { broker }) => {
      if (!affords(state, "secondBrokers")) return false
      const leader = leaderServer(state)
      return leader !== null && state.servers[leader]?.tree.nodes[paths.brokerId(broker)] !== undefined
    },
    effect(draft, { broker }) {
      spend(draft, "secondBrokers")
      const path = paths.brokerId(broker)
      const create = { op: "create", path, data: { broker } } as const
      const refused = writeThroughLeader(draft, ensemble, null, create)?.ok === false
      if (!refused || kafka.rules.brokerRegistration === "exclusive") return
      writeThroughLeader(draft, ensemble, null, { op: "delete", path, version: -1 })
      if (kafka.rules.brokerRegistration === "overwrite") writeThroughLeader(draft, ensemble, null, create)
    },
  })

  return [deleteController, startSecondBroker]
}
