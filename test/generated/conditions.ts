import { sameData } from "../../src/engine/data.ts"
import { type Choice, chosen, type Data, given, isRecord, type Path, partAt, placeOf } from "./cells.ts"

/** What a guard or a property asks of a state. */
export type Condition =
  | { readonly ask: "is" | "isNot"; readonly at: Path; readonly value: Data }
  | { readonly ask: "same"; readonly at: Path; readonly as: Path }
  | { readonly ask: "there" | "notThere"; readonly at: Path; readonly by: "in" | "own" | "keys" | "read" }
  | { readonly ask: "fewer" | "notFewer"; readonly at: Path; readonly than: number }

/** Whether all conditions are true of a state; the rest is not looked at once one is not. */
export const areTrue = (state: unknown, conditions: readonly Condition[], choice: Choice): boolean =>
  conditions.every((condition) => isTrue(state, condition, choice))

function isTrue(state: unknown, condition: Condition, choice: Choice): boolean {
  const path = chosen(condition.at, choice)
  switch (condition.ask) {
    case "is":
      return sameData(partAt(state, path), given(condition.value, choice))
    case "isNot":
      return !sameData(partAt(state, path), given(condition.value, choice))
    case "same":
      return sameData(partAt(state, path), partAt(state, chosen(condition.as, choice)))
    case "there":
      return isThere(state, path, condition.by)
    case "notThere":
      return !isThere(state, path, condition.by)
    case "fewer":
      return sizeOf(partAt(state, path)) < condition.than
    case "notFewer":
      return sizeOf(partAt(state, path)) >= condition.than
  }
}

const sizeOf = (part: unknown): number =>
  Array.isArray(part) ? part.length : isRecord(part) ? Object.keys(part).length : 0

function isThere(state: unknown, path: Path, by: "in" | "own" | "keys" | "read"): boolean {
  const [record, name] = placeOf(state, path)
  if (record === null) return false
  if (by === "in") return name in record
  if (by === "own") return Object.hasOwn(record, name)
  return by === "keys" ? Object.keys(record).includes(name) : record[name] !== undefined
}
