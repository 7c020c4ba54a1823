import { readFileSync } from "node:fs"
import { join } from "node:path"
import { packageRoot } from "../spec/package-root.ts"

/** The version of the package, as its manifest says. */
export function version(root = packageRoot): string {
  const read: unknown = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
  return typeof read === "object" && read !== null && "version" in read ? String(read.version) : "unknown"
}
