import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { systems } from "../../properties/systems.ts"
import { toySystems } from "../../test/toy-systems.ts"
import { jsonSchemas, schemaText } from "../spec/json-schemas.ts"
import { packageRoot } from "../spec/package-root.ts"
import { traceSchema } from "../trace/trace.ts"

test.each(Object.entries(jsonSchemas(systems, traceSchema)))(
  "spec/schema/%s is fresh (npm run schema)",
  (name, schema) => {
    expect(readFileSync(join(packageRoot, "spec/schema", name), "utf8")).toBe(schemaText(schema))
  },
)

test("what may be configured depends on the model", () => {
  const { "scenario.schema.json": schema } = jsonSchemas(toySystems, traceSchema)
  expect(schema).toMatchObject({
    properties: { model: { enum: ["jugs", "lamp"] } },
    required: ["model", "about"],
    additionalProperties: false,
    allOf: [
      {
        if: { properties: { model: { const: "jugs" } } },
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
        then: {
          properties: { config: { properties: { target: { description: "What the big jug must not hold." } } } },
        },
      },
      {},
    ],
  })
})
