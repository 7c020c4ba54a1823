/** A promise, one rule done wrong on which it fails, and the smallest scenario that shows it. */
export interface WrongModel {
  readonly property: string
  /** The system that is wrong, or in which a rule is done wrong. */
  readonly system: string
  /** The system in which the promise holds, where that is another one; null where it holds in none. */
  readonly rightSystem?: string | null
  /** What is wrong, in a sentence. */
  readonly wrong: string
  /** The configuration in which the promise holds. */
  readonly config: Config
  /** What is set otherwise in the wrong model, by path, as `--set` takes it. */
  readonly set: Readonly<Record<string, string | number>>
  /** Whether so few runs come across it that it is searched for instead. */
  readonly isRare?: true
}

export type Config = Readonly<Record<string, unknown>>
