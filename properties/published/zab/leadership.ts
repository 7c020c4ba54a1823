import { always, alwaysForEach } from "../../../src/engine/index.ts"
import { type ServerId, serverIn, type ZabState } from "../../../src/model/zookeeper/published/index.ts"
import { type Two, unorderedPairsOf } from "./delivered.ts"

/** Whether a server leads, and has determined the history of its epoch. */
function isEstablished(state: ZabState, server: ServerId): boolean {
  const { state: role, zabState } = serverIn(state, server)
  return role === "LEADING" && (zabState === "SYNCHRONIZATION" || zabState === "BROADCAST")
}

/** About leaders at the same time. */
export const leadership1 = alwaysForEach<ZabState, Two>({
  name: "Leadership1",
  says: "Two established leaders are in different epochs",
  cites: ["published.zab-leadership-1"],
  each: unorderedPairsOf,
  broken(state, { one, other }) {
    if (!isEstablished(state, one) || !isEstablished(state, other)) return null
    const epoch = serverIn(state, one).currentEpoch
    return epoch === serverIn(state, other).currentEpoch ? { epoch, leaders: [one, other] } : null
  },
})

/** About leaders at any time. */
export const leadership2 = always<ZabState>({
  name: "Leadership2",
  says: "In the course of time an epoch has one established leader at most",
  cites: ["published.zab-leadership-2"],
  broken({ epochLeader }) {
    const [epoch, leaders] = Object.entries(epochLeader).find(([key, some]) => Number(key) > 0 && some.length > 1) ?? []
    return epoch === undefined ? null : { epoch: Number(epoch), leaders }
  },
})
