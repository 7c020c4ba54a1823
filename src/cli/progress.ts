import type { Progress } from "../engine/index.ts"
import { counted, grouped, type Io } from "./io.ts"

/** Seconds between two signs of life: often on a terminal, seldom in a log. */
const period = { terminal: 0.1, elsewhere: 10 } as const

/** Shows how far a run is: one line that changes on a terminal, a line now and then elsewhere. */
export function progressTo(io: Io, engine: "random" | "exhaustive", start: number) {
  const every = io.isTerminal ? period.terminal : period.elsewhere
  let shownAt = start
  return {
    tell(progress: Progress): void {
      const now = io.now()
      if (now - shownAt < every) return
      shownAt = now
      const line = sentence(progress, engine, now - start)
      if (io.isTerminal) io.status(line.slice(0, io.width - 1))
      else io.err(line)
    },
    end(): void {
      if (io.isTerminal) io.status("")
    },
  }
}

function sentence(progress: Progress, engine: "random" | "exhaustive", seconds: number): string {
  const { runs, steps, distinct, generated, depth, frontier, fairStates } = progress
  const done = engine === "random" ? steps : generated
  const rate = `${grouped(Math.round(done / Math.max(seconds, 0.001)))}/s`
  const time = `${Math.round(seconds)} s`
  if (engine === "random")
    return `… ${time}: ${counted(runs, "run")}, ${counted(steps, "step")} (${rate}), ${grouped(distinct)} distinct states`
  if (fairStates !== undefined)
    return `… ${time}: ${grouped(distinct)} distinct states to depth ${depth}; judging what comes after healing: ${counted(fairStates, "state")} of fair runs`
  return `… ${time}: ${grouped(distinct)} distinct states of ${grouped(generated)} (${rate}), depth ${depth}, ${grouped(frontier)} to go`
}
