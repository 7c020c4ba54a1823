import { expect, test } from "vitest"
import type { Model } from "../model.ts"
import type { Property } from "../property.ts"
import { dieHard, neverFour } from "../toys/jugs.ts"
import { budgetsFall, oneToken, ring } from "../toys/ring.ts"
import { consistent, twoPhase } from "../toys/two-phase.ts"
import { exhaustive } from "./exhaustive.ts"
import { plainSearch } from "./plain-search.ts"

interface Case {
  readonly name: string
  readonly learned: Figures
  readonly plain: Figures
}

interface Figures {
  readonly distinct: number
  readonly generated: number
  readonly violated: string | undefined
  readonly steps: number | undefined
}

function both<S extends object>(name: string, model: Model<S>, properties: readonly Property<S>[] = []): Case {
  const { states, violation } = exhaustive(model, properties, { verify: true })
  const plain = plainSearch(model, properties)
  return {
    name,
    learned: { ...states, violated: violation?.property, steps: violation?.length },
    plain: {
      distinct: plain.distinct,
      generated: plain.generated,
      violated: plain.violation?.property,
      steps: plain.violation?.steps.length,
    },
  }
}

test.each([
  both("jugs", dieHard),
  both("jugs, judged", dieHard, [neverFour]),
  both("two-phase commit", twoPhase(4), [consistent]),
  both("two-phase commit, broken", twoPhase(4, "broken"), [consistent]),
  both("a ring", ring(3), [oneToken, budgetsFall]),
  both("a hasty ring", ring(3, "hasty"), [oneToken, budgetsFall]),
  both("a restless ring", ring(4, "restless"), [oneToken]),
])("what is learned and the plain search agree on $name", ({ learned, plain }) => {
  expect(learned).toEqual(plain)
})
