import { closeSync, fsyncSync, openSync, readSync, renameSync, rmSync, writeSync } from "node:fs"
import type { Checkpoint } from "../engine/index.ts"
import { QuorateError } from "../errors.ts"
import { reason } from "../spec/file.ts"

/**
 * A search saved in a file, every so many seconds: the new file is written beside the old one and takes its place when it
 * is whole, so that whenever the process ends there is one that can be taken up. Where the file is there already, the
 * search goes on from it.
 */
export function checkpointFile(path: string, every: number, now: () => number): Checkpoint {
  let savedAt = now()
  const failed = (error: unknown): QuorateError =>
    new QuorateError("FILE", `${path}: the search cannot be saved there: ${reason(error)}`, { cause: error })

  function save(parts: Iterable<Uint8Array>): void {
    const draft = `${path}.${process.pid}.tmp`
    try {
      const file = openSync(draft, "w")
      for (const part of parts) for (let at = 0; at < part.length; ) at += writeSync(file, part, at)
      fsyncSync(file)
      closeSync(file)
      renameSync(draft, path)
      savedAt = now()
    } catch (error) {
      rmSync(draft, { force: true })
      throw failed(error)
    }
  }

  return { isDue: () => now() - savedAt >= every, save, load: loaderOf(path) }
}

function loaderOf(path: string): Checkpoint["load"] {
  let file: number
  try {
    file = openSync(path, "r")
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined
    throw new QuorateError("FILE", `${path}: the saved search cannot be read: ${reason(error)}`, { cause: error })
  }
  return (count) => {
    const bytes = new Uint8Array(count)
    let at = 0
    while (at < count) {
      const read = readSync(file, bytes, at, count - at, null)
      if (read === 0) break
      at += read
    }
    return bytes.subarray(0, at)
  }
}
