import { newSpace, type Space } from "../learned/space.ts"
import type { Model } from "../model.ts"
import type { Property } from "../property.ts"
import { Walk } from "./walk.ts"

/** What runs walk on. */
export interface Ground<S extends object> {
  readonly space: Space<S>
  readonly walk: Walk<S>
  /** The same; or a new one, with nothing learned, where what was learned has become too much to keep. */
  renewed(): Ground<S>
}

/** Values and branches that are remembered; some hundred bytes each. What is forgotten is learned again as it is met. */
const weightMax = 4_000_000

export function newGround<S extends object>(model: Model<S>, properties: readonly Property<S>[]): Ground<S> {
  let space = newSpace(model, properties)
  let walk = new Walk(space)
  const ground: Ground<S> = {
    get space() {
      return space
    },
    get walk() {
      return walk
    },
    renewed() {
      if (space.weight() > weightMax) {
        space = newSpace(model, properties)
        walk = new Walk(space)
      }
      return ground
    },
  }
  return ground
}
