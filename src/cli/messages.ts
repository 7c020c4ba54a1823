import type { SharedMemory } from "../engine/index.ts"

/** What the main thread gives to the one that works: the words of the command, and what the terminal is like. */
export interface WorkerInput {
  readonly argv: readonly string[]
  /** One number, not 0 as soon as the user asked to stop: engines are busy, and would not hear of it otherwise. */
  readonly interrupted: SharedArrayBuffer
  readonly isTerminal: boolean
  readonly hasColour: boolean
  readonly width: number
  readonly program: string
  readonly isVerbose: boolean
}

/** What it says while it works, and at last how it ended. */
export type WorkerMessage =
  | { readonly kind: "search"; readonly job: SearchJob; readonly threads: number }
  | { readonly kind: "out" | "err" | "status"; readonly line: string }
  | { readonly kind: "exit"; readonly code: number }

/** What a thread that helps to search is given: which model to build, what to judge it by, and the memory it shares. */
export interface SearchJob {
  readonly system: string
  readonly config: unknown
  /** Names of properties, in their order. */
  readonly properties: readonly string[]
  readonly symmetry: boolean
  readonly verify: boolean
  readonly memory: SharedMemory
}

/** The same for one of the threads, by its number. */
export interface SearchTask extends SearchJob {
  readonly thread: number
}
