import { action, type Model } from "../../src/engine/model.ts"
import { noDeadlockIn, type Property } from "../../src/engine/property.ts"
import {
  budgetsFall,
  everyoneServed,
  oneToken,
  type RingFault,
  ring,
  tokenMadeAgain,
} from "../../src/engine/toys/ring.ts"
import { consistent, someoneCommits, twoPhase } from "../../src/engine/toys/two-phase.ts"
import { type Alike, alikeModelOf, alikePropertiesOf } from "./alike.ts"
import { type Described, modelOf, propertiesOf } from "./described.ts"

/** Where a model comes from, as plain data, so that every thread can build the same one. */
export type Source =
  | { readonly of: "described"; readonly described: Described }
  | { readonly of: "alike"; readonly alike: Alike }
  | { readonly of: "two-phase"; readonly managers: number; readonly promise: "kept" | "broken" }
  | { readonly of: "ring"; readonly size: number; readonly fault: RingFault }
  | { readonly of: "counters"; readonly upTo: number; readonly failsAt: number }

/** A model with its properties, whatever its states are. */
export type Use<T> = <S extends object>(model: Model<S>, properties: readonly Property<S>[]) => T

/** Builds a model and hands it over. */
export function from<T>(source: Source, use: Use<T>): T {
  switch (source.of) {
    case "described":
      return use(modelOf(source.described), propertiesOf(source.described))
    case "alike":
      return use(alikeModelOf(source.alike), alikePropertiesOf(source.alike))
    case "two-phase":
      return use(twoPhase(source.managers, source.promise), [consistent, someoneCommits])
    case "ring": {
      const model = ring(source.size, source.fault)
      return use(model, [oneToken, budgetsFall, tokenMadeAgain, everyoneServed, noDeadlockIn(model)])
    }
    case "counters":
      return use(counters(source), [])
  }
}

interface Counters {
  readonly left: number
  readonly right: number
}

/** Two counters that count to a limit; the guard fails where their sum reaches `failsAt`. */
function counters({ upTo, failsAt }: { readonly upTo: number; readonly failsAt: number }): Model<Counters> {
  const count = action<Counters, keyof Counters>("Count", {
    kind: "protocol",
    choices: ["left", "right"],
    guard: (state, side) => {
      if (state.left + state.right >= failsAt) throw new Error("that is too much")
      return state[side] < upTo
    },
    effect: (draft, side) => {
      draft[side] += 1
    },
  })
  return {
    name: "counters",
    initial: { left: 0, right: 0 },
    components: { left: "one", right: "one" },
    actions: [count],
  }
}
