import { exhaustive } from "../../src/engine/index.ts"
import { judged } from "./judged.ts"
import type { WrongModel } from "./wrong-model.ts"

/** How many steps the shortest way to break a promise takes, and how that is known. */
interface ShortestKnown {
  readonly steps: number
  readonly by: "exhaustive search" | "best of all seeds"
}

/** States that a search may visit before it is given up. */
const statesMax = 1_500_000

/** Those that are not searched for, and why. */
const recorded: readonly (ShortestKnown & Pick<WrongModel, "property" | "wrong">)[] = [
  // With three servers a search of 276,719 states finds nothing shorter; with five, 1,500,000 states hold nothing within 10 steps.
  {
    property: "clients-never-go-back",
    wrong: "a server takes clients that have seen a later state than its own",
    steps: 14,
    by: "best of all seeds",
  },
  // A search judges every fair run after healing and finds one in 3 steps that does not converge; random runs judge one of them.
  {
    property: "trees-converge",
    wrong: "a follower that is ahead of its leader keeps what the leader has not",
    steps: 4,
    by: "best of all seeds",
  },
  // Three leaders with a transaction each: 1,500,000 states hold no violation.
  {
    property: "GlobalPrimaryOrder",
    wrong: "a follower keeps and delivers transactions that its new leader lacks",
    steps: 27,
    by: "best of all seeds",
  },
]

/** The shortest trace of a wrong model: searched for, unless that is known to be out of reach. */
export function shortestKnown(wrongModel: WrongModel): ShortestKnown {
  const known = recorded.find(({ property, wrong }) => property === wrongModel.property && wrong === wrongModel.wrong)
  if (known !== undefined) return known
  const { model, property } = judged(wrongModel, "wrong")
  const { violation } = exhaustive(model, [property], { maxStates: statesMax })
  if (violation === undefined) throw new Error(`${statesMax} states do not break ${wrongModel.property}`)
  return { steps: violation.length, by: "exhaustive search" }
}
