import type { Worker } from "node:worker_threads"
import { failSearch } from "../engine/index.ts"
import type { SearchJob, SearchTask } from "./messages.ts"
import { startThread } from "./thread.ts"

/** The threads that help to search, started ahead where it is known that they will be wanted. */
export interface SearchThreads {
  /** Gives a job to all but the first of so many threads. */
  start(job: SearchJob, threads: number): void
  /** Ends them. */
  end(): void
}

/** They belong to the thread that is never busy, so that it hears when one of them dies. */
export function newSearchThreads(ahead: number): SearchThreads {
  const workers: Worker[] = []
  let current: SearchJob | undefined
  const ensure = (count: number): void => {
    while (workers.length < count) {
      const worker = startThread("search-thread", {})
      const fail = (error: unknown) => current !== undefined && failSearch(current.memory, error)
      worker.on("error", fail)
      workers.push(worker)
    }
  }
  ensure(ahead)
  return {
    start(job, threads) {
      current = job
      ensure(threads - 1)
      for (const [index, worker] of workers.slice(0, threads - 1).entries()) {
        const task: SearchTask = { ...job, thread: index + 1 }
        worker.postMessage(task)
      }
    },
    end() {
      for (const worker of workers) void worker.terminate()
    },
  }
}
