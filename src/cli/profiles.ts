import { QuorateError } from "../errors.ts"
import { type Profile, profileChoices, readProfiles, unknownProfile } from "../spec/profiles.ts"
import type { System } from "../spec/system.ts"
import { parse } from "./arguments.ts"
import type { Context } from "./context.ts"
import { profilesHelp } from "./help.ts"
import { type Io, paintFor, wrapped } from "./io.ts"

/** `quorate profiles [NAME…]`: what every rule was, version by version, or some versions with what ended each rule. */
export function profiles(args: readonly string[], { io, root, systems, help }: Context): number {
  const { values, positionals } = parse("profiles", args, {})
  if (values.help === true) return help(profilesHelp)
  const all = readProfiles(root, systems)
  const unknown = positionals.find((given) => !all.some(({ name }) => name === given))
  if (unknown !== undefined) throw new QuorateError("USAGE", `profiles: ${unknownProfile(root, unknown)}`)
  const chosen = positionals.length === 0 ? all : all.filter(({ name }) => positionals.includes(name))
  if (values.json === true) io.out(JSON.stringify({ profiles: chosen }, null, 2))
  else if (positionals.length > 0) for (const line of chosen.flatMap((one) => whole(one, io))) io.out(line)
  else for (const line of overview(chosen, systems, io)) io.out(line)
  return 0
}

function whole({ name, version, about, choices }: Profile, io: Io): readonly string[] {
  const { strong } = paintFor(io)
  return [
    `${strong(name)}, as ${version}`,
    ...wrapped(about, io.width, "  "),
    ...Object.entries(choices).flatMap(([id, { is, until, see }]) =>
      wrapped(`${id}=${is}${until === undefined ? "" : ` until ${until}`} (${see})`, io.width, "    ", "      "),
    ),
  ]
}

/** Every rule that some version has otherwise: what it was, and in which of them. */
function overview(all: readonly Profile[], systems: readonly System[], io: Io): readonly string[] {
  const { strong } = paintFor(io)
  const rules = systems.flatMap((system) => profileChoices(system).map((rule) => ({ ...rule, system: system.name })))
  return [
    ...rules.flatMap(({ id, values, system }) => {
      const versions = all.filter((profile) => profile.system === system)
      if (versions.every(({ choices }) => choices[id] === undefined)) return []
      const [today = ""] = values
      const having = (value: string): readonly string[] => [
        ...versions.filter(({ choices }) => (choices[id]?.is ?? today) === value).map(({ name }) => name),
        ...(value === today ? ["today"] : []),
      ]
      const history = values.toReversed().filter((value) => having(value).length > 0)
      const width = Math.max(...history.map((value) => value.length))
      return [strong(id), ...history.map((value) => `  ${value.padEnd(width)}  ${having(value).join(", ")}`)]
    }),
    "",
    `${all.length} versions. One in full, with what ended each rule: ${io.program} profiles NAME`,
  ]
}
