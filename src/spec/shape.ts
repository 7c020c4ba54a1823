import { z } from "zod"
import { list } from "./nearest.ts"
import type { Path } from "./problem.ts"

/** The part of JSON Schema that our definitions come out as; read only to phrase what was expected. */
export interface Shape {
  readonly type?: string
  readonly description?: string
  readonly default?: unknown
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Shape | boolean
  readonly items?: Shape
  readonly anyOf?: readonly Shape[]
  readonly oneOf?: readonly Shape[]
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly pattern?: string
}

/** What a schema accepts as input, as JSON Schema. */
export function shapeOf(schema: z.ZodType): Shape {
  return z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Shape
}

const branches = (shape: Shape): readonly Shape[] => shape.anyOf ?? shape.oneOf ?? [shape]

/** The shapes that may stand at a path: several where there are alternatives, none where nothing may. */
export function shapesAt(shape: Shape, path: Path): readonly Shape[] {
  const [head, ...rest] = path
  if (head === undefined) return branches(shape)
  return branches(shape).flatMap((branch) => {
    const below = member(branch, String(head)) ?? (/^\d+$/.test(String(head)) ? branch.items : undefined)
    return below === undefined ? [] : shapesAt(below, rest)
  })
}

function member(shape: Shape, name: string): Shape | undefined {
  if (shape.properties !== undefined && Object.hasOwn(shape.properties, name)) return shape.properties[name]
  return typeof shape.additionalProperties === "object" ? shape.additionalProperties : undefined
}

/** The names that may stand as keys at a path. */
export const keysAt = (shape: Shape, path: Path): readonly string[] => [
  ...new Set(shapesAt(shape, path).flatMap(({ properties }) => Object.keys(properties ?? {}))),
]

/** The values that may stand at a path, where they can be listed. */
export function choicesAt(shape: Shape, path: Path): readonly string[] {
  const all = shapesAt(shape, path).flatMap((one) => ("const" in one ? [one.const] : (one.enum ?? [])))
  return [...new Set(all.map((value) => String(value)))]
}

/** What a shape accepts, in words: `a whole number from 1 to 7`, `one of on, off`. */
export function expectation(shapes: readonly Shape[]): string {
  const words = [...new Set(shapes.map(phrase).filter((one) => one !== ""))]
  return words.length === 0 ? "something else" : words.join(" or ")
}

function phrase(shape: Shape): string {
  if ("const" in shape) return String(shape.const)
  if (shape.enum !== undefined) return `one of ${list(shape.enum.map(String))}`
  switch (shape.type) {
    case "integer":
      return `a whole number${range(shape)}`
    case "number":
      return `a number${range(shape)}`
    case "string":
      return shape.minLength === undefined || shape.minLength === 0 ? "text" : "text that is not empty"
    case "boolean":
      return "true or false"
    case "array":
      return "a list"
    case "object":
      return "a map of names to values"
    case "null":
      return "null"
    default:
      return ""
  }
}

function range({ minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER }: Shape): string {
  const from = minimum > Number.MIN_SAFE_INTEGER
  const to = maximum < Number.MAX_SAFE_INTEGER
  if (from && to) return ` from ${minimum} to ${maximum}`
  return from ? ` of at least ${minimum}` : to ? ` of at most ${maximum}` : ""
}

/** What was found instead, in words, and never too long for a line. */
export function finding(value: unknown): string {
  if (value === undefined) return "nothing"
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list"
  if (typeof value === "object" && value !== null) return "a map"
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
