import type { System } from "../spec/system.ts"
import type { Io } from "./io.ts"

/** A bug to show after the first check: which rule to switch, and why it once was so. */
export interface Demonstration {
  /** The scenario that passes. */
  readonly sound: string
  /** The one that shows the bug, and what is set in it. */
  readonly broken: string
  readonly set: string
  readonly title: string
  readonly story: string
}

/** What every command works with. */
export interface Context {
  readonly io: Io
  readonly systems: readonly System[]
  /** The folder that `spec/` is in. */
  readonly root: string
  readonly demonstration: Demonstration
  /** Prints a help text, and gives the exit code of that. */
  readonly help: (text: string) => number
}
