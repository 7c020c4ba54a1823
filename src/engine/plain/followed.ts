import { newHasher } from "../learned/hash.ts"
import { levelsFor } from "../learned/place.ts"
import type { Model } from "../model.ts"
import { Part, viewOf, type Whole } from "./part.ts"
import type { Readers } from "./readers.ts"

/** A plain state that is followed from step to step: who has to look again, and what its hashes are. */
export interface Followed<S> {
  /** The state, for readers to look at while `Readers.look` runs; what they read is taken down. */
  readonly view: S
  /** Two hashes of the state, which are 0 in the initial one and those which its row has. */
  readonly low: number
  readonly high: number
  /** The state is this one now. */
  become(state: S): void
}

/** Follows a model's state, from the initial one on. */
export function follow<S extends object>({ initial, components }: Model<S>, readers: Readers): Followed<S> {
  const whole: Whole = { readers, hashOf: newHasher(), next: 0, low: 0, high: 0 }
  const keys = Object.keys(components) as (keyof S & string)[]
  const parts = keys.map((key) => new Part(whole, key, levelsFor(components[key]), null, initial[key]))
  const view = viewOf(keys, parts) as S
  return {
    view,
    get low() {
      return whole.low
    },
    get high() {
      return whole.high
    },
    become(state) {
      for (let index = 0; index < keys.length; index += 1) (parts[index] as Part).become(state[keys[index] as keyof S])
    },
  }
}
