import { isPlainRecord } from "../intern.ts"
import type { Components } from "../model.ts"

/** Stands for a component that is not there. */
export const absent: unique symbol = Symbol("absent")
/** Stands for an entry whose fields are components of their own. */
export const splitUp: unique symbol = Symbol("split up")

/**
 * A place in a state: one component, or one that splits into others by name. An entry that splits has a component too,
 * which tells whether it is there at all.
 */
export interface Place {
  /** `brokers.1`, and the same as a list. */
  readonly name: string
  readonly path: readonly string[]
  /** The place that it is a part of, or null for a key of the state. */
  readonly parent: Place | null
  /** The number of its component; -1 for a key that splits, which is always there. */
  readonly slot: number
  /** How often it may split further: 0 for one component. */
  readonly levels: number
  readonly children: Map<string, Place>
  /** How many of the children were there from the start. */
  initial: number
  /** The names of the children, in the order in which a record lists them. */
  names: readonly string[]
}

const levelsOf = { one: 0, each: 1, eachField: 2 } as const satisfies Record<Components<object>[never], number>

/** How often a key splits. */
export const levelsFor = <S>(split: Components<S>[keyof S]): number => levelsOf[split]

/** The place of a key, or of a name in a place. */
export function newPlace(name: string, parent: Place | null, slot: number, levels: number): Place {
  const path = [...(parent?.path ?? []), name]
  return { name: path.join("."), path, parent, slot, levels, children: new Map(), initial: 0, names: [] }
}

/** The record at a place that splits there, or undefined where the value is none and is kept whole. */
export function partsOf({ levels }: Place, value: unknown): Readonly<Record<string, unknown>> | undefined {
  return levels > 0 && isPlainRecord(value) ? value : undefined
}

/**
 * Puts a child into a place. Names are listed in an order that does not depend on when each was met: numbers first and by
 * size, as records of JavaScript list them, then those of the initial state in its order, then the rest by the alphabet.
 */
export function addChild(place: Place, name: string, child: Place): void {
  place.children.set(name, child)
  const ranks = new Map([...place.children.keys()].slice(0, place.initial).map((key, rank) => [key, rank]))
  const rank = (key: string): number => (isIndex(key) ? -1 : (ranks.get(key) ?? ranks.size))
  place.names = [...place.children.keys()].sort(
    (a, b) => rank(a) - rank(b) || (isIndex(a) ? Number(a) - Number(b) : a < b ? -1 : 1),
  )
}

const isIndex = (name: string): boolean => /^(?:0|[1-9]\d{0,8})$/.test(name)
