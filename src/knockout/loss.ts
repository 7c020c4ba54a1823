import type { Model, Property } from "../engine/index.ts"
import { QuorateError } from "../errors.ts"
import { partAt } from "../spec/check.ts"
import { type RuleChoice, ruleChoices } from "../spec/choices.ts"
import { override } from "../spec/overrides.ts"
import type { System } from "../spec/system.ts"

/** A rule done otherwise than a scenario has it. */
export interface Loss {
  readonly rule: RuleChoice
  /** What is done. */
  readonly value: string
  /** What is done in the scenario. */
  readonly instead: string
}

/** As `--set` takes it. */
export const lossText = ({ rule, value }: Loss): string => `${rule.id}=${value}`

/** Every rule of a configuration turned to each of its other values, one at a time. */
export const lossesOf = (system: System, config: unknown): readonly Loss[] =>
  ruleChoices(system).flatMap((rule) => {
    const instead = String(partAt(config, rule.path))
    return rule.values.filter((value) => value !== instead).map((value) => ({ rule, value, instead }))
  })

/** A model, and what it promises; without the goals, which nothing can break. */
export interface Promised {
  readonly model: Model<object>
  readonly promises: readonly Property<object>[]
}

/** The model of a configuration with a rule lost, or without where there is none; undefined where it cannot be built. */
export function without(system: System, config: unknown, loss: Loss | null): Promised | undefined {
  try {
    const { rule, value = "" } = loss ?? {}
    const changed =
      rule === undefined ? config : override(system, config, [{ text: `${rule.id}=${value}`, path: rule.path, value }])
    const promises = system.properties(changed).filter(({ kind }) => kind !== "sometimes")
    return { model: system.model(changed), promises }
  } catch (error) {
    if (error instanceof QuorateError) return undefined
    throw error
  }
}
