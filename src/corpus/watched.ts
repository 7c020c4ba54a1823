import { partAt } from "../spec/check.ts"
import { type RuleChoice, ruleChoices } from "../spec/choices.ts"
import type { System } from "../spec/system.ts"

/** A configuration that notes which rules were looked up in it. */
export interface Watched {
  readonly config: unknown
  /** The rules that were looked up so far. */
  readonly seen: ReadonlySet<string>
}

/**
 * A copy of a configuration that notes which rules a model looks up in it: whatever a model does depends on the others in
 * no way, so it does the same under every configuration that has these alike.
 */
export function watched(system: System, config: unknown): Watched {
  const seen = new Set<string>()
  const rules = ruleChoices(system)
  return { config: watchedPart(config, [], rules, seen), seen }
}

function watchedPart(part: unknown, at: readonly string[], rules: readonly RuleChoice[], seen: Set<string>): unknown {
  const below = rules.filter(({ path }) => path.length > at.length && at.every((key, index) => key === path[index]))
  if (typeof part !== "object" || part === null || below.length === 0) return part
  const own = new Map(
    below.filter(({ path }) => path.length === at.length + 1).map(({ id, path }) => [path.at(-1), id]),
  )
  const copy = Object.fromEntries(
    Object.entries(part).map(([key, value]) => [key, watchedPart(value, [...at, key], below, seen)]),
  )
  return new Proxy(copy, {
    get(target, key) {
      const rule = own.get(key as string)
      if (rule !== undefined) seen.add(rule)
      return Reflect.get(target, key)
    },
  })
}

/** Whether two configurations of a system are the same but for rules that are not among these. */
export function isAlike(system: System, left: unknown, right: unknown, seen: ReadonlySet<string>): boolean {
  return ruleChoices(system).every(({ id, path }) => !seen.has(id) || partAt(left, path) === partAt(right, path))
}
