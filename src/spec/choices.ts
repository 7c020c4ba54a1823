import { dotted, type Path } from "./problem.ts"
import { choicesAt, keysAt, type Shape, shapeOf, shapesAt } from "./shape.ts"
import type { System } from "./system.ts"

/** A rule of a system that can be otherwise. */
export interface RuleChoice {
  /** As `--set` takes it: `kafka.truncation`. */
  readonly id: string
  readonly path: Path
  /** All it can be; the first is what the real system does today. */
  readonly values: readonly string[]
}

/** The rule choices of a system, in the order of its definition. */
export function ruleChoices({ config, rulesAt = [] }: Pick<System, "config" | "rulesAt">): readonly RuleChoice[] {
  const shape = shapeOf(config)
  return rulesAt.flatMap((part) =>
    keysAt(shape, part)
      .map((key) => [...part, key])
      .filter((path) => isListed(shape, path))
      .map((path) => ({ id: dotted(path), path, values: choicesAt(shape, path) })),
  )
}

const isListed = (shape: Shape, path: Path): boolean => shapesAt(shape, path).some((one) => one.enum !== undefined)
