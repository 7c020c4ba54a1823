import type { Model } from "../model.ts"
import type { Always, AlwaysNext, NoDeadlock, Property, Sometimes } from "../property.ts"
import { initialState } from "../walk.ts"
import { type Catalogue, newCatalogue } from "./catalogue.ts"
import { newStateJudge, newStepJudge, type StepJudge } from "./judging.ts"
import { type Moves, newMoves, newSteps } from "./moves.ts"
import { type Effects, newEffects, newOffers, type Offers } from "./offers.ts"
import type { CheckedForest } from "./questions.ts"
import { newRecorder, type Recorder } from "./reading.ts"
import { newStateOf } from "./state-of.ts"

/** A model and its properties as a walk sees them: rows of numbers, and what was learned about them. */
export interface Space<S extends object> {
  readonly model: Model<S>
  readonly catalogue: Catalogue<S>
  readonly recorder: Recorder
  readonly moves: Moves<S>
  /** Properties of states, in the order of the answers of `states`. */
  readonly invariants: readonly Always<S>[]
  readonly states: CheckedForest
  /** Properties of steps and goals, in the order of the answers of `steps`. */
  readonly ofSteps: readonly (AlwaysNext<S> | Sometimes<S>)[]
  readonly steps: StepJudge
  /** Whether a state in which nothing can happen is judged, and how. */
  readonly deadlock: NoDeadlock<S> | undefined
  /** The plain state of a row. */
  stateOf(row: Int32Array): S
  /** The two hashes of a row. */
  hash(row: Int32Array): void
  readonly hashes: { low: number; high: number }
  /** The same one action and one step at a time, for those who do not want all at once. */
  readonly offers: readonly Offers[]
  readonly effects: Effects
  /** How often the model's own code was asked for what one action, one step or a property says. */
  asked(): number
  /** How many values and branches are remembered. */
  weight(): number
  /** Bytes that the tables of what was learned take, roughly. */
  bytes(): number
}

export function newSpace<S extends object>(model: Model<S>, properties: readonly Property<S>[]): Space<S> {
  initialState(model)
  const catalogue = newCatalogue(model)
  const recorder = newRecorder()
  const moves = newMoves(model, catalogue, recorder, newSteps(model.actions))
  const invariants = properties.filter((property): property is Always<S> => property.kind === "always")
  const ofSteps = properties.filter(
    (property): property is AlwaysNext<S> | Sometimes<S> =>
      property.kind === "alwaysNext" || property.kind === "sometimes",
  )
  const states = newStateJudge(invariants, catalogue, recorder)
  const steps = newStepJudge(ofSteps, catalogue, recorder, moves.steps)
  const hashes = { low: 0, high: 0 }
  const offers = model.actions.map((action) => newOffers(action, catalogue, recorder, moves.steps))
  const effects = newEffects(catalogue, recorder, moves.steps)

  return {
    model,
    catalogue,
    recorder,
    moves,
    invariants,
    states,
    ofSteps,
    steps,
    deadlock: properties.find((property): property is NoDeadlock<S> => property.kind === "noDeadlock"),
    stateOf: newStateOf(catalogue),
    hashes,
    hash(row) {
      const { slots } = catalogue
      let [low, high] = [0, 0]
      for (let slot = 0; slot < slots.length; slot += 1) {
        const number = row[slot] as number
        if (number === 0) continue
        const values = slots[slot] as Catalogue<S>["slots"][number]
        low ^= values.low[number] as number
        high ^= values.high[number] as number
      }
      hashes.low = low
      hashes.high = high
    },
    offers,
    effects,
    asked() {
      const others = offers.reduce((sum, offer) => sum + offer.asked(), effects.asked())
      return states.counts.asked + steps.forest.counts.asked + others
    },
    weight() {
      const branches = [moves.forest, states, steps.forest].reduce((sum, { counts }) => sum + counts.nodes, 0)
      const others = offers.reduce((sum, offer) => sum + offer.weight(), effects.weight())
      return catalogue.slots.reduce((sum, { list }) => sum + list.length, branches + others)
    },
    bytes: () => [moves.forest, states, steps.forest].reduce((sum, forest) => sum + forest.bytes(), 0),
  }
}
