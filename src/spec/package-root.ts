import { existsSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { invariant } from "../errors.ts"

/** The folder of this package, which is not as far up from `src/` as it is from `dist/src/`. */
export const packageRoot: string = findRoot(dirname(fileURLToPath(import.meta.url)))

function findRoot(folder: string): string {
  if (existsSync(join(folder, "package.json")) && existsSync(join(folder, "spec"))) return folder
  invariant(dirname(folder) !== folder, "the package's own folder is not above its code")
  return findRoot(dirname(folder))
}
