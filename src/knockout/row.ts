import type { ExhaustiveOptions, Watch } from "../engine/index.ts"
import type { Break, Found } from "./breaks.ts"
import type { Loss } from "./loss.ts"
import type { Witness } from "./witnesses.ts"

/** A promise that the loss of a rule breaks, and where that was seen. */
export interface Noticed extends Break {
  /**
   * In the scenario itself (`here`), in a trace that is kept and was taken again (`trace`), or in runs of the small scenario
   * that such a trace is of (`runs`).
   */
  readonly by: "here" | "trace" | "runs"
  /** The trace, where it was not here. */
  readonly file: string | null
}

/** What comes of the loss of one rule. */
export interface LossRow {
  readonly loss: Loss
  /** What was found in the scenario itself; null where it was not searched, or cannot be built without the rule. */
  readonly here: Found | null
  readonly isPossible: boolean
  /** Of every promise that it breaks the best that is known: here, if it was broken here. */
  readonly noticed: readonly Noticed[]
  /** How many small scenarios were run for it, of how many, where neither the scenario nor a trace notices it. */
  readonly small: { readonly tried: number; readonly of: number }
  /** Traces in which it breaks a promise together with other losses. */
  readonly together: readonly Witness[]
  /** What the catalogue of rules says of why it is not noticed; null where it says nothing. */
  readonly why: string | null
}

/** Whether nothing is known to notice a loss that can be had. */
export const isSilent = ({ noticed, isPossible }: LossRow): boolean => noticed.length === 0 && isPossible

/** What a search is watched by. */
export type SearchWatch = Watch & Pick<ExhaustiveOptions, "memoryLeft">
