import { alwaysNext, type Where } from "../../src/engine/index.ts"
import type { ClusterState } from "../../src/model/cluster/index.ts"
import { type Replica, replicaName } from "../../src/model/kafka/index.ts"
import { isRewritten } from "./stored.ts"

/**
 * A follower cuts off what its leader lacks; what both have it would have to fetch again, and until it has, one copy fewer
 * holds it. It is judged while both are in one leader epoch: on the way into another, followers were cut to their high
 * watermarks until KIP-101, which `in-sync-replicas-hold-acknowledged-records` is about. Older rules break it, too: answers
 * that come late from an earlier reign (KAFKA-7786, KAFKA-18991), and a leader that has not entered its own epoch and so
 * knows nothing of the one that it is asked about, upon which its follower is cut to its high watermark (until KAFKA-7415).
 */
export const followersKeepWhatTheirLeaderHas = alwaysNext<ClusterState>({
  name: "followers-keep-what-their-leader-has",
  says: "A follower never cuts off a record that its leader has",
  cites: ["kafka.offset-out-of-range", "kafka.truncation", "kafka.diverging-response"],
  broken(before, after) {
    if (before.replicas === after.replicas) return null
    for (const name in after.replicas) {
      const [was, is] = [before.replicas[name], after.replicas[name]]
      if (was === is || !was || !is || is.log.length >= was.log.length) continue
      const where = thrownAway(after, name, was, is)
      if (where !== null) return where
    }
    return null
  },
})

/** The first record that a follower has cut off its log although it is in the log of its leader. */
function thrownAway(state: ClusterState, name: string, was: Replica, is: Replica): Where | null {
  const { topicId, leader, leaderEpoch, leadership } = is
  if (leader === null || leadership !== null) return null
  if (was.topicId !== topicId || was.leaderEpoch !== leaderEpoch) return null
  const partition = name.slice(name.indexOf("/") + 1)
  const source = state.replicas[replicaName(leader, partition)]
  if (!source?.leadership || source.topicId !== topicId || source.leaderEpoch !== leaderEpoch) return null
  if (isRewritten(state, { partition, topicId })) return null
  const offset = was.log.findIndex((entry, index) => index >= is.log.length && isSame(entry, source.log[index]))
  return offset === -1 ? null : { replica: name, offset, record: source.log[offset]?.value, leader, leaderEpoch }
}

type Kept = Replica["log"][number]

/** Whether two logs have the same record at an offset. */
const isSame = (a: Kept, b: Kept | undefined): boolean => a !== null && a.value === b?.value && a.epoch === b.epoch
