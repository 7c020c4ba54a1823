import { exhaustive } from "../../src/engine/index.ts"
import { consistent, twoPhase } from "../../src/engine/toys/two-phase.ts"

/** Searches two-phase commit of as many resource managers as it is told, and prints what the command line would. */
const start = performance.now()
const report = exhaustive(twoPhase(Number(process.argv[2] ?? 5)), [consistent])
const { verdict, states, bytesPerState, learned } = report
console.log(JSON.stringify({ verdict, states, bytesPerState, learned, seconds: (performance.now() - start) / 1_000 }))
