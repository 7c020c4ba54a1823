import { always } from "../../src/engine/index.ts"
import type { PublishedState } from "../../src/model/kafka/published/index.ts"

/** As it is published, it is false from the start: nobody leads, and nobody is no member of the ISR. */
export const leaderInIsr = always<PublishedState>({
  name: "LeaderInIsr",
  says: "There is a leader, and it is in the ISR; never true, since a partition starts without one",
  cites: ["published.leader-in-isr"],
  broken: ({ quorum: { leader, isr } }) => (leader !== null && isr.includes(leader) ? null : { leader, isr }),
})
