import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { packageRoot } from "../src/spec/package-root.ts"

/** A file of this project, and what is in it. */
export interface ProjectFile {
  /** Its path within the project. */
  readonly path: string
  readonly text: string
}

const ignored = new Set([".git", ...readFileSync(join(packageRoot, ".gitignore"), "utf8").split(/\/?\s+/)])

/** Every file of the project, but for what Git ignores. */
export function projectFiles(folder = ""): readonly ProjectFile[] {
  const entries = readdirSync(join(packageRoot, folder), { withFileTypes: true })
  return entries.flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`
    if (ignored.has(entry.name)) return []
    if (entry.isDirectory()) return projectFiles(path)
    return entry.isFile() ? [{ path, text: readFileSync(join(packageRoot, path), "utf8") }] : []
  })
}

/** Whether a file is a test, or something that only tests use. */
export const isTest = ({ path }: ProjectFile): boolean => /\.(test|slow)\.ts$|^test\//.test(path)
