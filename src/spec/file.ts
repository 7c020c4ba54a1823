import { readFileSync, statSync } from "node:fs"
import { QuorateError } from "../errors.ts"

/** More than any scenario or trace needs; a bigger file is not one of ours. */
const sizeLimit = 1024 * 1024

/** The text of a file, or a `QuorateError` that says why there is none: missing, a folder, too big, not UTF-8. */
export function readText(file: string): string {
  const bytes = readBytes(file)
  const text = decode(bytes)
  if (text === null) throw refuse(file, "expected text in UTF-8, found other bytes")
  if (text.includes("\0")) throw refuse(file, "expected text in UTF-8, found a binary file")
  return text
}

function readBytes(file: string): Uint8Array {
  try {
    const { size } = openable(file)
    if (size > sizeLimit) throw refuse(file, `expected at most ${sizeLimit} bytes, found ${size}`)
    return readFileSync(file)
  } catch (error) {
    if (error instanceof QuorateError) throw error
    throw new QuorateError("FILE", `${file}: ${reason(error)}`, { cause: error })
  }
}

function openable(file: string): { readonly size: number } {
  const stat = statSync(file)
  if (stat.isDirectory()) throw new QuorateError("FILE", `${file}: expected a file, found a folder; name a file in it`)
  if (!stat.isFile()) throw new QuorateError("FILE", `${file}: expected a file, found a device or a pipe`)
  return stat
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

const refuse = (file: string, says: string): QuorateError => new QuorateError("BAD_SPEC", `${file}:1:1: ${says}`)

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  ENAMETOOLONG: "there is no such file",
  EACCES: "permission to read it was refused",
  EPERM: "permission to read it was refused",
  ELOOP: "its links lead in a circle",
}

/** What went wrong with a file, without the machine's words where we have our own. */
export function reason(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : ""
  return reasons[code] ?? (error instanceof Error ? error.message : String(error))
}
