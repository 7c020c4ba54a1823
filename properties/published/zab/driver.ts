import { type ExhaustiveReport, exhaustive } from "../../../src/engine/index.ts"
import { zab, zabConfig } from "../../../src/model/zookeeper/published/index.ts"
import { zabProperties } from "./index.ts"
import type { ZabFigures } from "./tlc.ts"

/** All states within the bounds of a row, judged by every promise. */
export function searchedAs({ bounds, symmetry }: ZabFigures): ExhaustiveReport {
  const [servers, maxTransactions, maxTimeouts, maxRestarts] = bounds
  const config = zabConfig.parse({ servers, maxTransactions, maxTimeouts, maxRestarts })
  return exhaustive(zab(config), zabProperties, { symmetry })
}

/** What TLC and we should agree on. */
export const figuresOf = ({ distinct, depth, generated, once = generated }: ZabFigures) => ({
  verdict: "holds",
  states: { distinct, generated: once },
  depth,
})

/** States up to which a row is compared in the unit tests; the larger ones are for the slow suite. */
export const smallStates = 100_000
