import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["{src,properties,examples,test}/**/*.test.ts"], testTimeout: 60_000 } },
      { test: { name: "slow", include: ["{src,properties,examples,test}/**/*.slow.ts"], testTimeout: 1_800_000 } },
    ],
  },
})
