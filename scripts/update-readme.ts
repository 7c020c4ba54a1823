import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { packageRoot } from "../src/spec/package-root.ts"
import { quickBlocks, slowBlocks, withBlock } from "./readme-blocks.ts"

/** Writes what commands print into our pages anew; `npm run readme`. */
for (const shown of [...quickBlocks(), ...slowBlocks()]) {
  const path = join(packageRoot, shown.page)
  writeFileSync(path, withBlock(readFileSync(path, "utf8"), shown))
}
