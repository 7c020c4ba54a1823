import { alwaysForEach } from "../../src/engine/index.ts"
import { type PublishedState, replicaIn } from "../../src/model/kafka/published/index.ts"
import { replicasOf, unreplicated } from "./unreplicated.ts"

/** Weak, since the next leader is elected from the stored ISR, of which a leader that has been replaced knows nothing. */
export const weakIsr = alwaysForEach<PublishedState, number>({
  name: "WeakIsr",
  says: "Whoever takes itself for the leader has every record below its high watermark in common with the ISR that it knows",
  cites: ["published.weak-isr"],
  each: replicasOf,
  broken: (state, leader) => unreplicated(state, leader, () => replicaIn(state, leader).isr),
})
