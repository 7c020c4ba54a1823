import { expect, test } from "vitest"
import { exhaustive } from "./exhaustive.ts"
import { explore } from "./explore.ts"
import { replay } from "./replay.ts"
import { dieHard, neverFour } from "./toys/jugs.ts"
import { budgetsFall, everyoneServed, oneToken, ring, tokenMadeAgain } from "./toys/ring.ts"
import { consistent, someoneCommits, twoPhase } from "./toys/two-phase.ts"

const seeds = Array.from({ length: 20 }, (_, seed) => seed + 1)

test.each(seeds)("what random runs find shrinks to a shortest trace (seed %i)", (seed) => {
  expect(explore(dieHard, [neverFour], { seed }).violation).toMatchObject({ length: 6, shortest: true })
  expect(explore(twoPhase(3, "broken"), [consistent], { seed }).violation).toMatchObject({ length: 9 })
  expect(explore(twoPhase(5, "broken"), [consistent], { seed }).violation).toMatchObject({ length: 13 })
  expect(explore(ring(5, "hasty"), [oneToken], { seed }).violation).toMatchObject({ length: 2 })
  const { violation } = explore(ring(3, "forgetful"), [everyoneServed], { seed })
  expect(violation).toMatchObject({ property: "everyone-served", length: 2 })
  expect(violation?.steps).toEqual([
    { action: "Wish", choice: "1" },
    { action: "Crash", choice: "1" },
  ])
})
