import { QuorateError } from "../../errors.ts"
import type { Catalogue } from "../learned/catalogue.ts"
import { absent, type Place, splitUp } from "../learned/place.ts"
import type { Image, Model, Symmetry } from "../model.ts"
import type { Property } from "../property.ts"

/** Finds the row that stands for all rows which symmetry makes equal. */
export interface Canon {
  /** Replaces a row by that which stands for it, and says how many there are that are equal to it. */
  canonise(row: Int32Array): number
  /** The image of a row under one of the permutations, of which there are `size`; number 0 changes nothing. */
  imageOf(row: Int32Array, permutation: number): Int32Array
  readonly size: number
}

/** Permutations that are tried at most, one by one. */
const permutationsMax = 5_040

/** Why symmetry cannot be used for a model and these properties, as a sentence; null where it can. */
export function asymmetry<S extends object>(
  { name, symmetry }: Model<S>,
  properties: readonly Property<S>[],
): string | null {
  if (symmetry === undefined) return `the model ${name} does not say which of its individuals are alike`
  if ("none" in symmetry) return symmetry.none
  const named = properties.find(({ individual }) => individual !== undefined)
  if (named !== undefined) return `property ${named.name} tells individuals apart: ${named.individual}`
  const healing = properties.find(({ kind }) => kind === "afterHealing")
  if (healing !== undefined)
    return `property ${healing.name} is about fair runs, and a run that is fair to individuals cannot be told where they are taken for one another`
  const size = symmetry.reduce((product, { members }) => product * factorial(members.length), 1)
  if (size <= permutationsMax) return null
  return `there are ${size} permutations of ${symmetry.map(({ of }) => of).join(" and ")}, more than ${permutationsMax}`
}

/** One permutation: where each component comes from, and what becomes of its numbers. */
interface Permutation {
  readonly image: Image
  /** By component: the one whose image it is. */
  source: Int32Array
  /** By source component, then by number: the number of the image, or -1 where it is not known yet. */
  readonly images: (Int32Array | undefined)[]
}

/**
 * The image of a component's value is worked out once, and is a look-up from then on. Of the images of a row the one is
 * chosen whose values have the least hashes, component by component in the order of their names: that depends on the
 * state alone, not on when its values were met, so every thread and every run chooses the same.
 */
export function newCanon<S extends object>(catalogue: Catalogue<S>, symmetries: readonly Symmetry<S>[]): Canon {
  const { slots } = catalogue
  const group = imagesOf(symmetries).map((image): Permutation => ({ image, source: new Int32Array(0), images: [] }))
  let known = 0
  let order: Int32Array = new Int32Array(0)
  let best: Int32Array = new Int32Array(0)

  /** Finds out where the components go; again when there are new ones. */
  function prepare(): void {
    while (known !== slots.length) {
      known = slots.length
      for (const permutation of group) permutation.source = sourceOf(permutation.image)
    }
    const isMoved = slots.map(
      ({ place }, slot) =>
        group.some(({ source }) => source[slot] !== slot) ||
        symmetries.some(({ renaming }) => renames(renaming, place)),
    )
    order = Int32Array.from(
      slots
        .map((_, slot) => slot)
        .filter((slot) => isMoved[slot])
        .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)),
    )
    best = new Int32Array(known)
  }

  const nameOf = (slot: number): string => (slots[slot] as Catalogue<S>["slots"][number]).place.name

  function sourceOf(image: Image): Int32Array {
    const source = new Int32Array(slots.length)
    for (const { place } of [...slots]) {
      const target = targetOf(place, image)
      if (target < source.length) source[target] = place.slot
    }
    return source
  }

  /** The component that the image of a component is. */
  function targetOf({ path }: Place, image: Image): number {
    const [key, entry, ...rest] = path as [string, ...string[]]
    let place = catalogue.top.get(key) as Place
    if (entry === undefined) return place.slot
    const renamed = symmetries.reduce((name, { renaming }) => {
      const how = renaming[key as keyof S]
      return how !== undefined && "entry" in how && how.entry !== undefined ? how.entry(name, image) : name
    }, entry)
    for (const name of [renamed, ...rest]) place = catalogue.child(place, name)
    return place.slot
  }

  function imageNumber(permutation: Permutation, source: number, number: number, target: number): number {
    let images = permutation.images[source]
    if (images === undefined || number >= images.length) {
      const more = new Int32Array(Math.max(8, number * 2 + 2)).fill(-1)
      if (images !== undefined) more.set(images)
      images = more
      permutation.images[source] = more
    }
    const found = images[number] as number
    if (found >= 0) return found
    const place = (slots[source] as Catalogue<S>["slots"][number]).place
    const image = catalogue.numberOf(target, imageValue(place, catalogue.valueOf(source, number), permutation.image))
    images[number] = image
    return image
  }

  function imageValue({ path }: Place, value: unknown, image: Image): unknown {
    if (value === absent || value === splitUp) return value
    const [key, entry, field] = path as [string, string?, string?]
    return symmetries.reduce((part: unknown, { renaming }) => {
      const how = renaming[key as keyof S] as Loose | undefined
      if (how?.whole !== undefined) return inside(how.whole, image, part, entry, field)
      return how?.value === undefined ? part : inside(how.value, image, part, field)
    }, value)
  }

  /** Which of two numbers of a component comes first. */
  function compare(slot: number, a: number, b: number): number {
    const { low, high } = slots[slot] as Catalogue<S>["slots"][number]
    return (low[a] as number) - (low[b] as number) || (high[a] as number) - (high[b] as number)
  }

  function canonise(row: Int32Array): number {
    if (known !== slots.length) prepare()
    for (let at = 0; at < order.length; at += 1) best[order[at] as number] = row[order[at] as number] as number
    let alike = 1
    for (let index = 1; index < group.length; index += 1) {
      const permutation = group[index] as Permutation
      const difference = tryOne(permutation, row)
      if (difference === 0) alike += 1
      if (difference < 0) alike = 1
    }
    for (let at = 0; at < order.length; at += 1) row[order[at] as number] = best[order[at] as number] as number
    return group.length / alike
  }

  /** Compares the image of a row with the best one so far, and takes its place where it comes first. */
  function tryOne(permutation: Permutation, row: Int32Array): number {
    const { source, images } = permutation
    for (let at = 0; at < order.length; at += 1) {
      const slot = order[at] as number
      const from = source[slot] as number
      const number = row[from] as number
      const found = images[from]?.[number] ?? -1
      const image = found >= 0 ? found : imageNumber(permutation, from, number, slot)
      const other = best[slot] as number
      if (image === other) continue
      const difference = compare(slot, image, other)
      if (difference >= 0) return 1
      best[slot] = image
      for (let rest = at + 1; rest < order.length; rest += 1) {
        const to = order[rest] as number
        best[to] = imageNumber(permutation, source[to] as number, row[source[to] as number] as number, to)
      }
      return -1
    }
    return 0
  }

  return {
    size: group.length,
    canonise,
    imageOf(row, index) {
      if (known !== slots.length) prepare()
      const permutation = group[index] as Permutation
      const image = Int32Array.from(row)
      for (const slot of order) {
        const from = permutation.source[slot] as number
        image[slot] = imageNumber(permutation, from, row[from] as number, slot)
      }
      return image
    },
  }
}

type Rename = (value: unknown, image: Image) => unknown

/** A renaming as the engine calls it, whatever the type of what is renamed. */
interface Loose {
  readonly whole?: Rename
  readonly value?: Rename
}

/** Renames a component that is a part of what a function renames, by way of a record that has this part only. */
function inside(rename: Rename, image: Image, part: unknown, name?: string, ...rest: (string | undefined)[]): unknown {
  if (name === undefined) return rename(part, image)
  const partial: Rename = (value, images) => (rename({ [name]: value }, images) as Record<string, unknown>)[name]
  return inside(partial, image, part, ...rest)
}

function renames<S>(renaming: Symmetry<S>["renaming"], { path: [key] }: Place): boolean {
  const how = renaming[key as keyof S] as Loose | undefined
  return how?.whole !== undefined || how?.value !== undefined
}

/** Every permutation of every symmetry, combined; the first changes nothing. */
function imagesOf<S>(symmetries: readonly Symmetry<S>[]): readonly Image[] {
  const maps = symmetries.map(({ members }) =>
    permutations(members).map((images) => new Map(members.map((member, at) => [member, images[at]]))),
  )
  const combined = maps.reduce<Map<unknown, unknown>[]>(
    (all, some) => all.flatMap((one) => some.map((other) => new Map([...one, ...other]))),
    [new Map()],
  )
  return combined.map(
    (map): Image =>
      (part) =>
        (map.has(part) ? map.get(part) : part) as typeof part,
  )
}

function permutations<T>(items: readonly T[]): readonly (readonly T[])[] {
  if (items.length < 2) return [items]
  return items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]))
}

const factorial = (number: number): number => (number < 2 ? 1 : number * factorial(number - 1))

/** The symmetries of a model that has some. */
export function symmetriesOf<S extends object>({ name, symmetry }: Model<S>): readonly Symmetry<S>[] {
  if (symmetry === undefined || "none" in symmetry) throw new QuorateError("BAD_MODEL", `model ${name} has no symmetry`)
  return symmetry
}
