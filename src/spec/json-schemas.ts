import { z } from "zod"
import { bugSchema, outOfScopeSchema } from "./bugs.ts"
import { profileChoices, profileSchema } from "./profiles.ts"
import { rulesSchema } from "./rules.ts"
import { scenarioSchema } from "./scenario.ts"
import type { System } from "./system.ts"

/** A JSON Schema, by the name of its file in `spec/schema`. */
export type JsonSchemas = Readonly<Record<string, object>>

/** The schemas that give completion in editors, made of the definitions that files are checked by. */
export function jsonSchemas(systems: readonly System[], trace: z.ZodType): JsonSchemas {
  return {
    "scenario.schema.json": titled("A scenario of Quorate", byModel(scenarioSchema, systems)),
    "trace.schema.json": titled("A trace of Quorate", byModel(trace, systems)),
    "bug.schema.json": titled("A bug of Quorate's corpus", {
      if: { required: ["outOfScope"] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: plain(outOfScopeSchema),
      else: byModel(bugSchema, systems),
    }),
    "profile.schema.json": titled("A version of a system, as its rules", bySystem(systems)),
    "rule.schema.json": titled("A file of Quorate's catalogue of rules", plain(rulesSchema)),
  }
}

/** What may stand under `config` depends on `model`. */
function byModel(schema: z.ZodType, systems: readonly System[]): object {
  const base = plain(schema)
  const names = systems.map(({ name }) => name)
  const properties = base.properties as Record<string, object>
  return {
    ...base,
    properties: { ...properties, ...(names.length > 0 ? { model: { ...properties.model, enum: names } } : {}) },
    allOf: systems.map(({ name, about, config }) => ({
      if: { properties: { model: { const: name } } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { properties: { config: { description: about, ...plain(config) } } },
    })),
  }
}

/** Which rules a profile may name, and what they can be, depends on `system`. */
function bySystem(systems: readonly System[]): object {
  const versioned = systems.filter(({ profileAt }) => profileAt !== undefined)
  const base = plain(profileSchema)
  const properties = base.properties as Record<string, object>
  const rules = (system: System) =>
    profileChoices(system).map(({ id, values }) => [id, { properties: { is: { enum: values } } }] as const)
  return {
    ...base,
    properties: { ...properties, system: { ...properties.system, enum: versioned.map(({ name }) => name) } },
    allOf: versioned.map((system) => ({
      if: { properties: { system: { const: system.name } } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { properties: { choices: { properties: Object.fromEntries(rules(system)), additionalProperties: false } } },
    })),
  }
}

function plain(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" })
  return rest
}

const titled = (title: string, schema: object): object => ({
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title,
  ...schema,
})

/** The text of a schema file. */
export const schemaText = (schema: object): string => `${JSON.stringify(schema, null, 2)}\n`
