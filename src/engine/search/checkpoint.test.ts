import { describe, expect, test } from "vitest"
import type { Model } from "../model.ts"
import type { ExhaustiveOptions } from "../options.ts"
import { afterHealing, always, type Property } from "../property.ts"
import type { ExhaustiveReport } from "../report.ts"
import { everyoneServed, oneToken, ring, tokenMadeAgain } from "../toys/ring.ts"
import { consistent, someoneCommits, twoPhase } from "../toys/two-phase.ts"
import { type Checkpoint, knownStates } from "./checkpoint.ts"
import { exhaustive } from "./exhaustive.ts"

/** Thrown in the middle of a save, as if the process had been killed. */
class Killed extends Error {}

/** A place in memory where a search is saved whenever it may be, until it is killed at a save. */
function memoryPlace(killedAt = Number.POSITIVE_INFINITY) {
  let kept: Uint8Array | undefined
  let saves = 0
  const place = {
    saves: () => saves,
    bytes: () => kept ?? new Uint8Array(0),
    checkpoint: (): Checkpoint => ({ isDue: () => true, save, load: kept && loaderOf(kept) }),
  }
  function save(parts: Iterable<Uint8Array>): void {
    saves += 1
    const all = [...parts]
    if (saves === killedAt) throw new Killed()
    kept = joined(all)
  }
  return place
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  parts.reduce((at, part) => {
    all.set(part, at)
    return at + part.length
  }, 0)
  return all
}

function loaderOf(bytes: Uint8Array): NonNullable<Checkpoint["load"]> {
  let at = 0
  return (count) => {
    const part = bytes.subarray(at, at + count)
    at += part.length
    return part
  }
}

/** What a report says of the model, however the search went. */
function said({ learned: _learned, bytesPerState: _bytes, ...report }: ExhaustiveReport): object {
  return report
}

function killed<S extends object>(model: Model<S>, properties: readonly Property<S>[], killedAt: number) {
  const place = memoryPlace(killedAt)
  expect(() => exhaustive(model, properties, { checkpoint: place.checkpoint() })).toThrow(Killed)
  return place
}

describe("a search that was cut off is taken up where it was saved", () => {
  const [model, properties] = [twoPhase(6), [consistent, someoneCommits]]
  const undisturbed = said(exhaustive(model, properties))

  test.each([2, 5, 11])("killed at the save number %i", (killedAt) => {
    const place = killed(model, properties, killedAt)
    const known = knownStates(loaderOf(place.bytes()))
    expect(known).toMatchObject({ model: "two-phase", isComplete: false, symmetry: false })
    expect(said(exhaustive(model, properties, { checkpoint: place.checkpoint() }))).toEqual(undisturbed)
    expect(knownStates(loaderOf(place.bytes()))).toMatchObject({ distinct: 50_816, isComplete: true })
  })

  test.each([1, 3, 8])("stopped after %i rounds, and after as many again", (rounds) => {
    const place = memoryPlace()
    const stopAfter = (): ExhaustiveOptions => {
      let asked = 0
      return { shouldStop: () => asked++ >= rounds, checkpoint: place.checkpoint() }
    }
    const stopped = exhaustive(model, properties, stopAfter())
    expect(stopped).toMatchObject({ verdict: "undecided", bounds: [{ bound: "stopped" }] })
    const again = exhaustive(model, properties, stopAfter())
    expect(again.states.distinct).toBeGreaterThan(stopped.states.distinct)
    expect(said(exhaustive(model, properties, { checkpoint: place.checkpoint() }))).toEqual(undisturbed)
  })

  test("one that is done gives its result at once", () => {
    const place = memoryPlace()
    exhaustive(model, properties, { checkpoint: place.checkpoint() })
    let asked = 0
    const done = exhaustive(model, properties, { checkpoint: place.checkpoint(), onProgress: () => (asked += 1) })
    expect(said(done)).toEqual(undisturbed)
    expect([asked, done.learned.asked]).toEqual([0, expect.any(Number)])
  })
})

test("a violation is found by the same trace, after as many states", () => {
  const [model, properties] = [twoPhase(6, "broken"), [consistent, someoneCommits]]
  const undisturbed = exhaustive(model, properties)
  const place = killed(model, properties, 4)
  expect(said(exhaustive(model, properties, { checkpoint: place.checkpoint() }))).toEqual(said(undisturbed))
})

test("what was found before counts, where all is looked for", () => {
  const model = ring(4, "hasty")
  const properties: readonly Property<Parameters<typeof broken>[0]>[] = [oneToken, tokenMadeAgain, everyoneServed]
  function broken(state: (typeof model)["initial"]) {
    return Object.values(state.nodes).some(({ isAlive }) => isAlive) ? null : {}
  }
  const all = [...properties, always({ name: "someone-lives", says: "", broken })]
  const undisturbed = said(exhaustive(model, all, { all: true }))
  const place = memoryPlace(6)
  expect(() => exhaustive(model, all, { all: true, checkpoint: place.checkpoint() })).toThrow(Killed)
  expect(said(exhaustive(model, all, { all: true, checkpoint: place.checkpoint() }))).toEqual(undisturbed)
})

describe("a search is not taken up", () => {
  const [model, properties] = [twoPhase(4), [consistent]]
  const place = memoryPlace()
  exhaustive(model, properties, { checkpoint: place.checkpoint(), of: "4 managers" })

  const refuse = (
    bytes: Uint8Array,
    why: string,
    options: ExhaustiveOptions = {},
    changed: Model<never> = model as never,
  ) => {
    const load = loaderOf(bytes)
    const checkpoint: Checkpoint = { isDue: () => false, save: () => {}, load }
    const act = () =>
      exhaustive(changed as unknown as typeof model, properties, { of: "4 managers", ...options, checkpoint })
    expect(act).toThrow(expect.objectContaining({ code: "FILE", message: expect.stringContaining(why) }))
  }
  const another = "it is of another search"

  test("that is of another model, configuration or promise", () => {
    refuse(place.bytes(), another, { of: "5 managers" })
    refuse(place.bytes(), another, { all: true })
    refuse(place.bytes(), another, {}, { ...model, name: "three-phase" } as never)
    refuse(place.bytes(), another, {}, { ...model, actions: model.actions.slice(1) } as never)
    const healing = afterHealing<(typeof model)["initial"]>({ name: "healed", says: "", broken: () => null })
    const checkpoint = { ...place.checkpoint(), save: () => {} }
    expect(() => exhaustive(model, [consistent, healing], { checkpoint, of: "4 managers" })).toThrow(another)
  })

  test("that was cut off, wherever that is", () => {
    const { length } = place.bytes()
    refuse(new Uint8Array(0), "it does not begin like one")
    refuse(place.bytes().slice(0, 10), "it does not begin like one")
    for (const end of [18, 200, length >> 1, length - 4, length - 1])
      refuse(place.bytes().slice(0, end), "it ends too early")
  })

  test("that is something else", () => {
    refuse(new TextEncoder().encode("a text that is long enough"), "it does not begin like one")
  })
})
