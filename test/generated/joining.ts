import { parentPort } from "node:worker_threads"
import { joinSearch, type SharedMemory } from "../../src/engine/index.ts"
import { from, type Source } from "./source.ts"

/** What a thread that helps to search is told. */
export interface Task {
  readonly source: Source
  readonly symmetry: boolean
  readonly verify: boolean
  readonly memory: SharedMemory
  readonly properties: readonly string[]
  readonly thread: number
}

parentPort?.on("message", ({ source, symmetry, verify, memory, properties: names, thread }: Task) => {
  from(source, (model, all) => {
    const properties = names.flatMap((name) => all.filter((property) => property.name === name))
    joinSearch(model, properties, { symmetry, verify }, memory, thread)
  })
})
