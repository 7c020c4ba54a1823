import { QuorateError } from "../../errors.ts"
import { sameData } from "../data.ts"
import { roomy } from "../learned/roomy.ts"
import type { Space } from "../learned/space.ts"
import type { EnabledStep } from "../model.ts"
import { enabledSteps, take } from "../walk.ts"
import { after, movesOf } from "./path.ts"
import type { Canon } from "./symmetry.ts"

/** Compares what was learned with what the model's own code does, state by state. */
export interface Check {
  /** Fails with BAD_MODEL, naming the action, where the two differ. */
  state(row: Int32Array): void
}

/** For those who write models: slow, and sees at once what learning rests on. */
export function newCheck<S extends object>(space: Space<S>, canon: Canon | undefined): Check {
  let permutation = 0

  function compare(row: Int32Array): void {
    const state = space.stateOf(row)
    const plain = enabledSteps(space.model, state)
    const moves = movesOf(space, row)
    for (const [index, move] of moves.entries()) {
      const learned = space.moves.stepOf(move)
      const step = plain[index]
      if (step === undefined || step.action !== learned.action || !sameData(step.choice, learned.choice))
        throw differs(space, learned, "can be taken by what was learned, and cannot by its own code")
      if (!sameData(take(state, step), space.stateOf(after(space, row, move))))
        throw differs(space, learned, "does something else by its own code than what was learned")
    }
    const missed = plain[moves.length]
    if (missed !== undefined)
      throw differs(space, missed, "can be taken by its own code, and cannot by what was learned")
  }

  /** A state and its image have the same moves, up to renaming. */
  function compareImage(row: Int32Array, { canonise, imageOf, size }: Canon): void {
    permutation = (permutation + 1) % size
    const image = imageOf(row, permutation)
    const results = (from: Int32Array): readonly string[] =>
      movesOf(space, from)
        .map((move) => {
          const next = roomy(after(space, from, move), space.catalogue.slots.length)
          canonise(next)
          return `${space.moves.stepOf(move).action} ${next.subarray(0, space.catalogue.slots.length).join()}`
        })
        .sort()
    const [ours, theirs] = [results(row), results(image)]
    const odd = [...ours.filter((one) => !theirs.includes(one)), ...theirs.filter((one) => !ours.includes(one))][0]
    if (odd === undefined && ours.length === theirs.length) return
    const action = odd?.split(" ", 1)[0] ?? "some action"
    throw new QuorateError(
      "BAD_MODEL",
      `model ${space.model.name}: action ${action} treats individuals differently that the model calls alike, so there is no symmetry`,
    )
  }

  return {
    state(row) {
      compare(row)
      if (canon !== undefined) compareImage(row, canon)
    },
  }
}

function differs<S extends object>(
  { model }: Space<S>,
  { action, choice }: EnabledStep<S>,
  what: string,
): QuorateError {
  return new QuorateError(
    "BAD_MODEL",
    `model ${model.name}: action ${action} at ${JSON.stringify(choice)} ${what}; it may depend on nothing but the state and its choice, nor on the order of a record's keys`,
  )
}
