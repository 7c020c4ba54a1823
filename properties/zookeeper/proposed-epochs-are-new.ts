import { alwaysNext } from "../../src/engine/property.ts"
import type { ZooKeeperState } from "../../src/model/zookeeper/index.ts"

/** To an epoch that it has accepted before a learner cannot promise itself, so such a leader waits in vain. */
export const proposedEpochsAreNew = alwaysNext<ZooKeeperState>({
  name: "proposed-epochs-are-new",
  says: "The epoch that a leader proposes is larger than every one that the learners it has heard had accepted",
  cites: ["zookeeper.epoch-number", "zookeeper.epoch-promise"],
  broken: (before, after) => {
    if (before.peers === after.peers) return null
    for (const [id, { proposedEpoch, learners }] of Object.entries(after.peers)) {
      if (proposedEpoch === null || before.peers[Number(id)]?.proposedEpoch !== null) continue
      const refusing = Object.entries(learners).find(([, { acceptedEpoch }]) => acceptedEpoch >= proposedEpoch)
      if (refusing !== undefined) return { leader: Number(id), epoch: proposedEpoch, learner: Number(refusing[0]) }
    }
    return null
  },
})
