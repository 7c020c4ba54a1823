import { exhaustive } from "../../src/engine/index.ts"
import { judged } from "./judged.ts"
import type { WrongModel } from "./wrong-model.ts"

/** How many steps the shortest way to break a promise takes, and how that is known. */
export interface ShortestKnown {
  readonly steps: number
  readonly by: "breadth-first search" | "breadth-first search, once" | "best of all seeds"
}

/** States within which a breadth-first search is worth its time whenever the table is made. */
const statesMax = 50_000

/**
 * What a larger search has shown once, with the states it took; and, where even that did not end, the shortest trace that
 * any seed has found.
 */
const recorded: Readonly<Record<string, ShortestKnown>> = {
  /** With three servers a search of 276,719 states finds nothing shorter; with five it does not end. */
  "clients-never-go-back": { steps: 14, by: "best of all seeds" },
  /** 81,398 states. */
  "acknowledged-records-survive": { steps: 14, by: "breadth-first search, once" },
  /** 700,000 states hold nothing shorter than 17 steps. */
  "replicas-agree": { steps: 18, by: "best of all seeds" },
  "deleted-topics-stay-deleted": { steps: 29, by: "best of all seeds" },
}

/** The shortest trace of a wrong model, searched for where that is within reach. */
export function shortestKnown(wrongModel: WrongModel): ShortestKnown | null {
  const known = recorded[wrongModel.property]
  if (known !== undefined) return known
  const { model, property } = judged(wrongModel, "wrong")
  const { violation } = exhaustive(model, [property], { maxStates: statesMax })
  return violation === undefined ? null : { steps: violation.length, by: "breadth-first search" }
}
