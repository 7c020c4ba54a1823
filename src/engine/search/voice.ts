import { type Exchange, never, sums, told } from "./exchange.ts"

/** What one thread of a search tells the others. */
export class Voice {
  readonly #exchange: Exchange
  readonly #me: number
  readonly #counts: Float64Array
  readonly #actions: number
  readonly #properties: number

  constructor(exchange: Exchange, me: number, actions: number) {
    this.#exchange = exchange
    this.#me = me
    this.#counts = exchange.counts[me] as Float64Array
    this.#actions = actions
    this.#properties = exchange.findings.length / 2 / exchange.threads
  }

  /** What this thread told last. */
  told(what: Exclude<keyof typeof told, "words">): number {
    return this.#exchange.tellings[this.#me * told.words + told[what]] as number
  }

  tell(what: Exclude<keyof typeof told, "words">, value: number): void {
    this.#exchange.tellings[this.#me * told.words + told[what]] = value
  }

  /** Counts how often an action was taken. */
  count(action: number, more: number): void {
    this.#counts[action] = (this.#counts[action] as number) + more
  }

  /** Adds to one of the sums behind the counts. */
  sum(what: Exclude<keyof typeof sums, "words">, more: number): void {
    this.count(this.#actions + sums[what], more)
  }

  /** Notes where a property is first broken or met; properties of states come first, then those of steps, then deadlock. */
  find(property: number, parent: number, ordinal: number): void {
    const { findings } = this.#exchange
    const at = (this.#me * this.#properties + property) * 2
    if (isBefore(findings[at] as number, findings[at + 1] as number, parent, ordinal)) return
    findings[at] = parent
    findings[at + 1] = ordinal
  }

  /** Whether some thread has found a property broken or met. */
  isFound(property: number): boolean {
    const { findings, threads } = this.#exchange
    for (let thread = 0; thread < threads; thread += 1)
      if (findings[(thread * this.#properties + property) * 2] !== never) return true
    return false
  }
}

/** Whether the first of two keys, each a parent and one of its moves, comes strictly before the second. */
export function isBefore(parent: number, ordinal: number, otherParent: number, otherOrdinal: number): boolean {
  return parent < otherParent || (parent === otherParent && ordinal < otherOrdinal)
}
