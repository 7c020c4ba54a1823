import type { Image, Symmetry } from "../../../engine/model.ts"
import type { BrokerId } from "../state.ts"
import { members } from "./members.ts"
import type { LeaderAndIsr, PublishedState } from "./state.ts"

/** The images of some replicas, as a set. */
export const imagesOf = (replicas: readonly BrokerId[], image: Image): BrokerId[] =>
  members(replicas.map((replica) => image(replica)))

/** Renames who leads and who is in sync; of a part that has only some of the fields, those that it has. */
const renamed = <T extends LeaderAndIsr>(part: T, image: Image): T => ({
  ...part,
  ...("leader" in part && { leader: image(part.leader) }),
  ...("isr" in part && { isr: imagesOf(part.isr, image) }),
})

/** All replicas are alike: no rule looks at which of two ids is the smaller. */
export const replicasAreAlike = (ids: readonly BrokerId[]): Symmetry<PublishedState> => ({
  of: "replicas",
  members: ids,
  renaming: {
    replicas: { entry: (name, image) => String(image(Number(name))), value: renamed },
    requests: { value: renamed },
    quorum: { whole: renamed },
  },
})
