import type { z } from "zod"
import type { ErrorCode } from "../errors.ts"
import type { SpecDocument } from "./document.ts"
import { nearest, suggestion } from "./nearest.ts"
import { dotted, type Path, type Problem, refusal } from "./problem.ts"
import { choicesAt, expectation, finding, keysAt, type Shape, shapeOf, shapesAt } from "./shape.ts"

/** A file that is wrong all over is not worth the time to look for what each name may have meant. */
const most = 50

/** One thing that is wrong with plain data: where, and whether it is a key or a value. */
interface Mistake {
  readonly path: Path
  readonly part: "key" | "value"
  readonly says: string
}

/** Either the data as the schema understands it, or everything that is wrong with it. */
export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly mistakes: readonly Mistake[] }

/** Checks plain data against a schema, and phrases what is wrong: what was expected, what was found, what is near. */
export function check<T>(schema: z.ZodType<T>, data: unknown): Checked<T> {
  const result = schema.safeParse(data)
  if (result.success) return { ok: true, value: result.data }
  const shape = shapeOf(schema)
  const issues = result.error.issues.slice(0, most)
  return { ok: false, mistakes: eachOnce(issues.flatMap((issue) => mistakes(issue, [], shape, data))) }
}

/** What is wrong in two ways, such as a number that is too large to be whole as well, may be one thing in our words. */
const eachOnce = (all: readonly Mistake[]): readonly Mistake[] => [
  ...new Map(all.map((one) => [JSON.stringify([one.path, one.says]), one])).values(),
]

/** The same for (a part of) a document, with the mistakes told at their places. */
export function checkDocument<T>(
  document: SpecDocument,
  schema: z.ZodType<T>,
  { at = [], code = "BAD_SPEC" }: { readonly at?: Path; readonly code?: ErrorCode } = {},
): T {
  const checked = check(schema, partAt(document.data, at) ?? (at.length > 0 ? {} : document.data))
  if (checked.ok) return checked.value
  throw refusal(code, document.file, placed(document, checked.mistakes, at))
}

/** Mistakes of a part of a document, with their lines and columns. */
const placed = (document: SpecDocument, found: readonly Mistake[], at: Path = []): readonly Problem[] =>
  found.map(({ path, part, says }) => ({
    ...document.place([...at, ...path], part),
    says: path.length + at.length === 0 ? says : `${dotted([...at, ...path])}: ${says}`,
  }))

/** The value that a path leads to, or `undefined`. */
export function partAt(data: unknown, path: Path): unknown {
  let part = data
  for (const key of path) {
    if (typeof part !== "object" || part === null || !Object.hasOwn(part, key)) return undefined
    part = (part as Readonly<Record<string | number, unknown>>)[key]
  }
  return part
}

function mistakes(issue: z.core.$ZodIssue, above: Path, shape: Shape, data: unknown): readonly Mistake[] {
  const path = [...above, ...issue.path.map((key) => (typeof key === "number" ? key : String(key)))]
  const value = partAt(data, path)
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.slice(0, most).map((key) => unknownKey([...path, key], keysAt(shape, path)))
    case "custom":
      return [{ path, part: "value", says: whole(issue.message, value) }]
    case "invalid_format":
      return [{ path, part: "value", says: `${inOurWords(issue.message)}, found ${finding(value)}` }]
    case "invalid_key": {
      const says = issue.issues.map(({ message }) => inOurWords(message)).join("; ")
      return [{ path, part: "key", says: `${says}, found ${shortened(String(path.at(-1)))}` }]
    }
    case "invalid_union": {
      const inner = closest(issue.errors)
      if (inner !== undefined) return inner.flatMap((one) => mistakes(one, path, shape, data))
      return [wrong(path, value, shape, issue.discriminator)]
    }
    default:
      return [wrong(path, value, shape)]
  }
}

/** The alternative that was meant, where one of them fits at least from the outside. */
function closest(alternatives: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] | undefined {
  return alternatives
    .filter((issues) => issues.every(({ path, code }) => path.length > 0 || code === "unrecognized_keys"))
    .toSorted((a, b) => a.length - b.length)[0]
}

function unknownKey(path: Path, valid: readonly string[]): Mistake {
  const key = String(path.at(-1))
  return { path, part: "key", says: `expected a known key, found ${shortened(key)}${suggestion(key, valid)}` }
}

/** A definition may say the whole, from `expected` on, or only what it expects. */
const whole = (message: string, value: unknown): string =>
  message.startsWith("expected ") ? message : `expected ${message}, found ${finding(value)}`

/** A definition may phrase what it expects itself; what zod says where it does not is put into our form. */
const inOurWords = (message: string): string => `expected ${message.replace(/^Invalid \w+: /, "text that ")}`

const shortened = (key: string): string => (key.length > 60 ? `${key.slice(0, 60)}…` : key)

function wrong(path: Path, value: unknown, shape: Shape, discriminator?: string): Mistake {
  const shapes = shapesAt(shape, path)
  const expected = discriminator === undefined ? expectation(shapes) : `a known ${discriminator}`
  if (value === undefined) return { path, part: "key", says: `expected ${expected}, and it is missing` }
  const meant = typeof value === "string" ? near(value, choicesAt(shape, path)) : ""
  return { path, part: "value", says: `expected ${expected}, found ${finding(value)}${meant}` }
}

function near(value: string, valid: readonly string[]): string {
  const meant = nearest(value, valid)
  return meant === undefined ? "" : `; did you mean ${meant}?`
}
