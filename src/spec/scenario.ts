import { z } from "zod"
import { type Model, type Property, strategies } from "../engine/index.ts"
import { type ErrorCode, QuorateError } from "../errors.ts"
import { checkDocument } from "./check.ts"
import { configurationOf } from "./configuration.ts"
import { readDocument, type SpecDocument } from "./document.ts"
import { suggestion } from "./nearest.ts"
import type { Override } from "./overrides.ts"
import { packageRoot } from "./package-root.ts"
import { type Problem, refusal } from "./problem.ts"
import { propertiesByName, type System } from "./system.ts"

/** How a scenario is run where the command line does not say otherwise. */
const runSchema = z.strictObject({
  engine: z.enum(["random", "exhaustive"]).optional().meta({ description: "Random runs, or every reachable state." }),
  runs: z.int().min(1).optional().meta({ description: "Random: how many runs to make." }),
  depth: z.int().min(1).optional().meta({ description: "States on a path, the initial one included." }),
  seed: z.int().optional().meta({ description: "Random: the same seed gives the same runs." }),
  strategy: z.enum(strategies).optional().meta({ description: "Random: how the next step is picked." }),
  maxStates: z.int().min(1).optional().meta({ description: "Exhaustive: distinct states to remember at most." }),
})

export type RunSettings = z.infer<typeof runSchema>

/** A scenario as it is written; what may stand under `config` is the system's to say. */
export const scenarioSchema = z.strictObject({
  model: z.string().min(1).meta({ description: "The system: a name that `quorate list` shows." }),
  about: z.string().min(1).meta({ description: "What the scenario is for, in a sentence." }),
  config: z.looseObject({}).optional().meta({ description: "What differs from the system's defaults." }),
  properties: z
    .union([z.literal("all"), z.array(z.string())])
    .optional()
    .meta({ description: "The promises to judge: `all` (the default), or their names." }),
  run: runSchema.optional().meta({ description: "How to run it; options on the command line win." }),
})

/** A scenario ready to run: the configuration is complete, the model is built, the properties are chosen. */
export interface Scenario {
  /** As printed: the path as the user gave it, or within this package. */
  readonly file: string
  readonly about: string
  readonly system: System
  readonly config: unknown
  readonly model: Model<object>
  /** Those that the scenario asks for, and all that the system has. */
  readonly properties: readonly Property<object>[]
  readonly allProperties: readonly Property<object>[]
  readonly run: RunSettings
}

/** Reads and checks a scenario, applies `--set` overrides and the version that it names, and builds its model. */
export function readScenario(
  path: string,
  systems: readonly System[],
  {
    overrides = [],
    shownAs = path,
    root = packageRoot,
  }: { readonly overrides?: readonly Override[]; readonly shownAs?: string; readonly root?: string } = {},
): Scenario {
  return scenarioOf({ ...readDocument(path), file: shownAs }, systems, overrides, root)
}

/** The same for a document that was read already. */
export function scenarioOf(
  document: SpecDocument,
  systems: readonly System[],
  overrides: readonly Override[] = [],
  root = packageRoot,
): Scenario {
  const written = checkDocument(document, scenarioSchema)
  const system = systemOf(document, systems, written.model)
  const config = configurationOf(document, system, systems, { overrides, root })
  const { model, promised, properties } = build(system, config, document)
  return {
    file: document.file,
    about: written.about,
    system,
    config,
    model,
    properties:
      written.properties === undefined || written.properties === "all"
        ? promised
        : chosen(document, properties, written.properties),
    allProperties: properties,
    run: written.run ?? {},
  }
}

/** The system that a document names under `model`. */
export function systemOf(
  document: SpecDocument,
  systems: readonly System[],
  name: string,
  code: ErrorCode = "BAD_SPEC",
): System {
  const found = systems.find((system) => system.name === name)
  if (found !== undefined) return found
  const valid = systems.map((system) => system.name)
  const says = `model: expected a known model, found ${name}${suggestion(name, valid)}`
  throw refusal(code, document.file, [{ ...document.place(["model"]), says }])
}

/** The model and the properties; what the author of the model refuses is told at the configuration's place. */
export function build(
  system: System,
  config: unknown,
  document: SpecDocument,
  code: ErrorCode = "BAD_SPEC",
): {
  readonly model: Model<object>
  readonly promised: readonly Property<object>[]
  readonly properties: readonly Property<object>[]
} {
  try {
    const properties = propertiesByName(system, config)
    return { model: system.model(config), promised: system.properties(config), properties }
  } catch (error) {
    if (!(error instanceof QuorateError)) throw error
    throw refusal(code, document.file, [{ ...document.place(["config"], "key"), says: error.message }])
  }
}

function chosen(
  document: SpecDocument,
  properties: readonly Property<object>[],
  names: readonly string[],
): readonly Property<object>[] {
  const valid = properties.map(({ name }) => name)
  const problems: Problem[] = names.flatMap((name, index) =>
    valid.includes(name)
      ? []
      : [
          {
            ...document.place(["properties", index]),
            says: `properties.${index}: expected a known property, found ${name}${suggestion(name, valid)}`,
          },
        ],
  )
  if (problems.length > 0) throw refusal("BAD_SPEC", document.file, problems)
  return properties.filter(({ name }) => names.includes(name))
}
