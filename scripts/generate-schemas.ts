import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { systems } from "../properties/systems.ts"
import { jsonSchemas, schemaText } from "../src/spec/json-schemas.ts"
import { packageRoot } from "../src/spec/package-root.ts"
import { traceSchema } from "../src/trace/trace.ts"

/** Writes the JSON Schemas of `spec/schema` anew; `npm run schema`. */
const folder = join(packageRoot, "spec/schema")
mkdirSync(folder, { recursive: true })
for (const [name, schema] of Object.entries(jsonSchemas(systems, traceSchema)))
  writeFileSync(join(folder, name), schemaText(schema))
