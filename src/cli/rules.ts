import { join } from "node:path"
import { QuorateError } from "../errors.ts"
import { suggestion } from "../spec/nearest.ts"
import { type Rule, type RuleSource, readRules } from "../spec/rules.ts"
import { parse } from "./arguments.ts"
import type { Context } from "./context.ts"
import { rulesHelp } from "./help.ts"
import { type Io, paintFor, wrapped } from "./io.ts"

/** `quorate rules [ID]`: the catalogue, or the rules whose id is this or begins so. */
export function rules(args: readonly string[], { io, root, help }: Context): number {
  const { values, positionals } = parse("rules", args, {})
  if (values.help === true) return help(rulesHelp)
  const [id, ...more] = positionals
  if (more.length > 0) throw new QuorateError("USAGE", `rules: expected one id at most, found ${more.join(" ")} too`)
  const all = readRules(join(root, "spec/rules"))
  const chosen = id === undefined ? all : beginningWith(id, all)
  if (chosen.length === 0 && id !== undefined) throw unknown(id, all)
  if (values.json === true) io.out(JSON.stringify({ rules: chosen }, null, 2))
  else
    for (const line of chosen.length === 1 ? chosen.flatMap((rule) => whole(rule, io)) : overview(chosen, io))
      io.out(line)
  return 0
}

/** A rule or a group of rules of this name, or else all that begin so. */
function beginningWith(id: string, all: readonly Rule[]): readonly Rule[] {
  const named = all.filter((rule) => rule.id === id || rule.id.startsWith(`${id}.`))
  return named.length > 0 || id === "" ? named : all.filter((rule) => rule.id.startsWith(id))
}

function unknown(id: string, all: readonly Rule[]): QuorateError {
  const valid = suggestion(
    id,
    all.map((rule) => rule.id),
  )
  return new QuorateError("UNKNOWN_RULE", `rules: expected the id of a rule, or the start of one, found ${id}${valid}`)
}

function overview(all: readonly Rule[], io: Io): readonly string[] {
  const { strong } = paintFor(io)
  const modelled = all.filter(({ status }) => status === "modelled").length
  return [
    ...all.flatMap(({ id, says, status }) => [
      `${strong(id)}${status === "modelled" ? "" : ` (${status})`}`,
      ...wrapped(says, io.width, "  "),
    ]),
    "",
    `${all.length} rules, ${modelled} of them modelled. One in full: ${io.program} rules ID`,
  ]
}

function whole(rule: Rule, io: Io): readonly string[] {
  const { strong } = paintFor(io)
  const line = (name: string, text: string | undefined): readonly string[] =>
    text === undefined ? [] : wrapped(`${name}: ${text}`, io.width, "  ", "    ")
  const reference = typeof rule.reference === "string" ? rule.reference : rule.reference?.join(", ")
  return [
    strong(rule.id),
    ...wrapped(rule.says, io.width, "  "),
    ...line("status", rule.status),
    ...line("since", rule.since),
    ...line("switched by", rule.choice),
    ...Object.entries(rule.unnoticed ?? {}).flatMap(([value, why]) => line(`unnoticed as ${value}`, why)),
    ...line("left coarse", rule.coarse),
    ...line("reason", rule.reason),
    ...line("source", sourceText(rule.source)),
    ...(rule.also ?? []).flatMap((also) => line("also", typeof also === "string" ? also : sourceText(also))),
    ...line("in our notes", reference),
    ...line("file", `spec/rules/${rule.file}`),
  ]
}

function sourceText(source: RuleSource): string {
  if ("document" in source) return [source.document, source.section].filter((part) => part !== undefined).join(", ")
  const [from, to = from] = source.lines ?? []
  const anchor = from === undefined ? "" : `#L${from}-L${to}`
  return `https://github.com/${source.repo}/blob/${source.commit}/${source.path}${anchor}`
}
