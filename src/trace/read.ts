import { type Model, noDeadlockIn, type Property } from "../engine/index.ts"
import { checkDocument } from "../spec/check.ts"
import { configurationOf } from "../spec/configuration.ts"
import { readDocument, type SpecDocument } from "../spec/document.ts"
import { suggestion } from "../spec/nearest.ts"
import type { Override } from "../spec/overrides.ts"
import { packageRoot } from "../spec/package-root.ts"
import { type Problem, refusal } from "../spec/problem.ts"
import { build, systemOf } from "../spec/scenario.ts"
import type { System } from "../spec/system.ts"
import { type TraceData, traceSchema } from "./trace.ts"

/** A trace ready to be replayed: its model is built, and its property is found. */
export interface Trace {
  readonly file: string
  readonly data: TraceData
  readonly system: System
  readonly config: unknown
  readonly model: Model<object>
  readonly property: Property<object>
  /** The overrides that the configuration was changed by. */
  readonly overrides: readonly Override[]
}

/** Reads and checks a trace; what is wrong with it is told at its place, as for scenarios. */
export function readTrace(
  file: string,
  systems: readonly System[],
  overrides: readonly Override[] = [],
  root = packageRoot,
): Trace {
  return traceFrom(readDocument(file, "BAD_TRACE"), systems, overrides, root)
}

/** The same for a document that was read already. */
export function traceFrom(
  document: SpecDocument,
  systems: readonly System[],
  overrides: readonly Override[] = [],
  root = packageRoot,
): Trace {
  const data = checkDocument(document, traceSchema, { code: "BAD_TRACE" })
  const system = systemOf(document, systems, data.model, "BAD_TRACE")
  const config = configurationOf(document, system, systems, { overrides, root, code: "BAD_TRACE", isComplete: true })
  const { model, properties } = build(system, config, document, "BAD_TRACE")
  const property = [...properties, noDeadlockIn(model)].find(({ name }) => name === data.property)
  const problems = unknownActions(document, model, data)
  if (property === undefined) problems.push(unknownProperty(document, properties, data.property))
  if (property === undefined || problems.length > 0) throw refusal("BAD_TRACE", document.file, problems)
  return { file: document.file, data, system, config, model, property, overrides }
}

function unknownProperty(document: SpecDocument, properties: readonly Property<object>[], found: string): Problem {
  const names = properties.map(({ name }) => name)
  const says = `property: expected a known property, found ${found}${suggestion(found, names)}`
  return { ...document.place(["property"]), says }
}

function unknownActions(document: SpecDocument, model: Model<object>, data: TraceData): Problem[] {
  const names = model.actions.map(({ name }) => name)
  const problem = (part: "steps" | "healing", index: number, action: string): Problem => {
    const says = `expected an action of the model, found ${action}${suggestion(action, names)}`
    return { ...document.place([part, index, "action"]), says: `${part}.${index}.action: ${says}` }
  }
  const unknown = (["steps", "healing"] as const).flatMap((part) =>
    [...(data[part] ?? []).entries()]
      .filter(([, { action }]) => !names.includes(action))
      .map(([index, { action }]) => [part, index, action] as const),
  )
  return unknown.slice(0, 50).map((one) => problem(...one))
}
