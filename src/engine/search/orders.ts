import type { Exchange } from "./exchange.ts"
import type { SearchThread, SentState } from "./thread.ts"

/** What the first thread of a search can want of all. */
const orders = {
  stop: 0,
  round: 1,
  relayout: 2,
  probe: 3,
  cut: 4,
  tell: 5,
  states: 6,
  forget: 7,
  load: 8,
  resume: 9,
} as const

type Order = keyof typeof orders

const names = Object.keys(orders) as readonly Order[]
/** Where an answer to `tell` stands among the orders. */
const answerAt = 8

/** Gives an order to all threads, and carries it out for this one. */
export function command<S extends object>(
  thread: SearchThread<S>,
  exchange: Exchange,
  order: Order,
  a = 0,
  b = 0,
): void {
  exchange.orders.set([orders[order], a, b])
  exchange.meet()
  perform(thread, exchange)
}

/** Carries out what the first thread orders, until it says stop. */
export function obey<S extends object>(thread: SearchThread<S>, exchange: Exchange): void {
  do exchange.meet()
  while (perform(thread, exchange))
}

/** Every order has a meeting in it, so that no new one is given before all have read it. */
function perform<S extends object>(thread: SearchThread<S>, exchange: Exchange): boolean {
  const [order, a, b] = exchange.orders as unknown as readonly [number, number, number]
  thread.catchUp()
  switch (names[order]) {
    case "round":
      thread.expand(a)
      exchange.meet()
      thread.takeIn()
      exchange.meet()
      thread.numbering.number(b)
      return true
    case "relayout":
      thread.relayout()
      exchange.meet()
      return true
    case "probe":
      thread.probe()
      exchange.meet()
      return true
    case "cut":
      thread.cutAfter(a, b)
      exchange.meet()
      return true
    case "states":
      thread.sendStates(a, b)
      exchange.meet()
      return true
    case "forget":
      thread.forgetRows()
      exchange.meet()
      return true
    case "load":
      thread.load()
      exchange.meet()
      return true
    case "resume":
      thread.resumeAt(a)
      exchange.meet()
      return true
    case "tell":
      tell(thread, exchange, a)
      exchange.meet()
      return true
    default:
      return false
  }
}

function tell<S extends object>(thread: SearchThread<S>, exchange: Exchange, global: number): void {
  const index = thread.numbering.indexOf(global)
  if (index < 0) return
  exchange.orders[answerAt] = thread.store.parentOf(index)
  exchange.orders[answerAt + 1] = thread.store.ordinalOf(index)
}

/** How a state was first reached: from which one, and by which of its moves. */
export function originOf<S extends object>(
  thread: SearchThread<S>,
  exchange: Exchange,
  global: number,
): { readonly parent: number; readonly ordinal: number } {
  command(thread, exchange, "tell", global)
  return { parent: exchange.orders[answerAt] as number, ordinal: exchange.orders[answerAt + 1] as number }
}

/** The places that the moves on the way to a state have among the moves of theirs. */
export function ordinalsOf<S extends object>(
  thread: SearchThread<S>,
  exchange: Exchange,
  global: number,
): readonly number[] {
  const ordinals: number[] = []
  for (let at = global; at > 0; ) {
    const { parent, ordinal } = originOf(thread, exchange, at)
    ordinals.unshift(ordinal)
    at = parent
  }
  return ordinals
}

/** The same for where something was found: with the move itself, unless it was found in the state as it is. */
export function ordinalsTo<S extends object>(
  thread: SearchThread<S>,
  exchange: Exchange,
  { parent, ordinal }: { readonly parent: number; readonly ordinal: number },
): readonly number[] {
  const before = parent <= 0 ? [] : ordinalsOf(thread, exchange, parent)
  return parent < 0 || ordinal < 0 ? before : [...before, ordinal]
}

/** The states from one number to another, in their order; each is good until the next one. When nothing is on its way. */
export function* statesOf<S extends object>(
  thread: SearchThread<S>,
  exchange: Exchange,
  first: number,
  end: number,
): Iterable<SentState> {
  const many = thread.statesAtOnce()
  for (let from = first; from < end; from += many) {
    const to = Math.min(end, from + many)
    command(thread, exchange, "states", from, to)
    yield* thread.takeStates(from, to)
  }
}
