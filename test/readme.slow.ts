import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { blockIn, slowBlocks, timeless } from "../scripts/readme-blocks.ts"
import { packageRoot } from "../src/spec/package-root.ts"

test("the README's counterexample is what the commands print (npm run readme)", () => {
  const readme = readFileSync(join(packageRoot, "README.md"), "utf8")
  for (const { name, text } of slowBlocks()) expect(timeless(blockIn(readme, name) ?? "")).toBe(timeless(text))
})
