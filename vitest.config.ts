import { fileURLToPath } from "node:url"
import { defineConfig } from "vitest/config"

/** Examples import what a user does. */
const alias = { quorate: fileURLToPath(new URL("src/index.ts", import.meta.url)) }
const folders = "{src,properties,examples,test}"

export default defineConfig({
  test: {
    projects: [
      { resolve: { alias }, test: { name: "unit", include: [`${folders}/**/*.test.ts`], testTimeout: 60_000 } },
      { resolve: { alias }, test: { name: "slow", include: [`${folders}/**/*.slow.ts`], testTimeout: 1_800_000 } },
      {
        resolve: { alias },
        test: {
          name: "corpus",
          include: [`${folders}/**/*.corpus.ts`],
          testTimeout: 1_800_000,
          // Nothing else runs beside it, so that it may have every core.
          maxWorkers: "100%",
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
