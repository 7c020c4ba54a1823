import { invariant } from "../../errors.ts"
import { roomy } from "../learned/roomy.ts"
import type { Space } from "../learned/space.ts"
import type { EnabledStep } from "../model.ts"
import type { Canon } from "./symmetry.ts"

/** The row after a move. */
export function after<S extends object>({ moves, catalogue }: Space<S>, row: Int32Array, move: number): Int32Array {
  const { from, written } = moves
  const next = new Int32Array(Math.max(row.length, catalogue.slots.length))
  next.set(row)
  const end = from.all[move + 1] as number
  for (let at = from.all[move] as number; at < end; at += 2)
    next[written.all[at] as number] = written.all[at + 1] as number
  return next
}

/** The moves of a row, as a list of their own. */
export function movesOf<S extends object>({ moves }: Space<S>, row: Int32Array): readonly number[] {
  const count = moves.of(row)
  return [...moves.found.all.subarray(0, count)]
}

/**
 * The steps by which a path goes, which is known by the place that each move has among the moves of its state. Where rows
 * stand for others by symmetry, the path is one of rows that stand for others, and the steps are those of a run that
 * really is one: at each state the first step whose result the next row stands for, and which at the end is wanted.
 */
export function stepsOf<S extends object>(
  space: Space<S>,
  canon: Canon | undefined,
  ordinals: readonly number[],
  isWanted: (before: S, after: S, step: EnabledStep<S>) => boolean = () => true,
): readonly EnabledStep<S>[] {
  const { moves, stateOf } = space
  const steps: EnabledStep<S>[] = []
  let row: Int32Array = new Int32Array(space.catalogue.slots.length)
  let standing = canonical(space, canon, row)
  for (const [index, ordinal] of ordinals.entries()) {
    const move = movesOf(space, standing)[ordinal]
    invariant(move !== undefined, "a path has a move that its state has not")
    standing = canonical(space, canon, after(space, standing, move))
    const isLast = index === ordinals.length - 1
    const isRight = (other: number): boolean => {
      const next = after(space, row, other)
      if (!isSame(canonical(space, canon, next), standing)) return false
      return !isLast || isWanted(stateOf(row), stateOf(next), moves.stepOf(other))
    }
    const taken = canon === undefined ? move : movesOf(space, row).find(isRight)
    invariant(taken !== undefined, "a path over rows that stand for others has no path of states")
    steps.push(moves.stepOf(taken))
    row = after(space, row, taken)
  }
  return steps
}

function canonical<S extends object>({ catalogue }: Space<S>, canon: Canon | undefined, row: Int32Array): Int32Array {
  if (canon === undefined) return row
  const other = roomy(row, catalogue.slots.length)
  canon.canonise(other)
  return other
}

function isSame(a: Int32Array, b: Int32Array): boolean {
  const length = Math.max(a.length, b.length)
  for (let slot = 0; slot < length; slot += 1) if ((a[slot] ?? 0) !== (b[slot] ?? 0)) return false
  return true
}
