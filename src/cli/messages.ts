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
  | { readonly kind: "out" | "err" | "status"; readonly line: string }
  | { readonly kind: "exit"; readonly code: number }
