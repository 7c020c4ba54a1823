import { Worker, type WorkerOptions } from "node:worker_threads"

/**
 * Starts a module of this folder, named without its suffix, in a thread: as it is where the package was built, and
 * by tsx where this very file runs from its source, since Node 20 does not read TypeScript in a thread either. Libraries
 * are asked for the form they have for production, which is faster.
 */
export function startThread(name: string, options: WorkerOptions): Worker {
  const isSource = import.meta.url.endsWith(".ts")
  const url = new URL(`./${name}.${isSource ? "ts" : "js"}`, import.meta.url)
  const env = { NODE_ENV: "production", ...process.env }
  if (!isSource) return new Worker(url, { ...options, env })
  const tsx = import.meta.resolve("tsx/esm/api")
  const start = `import(${JSON.stringify(tsx)}).then(({ register }) => { register(); return import(${JSON.stringify(url.href)}) })`
  return new Worker(start, { ...options, env, eval: true })
}
