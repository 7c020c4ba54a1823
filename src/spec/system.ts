import type { z } from "zod"
import type { Model, Property } from "../engine/index.ts"
import type { Path } from "./problem.ts"

/** A system that scenarios can be about: what can be configured, how it moves, and what it promises. */
export interface SystemDefinition<Config, S extends object> {
  /** As in `model:` of a scenario: `cluster`, `zookeeper`. */
  readonly name: string
  /** One sentence for `quorate list`. */
  readonly about: string
  /** Strict objects with a default for every field, each with its meaning: it is the reference that users read. */
  readonly config: z.ZodType<Config>
  /** The parts of the configuration whose values out of a fixed list are choices of rules; none where it is left out. */
  readonly rulesAt?: readonly Path[]
  /** The part of the configuration that may name a profile, under `profile`: a version, whose choices are then taken. */
  readonly profileAt?: Path
  model(config: Config): Model<S>
  properties(config: Config): readonly Property<S>[]
  /** What one might expect, and is not promised: judged only where a scenario or a bug names it. */
  unpromised?(config: Config): readonly Property<S>[]
}

/** A system whose types of configuration and state are hidden, as commands see it. */
export type System = SystemDefinition<unknown, object>

/** Every property that can be asked for by name. */
export const propertiesByName = (system: System, config: unknown): readonly Property<object>[] => [
  ...system.properties(config),
  ...(system.unpromised?.(config) ?? []),
]

/** The one place where these two types are hidden: the author sees them, the commands do not. */
export function system<Config, S extends object>(definition: SystemDefinition<Config, S>): System {
  return definition as unknown as System
}
