import { type ParseArgsConfig, parseArgs } from "node:util"
import { QuorateError } from "../errors.ts"
import { suggestion } from "../spec/nearest.ts"

type Options = NonNullable<ParseArgsConfig["options"]>

/** Options that every command has. */
const commonOptions = {
  help: { type: "boolean", short: "h" },
  json: { type: "boolean" },
  verbose: { type: "boolean" },
} as const satisfies Options

/** What the words after a command are, once they are split. */
type Parsed<T extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: typeof commonOptions & T; allowPositionals: true; strict: true }>
>

/** Splits the words after a command into options and the rest; a mistake is a `QuorateError` with what is near. */
export function parse<const T extends Options>(command: string, args: readonly string[], options: T): Parsed<T> {
  const all = { ...commonOptions, ...options }
  try {
    return parseArgs({ args: [...args], options: all, allowPositionals: true, strict: true })
  } catch (error) {
    throw new QuorateError("USAGE", mistake(command, error, Object.keys(all)), { cause: error })
  }
}

function mistake(command: string, error: unknown, names: readonly string[]): string {
  const message = (error instanceof Error ? error.message : String(error)).split("\n", 1)[0] ?? ""
  const unknown = /^Unknown option '(-[^']*)'/.exec(message)?.[1]
  const bare = /^Option '(?:-\w, )?(--[\w-]+)[^']*' argument (?:missing|is ambiguous)/.exec(message)?.[1]
  if (bare !== undefined)
    return `${command}: expected a value after ${bare}; one that begins with a dash is written ${bare}=-1`
  if (unknown === undefined) return `${command}: ${message}`
  const valid = suggestion(
    unknown,
    names.map((name) => `--${name}`),
  )
  return `${command}: expected a known option, found ${unknown}${valid}`
}

/** A whole number given to an option. */
export function wholeNumber(
  option: string,
  text: string | undefined,
  least: number,
  most = Number.MAX_SAFE_INTEGER,
): number | undefined {
  if (text === undefined) return undefined
  const value = /^-?\d{1,15}$/.test(text.replaceAll("_", "")) ? Number(text.replaceAll("_", "")) : Number.NaN
  if (value >= least && value <= most) return value
  const from = least > Number.MIN_SAFE_INTEGER ? ` of at least ${least}` : ""
  const bound = most < Number.MAX_SAFE_INTEGER ? ` from ${least} to ${most}` : from
  throw new QuorateError("USAGE", `--${option}: expected a whole number${bound}, found ${text}`)
}

/** One of a few words given to an option. */
export function oneOf<const T extends string>(
  option: string,
  text: string | undefined,
  valid: readonly T[],
): T | undefined {
  if (text === undefined) return undefined
  const found = valid.find((word) => word === text)
  if (found !== undefined) return found
  throw new QuorateError(
    "USAGE",
    `--${option}: expected one of ${valid.join(", ")}, found ${text}${suggestion(text, valid)}`,
  )
}

const seconds = { ms: 0.001, s: 1, m: 60, h: 3600 } as const
const bytes = { "": 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 } as const

/** A time in seconds: `60s`, `5m`, `500ms`. */
export const duration = (option: string, text: string | undefined): number | undefined =>
  measure(option, text, seconds, "a time such as 60s, 5m or 1h")

/** An amount of memory in bytes: `2g`, `512m`. */
export const memorySize = (option: string, text: string | undefined): number | undefined =>
  measure(option, text, bytes, "an amount of memory such as 2g or 512m")

function measure(
  option: string,
  text: string | undefined,
  units: Readonly<Record<string, number>>,
  expected: string,
): number | undefined {
  if (text === undefined) return undefined
  const [, number, unit] = /^(\d{1,12}(?:\.\d{1,6})?)([a-z]*)$/.exec(text.toLowerCase()) ?? []
  const scale = unit === undefined || !Object.hasOwn(units, unit) ? undefined : units[unit]
  if (number !== undefined && scale !== undefined && Number(number) > 0) return Number(number) * scale
  throw new QuorateError("USAGE", `--${option}: expected ${expected}, found ${text}`)
}
