/**
 * Who has read which components, and whose answer may be another now. A reader is a guard with its choice, or a property: a
 * function of what it reads. What it has ever read counts, so that it can be told to look again too often, but never too seldom.
 */
export class Readers {
  /** By reader: 1 where something that it has read has changed since it looked last. All are, at first. */
  readonly isStale: Uint8Array
  /** By component: its readers. */
  readonly #of: number[][] = []
  /** By reader: 1 for each component that it has read. */
  readonly #hasRead: Uint8Array[]
  /** Who reads now. */
  current: number | null = null

  constructor(count: number) {
    this.isStale = new Uint8Array(count).fill(1)
    this.#hasRead = Array.from({ length: count }, () => new Uint8Array(64))
  }

  /** Lets a reader look again, and takes down what it reads. */
  look<T>(reader: number, read: () => T): T {
    this.current = reader
    this.isStale[reader] = 0
    try {
      return read()
    } finally {
      this.current = null
    }
  }

  /** The reader of the moment reads a component. */
  note(component: number): void {
    const reader = this.current
    if (reader === null) return
    let known = this.#hasRead[reader] as Uint8Array
    if (known[component] === 1) return
    if (component >= known.length) {
      known = new Uint8Array(2 * component + 1)
      known.set(this.#hasRead[reader] as Uint8Array)
      this.#hasRead[reader] = known
    }
    known[component] = 1
    const others = this.#of[component]
    if (others === undefined) this.#of[component] = [reader]
    else others.push(reader)
  }

  /** A component has another value now. */
  changed(component: number): void {
    const readers = this.#of[component]
    if (readers === undefined) return
    for (const reader of readers) this.isStale[reader] = 1
  }
}
