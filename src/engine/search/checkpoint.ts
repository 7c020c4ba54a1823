import { QuorateError } from "../../errors.ts"
import { dataText } from "../data.ts"
import type { Place } from "../learned/place.ts"
import type { Space } from "../learned/space.ts"
import type { Model } from "../model.ts"
import type { Property } from "../property.ts"
import { type Exchange, mostOf, sums, told } from "./exchange.ts"
import { type Finding, findingsIn } from "./findings.ts"
import { newLayout, unpack } from "./layout.ts"
import { command, statesOf } from "./orders.ts"
import type { Position } from "./search.ts"
import type { SearchThread } from "./thread.ts"
import { valueOfText, valueText } from "./value-text.ts"

/** Where a search is saved, and found again. The engine knows no files: whoever calls it keeps the bytes. */
export interface Checkpoint {
  /** Whether it is time to save; asked between rounds. */
  isDue(): boolean
  /** Keeps these bytes, all or none of them, instead of what was kept before. */
  save(parts: Iterable<Uint8Array>): void
  /** Gives back so many bytes after those that it gave before, or fewer at the end; undefined where nothing was kept. */
  readonly load: ((count: number) => Uint8Array) | undefined
}

/** What stands before the states. */
interface Header {
  readonly format: 2
  /** What was searched: it goes on only where this is the same. */
  readonly of: string
  readonly position: Position
  /** By action, and the sums behind them. */
  readonly counts: readonly number[]
  readonly widest: number
  readonly findings: readonly Finding[]
  /** Every component, and the values it has had, in the order of their numbers. */
  readonly components: readonly { readonly path: readonly string[]; readonly values: readonly string[] }[]
  /** Bits of each component in a packed row. */
  readonly widths: readonly number[]
}

const title = "quorate search\n"
/** Words that are written and read at a time. */
const pieceWords = 2 ** 18
const stateHead = 2

/** Saves a search between two rounds. */
export function* checkpointOf<S extends object>(
  space: Space<S>,
  thread: SearchThread<S>,
  exchange: Exchange,
  of: string,
  position: Position,
): Iterable<Uint8Array> {
  const { layout } = thread.store
  const header: Header = {
    format: 2,
    of,
    position,
    counts: space.model.actions.map((_, action) => counted(exchange, action)).concat(sumsOf(space, exchange)),
    widest: mostOf(exchange, "widest"),
    findings: findingsIn(exchange),
    components: space.catalogue.slots.map(({ place, list }) => ({ path: place.path, values: list.map(valueText) })),
    widths: [...layout.most].map((most) => 32 - Math.clz32(most)),
  }
  const text = new TextEncoder().encode(JSON.stringify(header))
  yield new TextEncoder().encode(title)
  yield new Uint8Array(Int32Array.of(text.length).buffer)
  yield text
  const size = stateHead + layout.words
  const piece = new Int32Array(Math.max(1, Math.floor(pieceWords / size)) * size)
  let at = 0
  for (const { parent, ordinal, words, at: from } of statesOf(thread, exchange, 0, position.distinct)) {
    piece[at] = parent
    piece[at + 1] = ordinal
    for (let word = 0; word < layout.words; word += 1) piece[at + stateHead + word] = words[from + word] as number
    at += size
    if (at < piece.length) continue
    yield new Uint8Array(piece.buffer.slice(0))
    at = 0
  }
  yield new Uint8Array(piece.buffer.slice(0, at * 4))
}

const counted = ({ counts }: Exchange, at: number): number =>
  counts.reduce((sum, some) => sum + (some[at] as number), 0)

const sumsOf = <S extends object>({ model }: Space<S>, exchange: Exchange): readonly number[] =>
  Array.from({ length: sums.words }, (_, sum) => counted(exchange, model.actions.length + sum))

/** Takes over a search that was saved, and tells how far it was. Fails with FILE where it is another search, or damaged. */
export function resumed<S extends object>(
  space: Space<S>,
  thread: SearchThread<S>,
  exchange: Exchange,
  of: string,
  load: NonNullable<Checkpoint["load"]>,
): Position {
  const header = headerOf(load)
  if (header.of !== of)
    throw damaged("it is of another search: of another model, configuration, promises or version of quorate")
  adopt(space, header)
  command(thread, exchange, "relayout")
  const { position, counts, findings } = header
  loadStates(space, thread, exchange, header, load)
  const ours = exchange.counts[0] as Float64Array
  for (const [at, count] of counts.entries()) ours[at] = (ours[at] as number) + count - counted(exchange, at)
  for (const { property, parent, ordinal } of findings) exchange.findings.set([parent, ordinal], property * 2)
  exchange.tellings[told.widest] = header.widest
  command(thread, exchange, "resume", position.expanded)
  return position
}

/** What a saved search knows of the states of a model. */
export interface KnownStates {
  readonly model: string
  /** What the caller said it is of. */
  readonly of: string
  readonly distinct: number
  /** Whether these are all states that can be reached. */
  readonly isComplete: boolean
  /** Whether a state may stand for others. */
  readonly symmetry: boolean
}

/** Reads what is known of a model's states from a search that was saved. */
export function knownStates(load: NonNullable<Checkpoint["load"]>): KnownStates {
  const { of: text, position } = headerOf(load)
  const { model, of, symmetry } = JSON.parse(text) as SearchedOf
  return { model, of, distinct: position.distinct, isComplete: position.expanded === position.distinct, symmetry }
}

/** What a search is of. */
interface SearchedOf {
  readonly model: string
  readonly actions: readonly string[]
  readonly of: string
  readonly properties: readonly string[]
  readonly all: boolean
  readonly symmetry: boolean
}

/** The same as a text, by which a saved search is recognised. */
export const searchedOf = <S extends object>(
  { name, actions }: Model<S>,
  properties: readonly Property<S>[],
  { of, all, symmetry }: Pick<SearchedOf, "of" | "all" | "symmetry">,
): string =>
  dataText({
    model: name,
    actions: actions.map((action) => action.name),
    of,
    properties: properties.map((property) => property.name),
    all,
    symmetry,
  } satisfies SearchedOf)

function headerOf(load: NonNullable<Checkpoint["load"]>): Header {
  const begins = new TextDecoder().decode(load(title.length))
  if (begins !== title) throw damaged("it does not begin like one")
  const length = new Int32Array(exactly(load, 4).slice().buffer)[0] ?? 0
  return JSON.parse(new TextDecoder().decode(exactly(load, length))) as Header
}

function exactly(load: NonNullable<Checkpoint["load"]>, count: number): Uint8Array {
  const bytes = load(count)
  if (bytes.length !== count) throw damaged("it ends too early")
  return bytes
}

/** Gives values the numbers that they had. */
function adopt<S extends object>({ catalogue }: Space<S>, { components }: Header): void {
  for (const [slot, { path, values }] of components.entries()) {
    const place = path
      .slice(1)
      .reduce((above, name) => catalogue.child(above, name), catalogue.top.get(path[0] as string) as Place)
    const isSame = values.every((text, number) => catalogue.numberOf(place.slot, valueOfText(text)) === number)
    if (place.slot !== slot || !isSame) throw damaged("its values cannot be numbered as they were")
  }
}

function loadStates<S extends object>(
  space: Space<S>,
  thread: SearchThread<S>,
  exchange: Exchange,
  { position, widths }: Header,
  load: NonNullable<Checkpoint["load"]>,
): void {
  const takeIn = (): void => {
    command(thread, exchange, "load")
    thread.makeRoom()
  }
  const layout = newLayout(widths)
  const size = stateHead + layout.words
  const row = new Int32Array(space.catalogue.slots.length)
  const many = Math.max(1, Math.floor(pieceWords / size))
  for (let first = 0; first < position.distinct; first += many) {
    const count = Math.min(many, position.distinct - first)
    const words = new Int32Array(exactly(load, count * size * 4).slice().buffer)
    for (let index = 0; index < count; index += 1) {
      const at = index * size
      unpack(layout, words, at + stateHead, row)
      const send = () => thread.sendLoaded(first + index, words[at] as number, words[at + 1] as number, row)
      if (send()) continue
      takeIn()
      send()
    }
  }
  takeIn()
}

const damaged = (why: string): QuorateError => new QuorateError("FILE", `the saved search cannot be taken up: ${why}`)
