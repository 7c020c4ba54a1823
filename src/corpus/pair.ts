import type { Model, Property } from "../engine/index.ts"
import { invariant } from "../errors.ts"
import type { Bug } from "../spec/bugs.ts"
import { configurationOf } from "../spec/configuration.ts"
import { type Override, overridesOf } from "../spec/overrides.ts"
import { refusal } from "../spec/problem.ts"
import { build, systemOf } from "../spec/scenario.ts"
import type { System } from "../spec/system.ts"

/** A scenario with the promise that it is judged by. */
export interface Side {
  readonly system: System
  readonly config: unknown
  readonly model: Model<object>
  readonly property: Property<object>
}

/** The scenario of a bug twice: with the rule that has it, and with the one that does not, which is that of today for most. */
export interface Pair {
  readonly before: Side
  readonly after: Side
}

/** Builds both sides of a bug. Fails with BAD_SPEC where the entry names what is not there. */
export function pairOf(bug: Bug, systems: readonly System[]): Pair {
  const { document, choice, mended = {} } = bug
  const system = systemOf(document, systems, bug.model)
  const configured = (overrides: readonly Override[]) => configurationOf(document, system, systems, { overrides })
  return {
    before: sideOf(bug, system, configured(overridesOf(choice))),
    after: sideOf(bug, system, configured(overridesOf(mended))),
  }
}

/** A scenario of a bug, by one configuration. Fails with BAD_SPEC where the entry names what is not there. */
export function sideOf({ document, property: name }: Bug, system: System, config: unknown): Side {
  const { model, properties } = build(system, config, document)
  const property = properties.find((one) => one.name === name)
  const says = `property: expected a promise of ${system.name}, found ${name}`
  if (property === undefined) throw refusal("BAD_SPEC", document.file, [{ ...document.place(["property"]), says }])
  invariant(property.kind !== "sometimes", `${name} is a goal, and nothing breaks a goal`)
  return { system, config, model, property }
}
