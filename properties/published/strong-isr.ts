import { alwaysForEach } from "../../src/engine/index.ts"
import type { PublishedState } from "../../src/model/kafka/published/index.ts"
import { replicasOf, unreplicated } from "./unreplicated.ts"

/** With it nothing that a consumer could read is lost, whoever of the stored ISR is elected. */
export const strongIsr = alwaysForEach<PublishedState, number>({
  name: "StrongIsr",
  says: "Whoever takes itself for the leader has every record below its high watermark in common with the stored ISR",
  cites: ["published.strong-isr"],
  each: replicasOf,
  broken: (state, leader) => unreplicated(state, leader, ({ quorum }) => quorum.isr),
})
