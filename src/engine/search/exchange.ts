/** What stands before a packed row in a box: its parent, which of the parent's moves it is, the action, and two hashes. */
export const head = { parent: 0, ordinal: 1, action: 2, low: 3, high: 4, words: 5 } as const

/** An ordinal shares its word with the number of states that the row stands for. */
export const ordinalBits = 16
export const ordinalMask = 2 ** ordinalBits - 1

/** No state comes after this one. */
export const never = 2 ** 31 - 1

/** Words in a box: what one thread may send to another in one round. */
const boxWords = 2 ** 20

/**
 * What the threads of a search share. They work in rounds: everyone expands some states of his and puts what he finds into
 * the box of the thread that owns it; then everyone takes in what he was sent, in the order in which one thread alone would
 * have found it. So the numbers, and the traces, are the same whatever the number of threads.
 */
export interface Exchange {
  readonly threads: number
  /** By sender and receiver. */
  readonly boxes: readonly Int32Array[]
  /** By sender, and then by receiver: words in the box. Each in memory of its own, since the sender writes it all the time. */
  readonly filled: readonly Int32Array[]
  /** By receiver, and then by sender: words that were taken out in the last round. */
  readonly taken: readonly Int32Array[]
  /** By thread: parent and ordinal of each state that was new in the last round. */
  readonly fresh: readonly Int32Array[]
  /** By thread and then by `told`. */
  readonly tellings: Int32Array
  /** By thread and then by property: parent and ordinal of where it was first broken, or met. */
  readonly findings: Int32Array
  /** By thread: how often each action was taken, and behind that what `sums` names. */
  readonly counts: readonly Float64Array[]
  /** What the first thread wants of all. */
  readonly orders: Int32Array
  /** Waits until every thread has come here. */
  meet(): void
}

/** What a thread tells the others after each phase of a round. */
export const told = {
  /** All states before this one are expanded. */
  done: 0,
  /** Some component needs more bits. */
  tight: 1,
  /** States that were new in the round. */
  fresh: 2,
  /** States known in all. */
  count: 3,
  /** Bytes of the store. */
  kilobytes: 4,
  /** At the bound of depth: whether a state could go on. */
  goesOn: 5,
  /** Most moves of one state. */
  widest: 6,
  /** How often the model's own code was asked. */
  asked: 7,
  /** How often it was looked up what can happen in a state. */
  visits: 8,
  words: 9,
} as const

/** What is summed up beside the actions; their places in `counts` come after those of the actions. */
export const sums = {
  /** States that the rows stand for: more than rows where symmetry is used. */
  represented: 0,
  /** States in which nothing can happen that changes anything. */
  ends: 1,
  words: 2,
} as const

/** How many of what an exchange is for. */
export interface Sizes {
  readonly threads: number
  readonly properties: number
  readonly actions: number
}

/** An exchange for one thread. */
export function newExchange(sizes: Omit<Sizes, "threads">): Exchange {
  return begun(
    exchangeOf(
      { ...sizes, threads: 1 },
      (words) => new Int32Array(words),
      () => {},
    ),
  )
}

/** Puts an exchange into the state in which a search begins. */
export function begun(exchange: Exchange): Exchange {
  exchange.findings.fill(never)
  return exchange
}

export function exchangeOf(
  { threads, properties, actions }: Sizes,
  room: (words: number) => Int32Array,
  meet: () => void,
): Exchange {
  const list = (count: number, words: number) => Array.from({ length: count }, () => room(words))
  return {
    threads,
    boxes: list(threads * threads, boxWords),
    filled: list(threads, threads),
    taken: list(threads, threads),
    fresh: threads === 1 ? [] : list(threads, Math.ceil(boxWords / head.words) * 2 * threads),
    tellings: room(threads * told.words),
    findings: room(threads * Math.max(properties, 1) * 2),
    counts: Array.from({ length: threads }, () => new Float64Array(room((actions + sums.words) * 2).buffer)),
    orders: room(64),
    meet,
  }
}

type Told = Exclude<keyof typeof told, "words">

const toldOf = ({ threads, tellings }: Exchange, what: Told): readonly number[] =>
  Array.from({ length: threads }, (_, thread) => tellings[thread * told.words + told[what]] as number)

/** What the threads told, summed up; the least of it; the most. */
export const sumOf = (exchange: Exchange, what: Told): number =>
  toldOf(exchange, what).reduce((sum, number) => sum + number, 0)
export const leastOf = (exchange: Exchange, what: Told): number => Math.min(...toldOf(exchange, what))
export const mostOf = (exchange: Exchange, what: Told): number => Math.max(...toldOf(exchange, what))
