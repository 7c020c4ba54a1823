import { newSpace, type Space } from "../learned/space.ts"
import type { Model } from "../model.ts"
import type { Property } from "../property.ts"
import { PlainWalk } from "./plain-walk.ts"
import { RowWalk, type Walk } from "./walk.ts"

/** What runs walk on. */
export interface Ground<S extends object> {
  /** A walk for a run: the same one every time, unless another kind is better by now. Takes the steps of the last run. */
  walk(stepsBefore: number): Walk<S>
}

/** Values and branches that are remembered; some hundred bytes each. What is forgotten is learned again as it is met. */
const weightMax = 2_000_000
/**
 * When it is looked at whether learning pays: after so many steps, and how many new things a step may bring at most for that.
 * The first look is early, at which little is learned yet in any model: but in some so much is new that it will never pay.
 * The second counts what the first has seen as well; the third is made again and again.
 */
const looks = [
  { steps: 250, askedMax: 12, isNewCount: false },
  { steps: 2_000, askedMax: 4, isNewCount: true },
  { steps: 2_000, askedMax: 2, isNewCount: true },
] as const

/** By model: the ground of the last exploration, with what it judged; another one that judges the same goes on with it. */
const grounds = new WeakMap<object, { readonly properties: readonly unknown[]; readonly ground: unknown }>()

/** The ground of a model and its properties. What runs do does not depend on what was learned before, only how fast they are. */
export function groundOf<S extends object>(model: Model<S>, properties: readonly Property<S>[]): Ground<S> {
  const known = grounds.get(model)
  const isSame = known?.properties.length === properties.length && known.properties.every((p, i) => p === properties[i])
  if (isSame) return known.ground as Ground<S>
  const ground = newGround(model, properties)
  grounds.set(model, { properties, ground })
  return ground
}

/**
 * Runs begin on rows, where what was learned once is looked up. Where a step goes on bringing more new things than look-ups
 * save, they go on over plain states. What they do is the same on either.
 */
function newGround<S extends object>(model: Model<S>, properties: readonly Property<S>[]): Ground<S> {
  let space: Space<S> | undefined = newSpace(model, properties)
  let walk: Walk<S> = new RowWalk(space)
  let steps = 0
  let askedBefore = 0
  let made = 0

  return {
    walk(stepsBefore) {
      steps += stepsBefore
      const look = looks[Math.min(made, looks.length - 1)] as (typeof looks)[number]
      if (space === undefined || steps < look.steps) return walk
      made += 1
      const asked = space.asked() - askedBefore
      if (asked > look.askedMax * steps) {
        space = undefined
        walk = new PlainWalk(model, properties)
        return walk
      }
      if (!look.isNewCount) return walk
      askedBefore += asked
      steps = 0
      if (space.weight() <= weightMax) return walk
      space = newSpace(model, properties)
      walk = new RowWalk(space)
      askedBefore = 0
      made = 1
      return walk
    },
  }
}
