import { invariant, QuorateError } from "../../errors.ts"
import { newIntern, notPlain } from "../intern.ts"
import type { Model } from "../model.ts"
import { hashAt, newHasher } from "./hash.ts"
import { doubled } from "./numbers.ts"
import { absent, addChild, levelsFor, newPlace, type Place, partsOf, splitUp } from "./place.ts"

/** The values of one component, each with the number that stands for it in a row. */
export interface Values {
  readonly place: Place
  /** By number; 0 is the value of the initial state. */
  readonly list: unknown[]
  /** Two hashes of each value, by number, which are the same in every run and on every machine; 0 for number 0. */
  low: Int32Array
  high: Int32Array
}

/** How the threads of one search agree on numbers: whoever needs a new one takes turns with the others. */
export interface Agreement {
  /** Runs some work while no other thread makes numbers, after taking over those that were made before. */
  alone<T>(work: () => T): T
  /** Tells the other threads of a new component, as a path of names. */
  component(path: readonly string[]): void
  /** Tells the other threads of a new value. */
  value(slot: number, value: unknown): void
}

/**
 * The components of a model's states and the values met so far. A state is a row of numbers, one a component; the initial
 * state is all zeros. Components that come later have number 0, for absent, in all earlier rows.
 */
export interface Catalogue<S extends object> {
  readonly model: Pick<Model<S>, "name" | "components" | "initial">
  /** The places of the state's keys. */
  readonly top: ReadonlyMap<string, Place>
  /** By slot. */
  readonly slots: readonly Values[]
  /** The child of a place by name; a new one where it is not known. */
  child(place: Place, name: string): Place
  /** The number of a value, a new one where it is not known. Fails with BAD_MODEL where it is not plain data. */
  numberOf(slot: number, value: unknown): number
  valueOf(slot: number, number: number): unknown
  /** Called when a place gets a new part, or a component its second value: what was learned may rest on that. */
  onChange(listener: Listener): void
  /** From here on numbers are agreed on with other threads. */
  agree(agreement: Agreement): void
  /** Takes over what another thread has made. */
  readonly adopt: {
    component(path: readonly string[]): void
    value(slot: number, value: unknown): void
  }
}

type Listener = (place: Place, what: "component" | "second value") => void

/** Numbers for one thread only need no agreement. */
const alone: Agreement = { alone: (work) => work(), component: () => {}, value: () => {} }

export function newCatalogue<S extends object>(model: Pick<Model<S>, "name" | "components" | "initial">): Catalogue<S> {
  const { idOf } = newIntern()
  const hashOf = newHasher()
  const slots: Values[] = []
  const numbers: Map<number | symbol, number>[] = []
  const listeners: Listener[] = []
  let agreement = alone
  const top = new Map<string, Place>()

  function addComponent(name: string, parent: Place | null, levels: number, initial: unknown): Place {
    const place = newPlace(name, parent, slots.length, levels)
    slots.push({ place, list: [], low: new Int32Array(4), high: new Int32Array(4) })
    numbers.push(new Map())
    addValue(place.slot, keyOf(place, initial), initial)
    return place
  }

  function addValue(slot: number, key: number | symbol, value: unknown): number {
    const values = slots[slot] as Values
    const number = values.list.push(value) - 1
    ;(numbers[slot] as Map<number | symbol, number>).set(key, number)
    if (number >= values.low.length) {
      values.low = doubled(values.low)
      values.high = doubled(values.high)
    }
    if (number > 0) {
      const { low, high } = hashAt(values.place.name, hashOf(value))
      values.low[number] = low
      values.high[number] = high
    }
    if (number === 1) for (const listener of listeners) listener(values.place, "second value")
    return number
  }

  function keyOf({ name }: Place, value: unknown): number | symbol {
    if (typeof value === "symbol") return value
    const id = idOf(value)
    if (id === 0)
      throw new QuorateError(
        "BAD_MODEL",
        `model ${model.name}: ${notPlain(value, name)}, and a state is plain JSON data`,
      )
    return id
  }

  function numberOf(slot: number, value: unknown): number {
    const key = keyOf((slots[slot] as Values).place, value)
    const known = numbers[slot] as Map<number | symbol, number>
    return known.get(key) ?? agreement.alone(() => known.get(key) ?? announced(slot, key, value))
  }

  function announced(slot: number, key: number | symbol, value: unknown): number {
    agreement.value(slot, value)
    return addValue(slot, key, value)
  }

  function child(place: Place, name: string): Place {
    return place.children.get(name) ?? agreement.alone(() => place.children.get(name) ?? newChild(place, name))
  }

  function newChild(place: Place, name: string): Place {
    agreement.component([...place.path, name])
    return addTo(place, name)
  }

  function placeAt([key, ...rest]: readonly string[]): Place {
    return rest.reduce((place, name) => place.children.get(name) as Place, top.get(key as string) as Place)
  }

  function addTo(place: Place, name: string): Place {
    const made = addComponent(name, place, place.levels - 1, absent)
    addChild(place, name, made)
    for (const listener of listeners) listener(place, "component")
    return made
  }

  /** Gives the parts of an initial value their places. */
  function initialise(place: Place, record: Readonly<Record<string, unknown>>): void {
    for (const [name, value] of Object.entries(record)) {
      const parts = partsOf({ ...place, levels: place.levels - 1 }, value)
      const made = addComponent(name, place, place.levels - 1, parts === undefined ? value : splitUp)
      place.initial += 1
      addChild(place, name, made)
      if (parts !== undefined) initialise(made, parts)
    }
  }

  for (const key of keysOf(model)) {
    const levels = levelsFor(model.components[key])
    const value = model.initial[key]
    if (levels === 0) {
      top.set(key, addComponent(key, null, 0, value))
      continue
    }
    const place = newPlace(key, null, -1, levels)
    const parts = partsOf(place, value)
    if (parts === undefined)
      throw bad(model.name, `${key} is split by "${model.components[key]}", so it must be a record`)
    top.set(key, place)
    initialise(place, parts)
  }

  return {
    model,
    top,
    slots,
    child,
    numberOf,
    valueOf: (slot, number) => {
      const values = slots[slot]
      invariant(values !== undefined && number < values.list.length, `component ${slot} has no value ${number}`)
      return values.list[number]
    },
    onChange: (listener) => listeners.push(listener),
    agree: (other) => {
      agreement = other
    },
    adopt: {
      component: (path) => addTo(placeAt(path.slice(0, -1)), path.at(-1) as string),
      value: (slot, value) => addValue(slot, keyOf((slots[slot] as Values).place, value), value),
    },
  }
}

function keysOf<S extends object>({ name, components, initial }: Pick<Model<S>, "name" | "components" | "initial">) {
  const keys = Object.keys(components) as (keyof S & string)[]
  const parts = [
    ...Object.keys(initial)
      .filter((key) => !keys.includes(key as keyof S & string))
      .map((key) => `${key} is in the state only`),
    ...keys.filter((key) => !(key in initial)).map((key) => `${key} is in components only`),
  ]
  if (parts.length > 0) throw bad(name, `a state has the keys that components names: ${parts.join(", ")}`)
  return keys
}

function bad(model: string, message: string): QuorateError {
  return new QuorateError("BAD_MODEL", `model ${model}: ${message}`)
}
