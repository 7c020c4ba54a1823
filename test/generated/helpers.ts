import { Worker } from "node:worker_threads"
import type { Crew, ExhaustiveOptions } from "../../src/engine/index.ts"
import type { Task } from "./joining.ts"
import type { Source } from "./source.ts"

/** Threads that help searches, one after another. */
export interface Helpers {
  /** The option that lets so many threads search a model together, the calling one included. */
  crew(threads: number, source: Source, options: ExhaustiveOptions): { readonly crew?: Crew }
  end(): Promise<void>
}

/** Starts threads from their TypeScript source, as Node 20 does not by itself. */
export function startHelpers(count: number): Helpers {
  const module = new URL("./joining.ts", import.meta.url)
  const tsx = import.meta.resolve("tsx/esm/api")
  const start = `import(${JSON.stringify(tsx)}).then(({ register }) => { register(); return import(${JSON.stringify(module.href)}) })`
  const workers = Array.from({ length: count }, () => new Worker(start, { eval: true }))
  return {
    crew(threads, source, { symmetry = false, verify = false }) {
      if (threads === 1) return {}
      const begin: Crew["start"] = (memory, properties) => {
        for (const [index, worker] of workers.slice(0, threads - 1).entries()) {
          const task: Task = { source, symmetry, verify, memory, properties, thread: index + 1 }
          worker.postMessage(task)
        }
      }
      return { crew: { threads, start: begin } }
    },
    async end() {
      await Promise.all(workers.map((worker) => worker.terminate()))
    },
  }
}
