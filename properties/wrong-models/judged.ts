import type { Model, Property } from "../../src/engine/index.ts"
import { invariant } from "../../src/errors.ts"
import { systems } from "../systems.ts"
import type { WrongModel } from "./wrong-model.ts"

/** A model with the one property that it is to be judged by. */
export interface Judged {
  readonly system: (typeof systems)[number]
  /** The complete configuration. */
  readonly config: unknown
  readonly model: Model<object>
  readonly property: Property<object>
}

/** The model of a scenario in which a promise is broken, or the same by the right rule. */
export function judged(
  { property: name, system: wrongSystem, rightSystem, config, set }: WrongModel,
  side: "wrong" | "right",
): Judged {
  const systemName = side === "right" ? (rightSystem ?? wrongSystem) : wrongSystem
  const system = systems.find((each) => each.name === systemName)
  invariant(system, `no system ${systemName}`)
  const given = side === "right" ? config : Object.entries(set).reduce(withValue, config)
  const parsed = system.config.parse(given)
  const property = [...system.properties(parsed), ...(system.unpromised?.(parsed) ?? [])].find(
    (each) => each.name === name,
  )
  invariant(property, `no property ${name}`)
  return { system, config: parsed, model: system.model(parsed), property }
}

/** A configuration with the value at a path like `kafka.truncation` replaced. */
function withValue(config: WrongModel["config"], [path, value]: [string, unknown]): WrongModel["config"] {
  const [first = "", ...rest] = path.split(".")
  if (rest.length === 0) return { ...config, [first]: value }
  return { ...config, [first]: withValue((config[first] ?? {}) as WrongModel["config"], [rest.join("."), value]) }
}
