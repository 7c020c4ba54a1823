import { existsSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { z } from "zod"
import { checkDocument } from "./check.ts"
import { ruleChoices } from "./choices.ts"
import { readDocument, type SpecDocument } from "./document.ts"
import { list, nearest, suggestion } from "./nearest.ts"
import { dotted, type Problem, refusal } from "./problem.ts"
import type { System } from "./system.ts"
import { versionText } from "./versions.ts"

const choice = z.strictObject({
  is: z.string().min(1).meta({ description: "What the version does." }),
  until: versionText
    .optional()
    .meta({ description: "The first release that does otherwise; none does where it is left out." }),
  see: z.string().min(1).meta({ description: "The issue, proposal or commit that changed it." }),
})

/** A version, as the rules that it shipped with, where they differ from those of today. */
export const profileSchema = z.strictObject({
  name: z.string().regex(/^[\w.-]+$/, "a name such as kafka-2.0"),
  system: z.string().min(1).meta({ description: "The system whose rules they are: a name that `quorate list` shows." }),
  version: versionText.meta({ description: "The release that was read." }),
  about: z.string().min(1).meta({ description: "What was new in it, of what is modelled, in a sentence." }),
  choices: z
    .record(z.string().regex(/^\w+(\.\w+)*$/, "the path of a rule choice, such as kafka.truncation"), choice)
    .meta({ description: "The rules that it has otherwise than they are today, each with what ended that." }),
})

/** A version that a configuration can name. */
export interface Profile extends Omit<z.infer<typeof profileSchema>, "choices"> {
  /** Of each rule that was otherwise, by its path: what it was, and what ended that. */
  readonly choices: Readonly<Record<string, z.infer<typeof choice>>>
}

const folder = "spec/profiles"

/** The names of the profiles of a package, from the oldest version on. */
function profileNames(root: string): readonly string[] {
  const all = existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : []
  return all
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => file.slice(0, -".yaml".length))
    .sort((a, b) => a.localeCompare(b, "en", { numeric: true }))
}

/** All profiles of a system. Fails with BAD_SPEC where one is written wrongly, or has a rule that the system has not. */
export function readProfiles(root: string, systems: readonly System[], of?: System): readonly Profile[] {
  const all = profileNames(root).map((name) => readProfile(root, name, systems))
  return of === undefined ? all : all.filter(({ system }) => system === of.name)
}

/** The profile of a name; undefined where there is none. */
export const findProfile = (root: string, name: string, systems: readonly System[]): Profile | undefined =>
  profileNames(root).includes(name) ? readProfile(root, name, systems) : undefined

/** What to say of a name that is none, after where it stands: the nearest one, and all that there are. */
export function unknownProfile(root: string, name: string): string {
  const valid = profileNames(root)
  const meant = nearest(name, valid)
  const near = meant === undefined ? "" : `; did you mean ${meant}?`
  const all = valid.length === 0 ? "; there are none" : `${near === "" ? ";" : ""} valid: ${list(valid)}`
  return `expected a known profile, found ${name}${near}${all}`
}

function readProfile(root: string, name: string, systems: readonly System[]): Profile {
  const document = readDocument(join(root, folder, `${name}.yaml`))
  const profile = checkDocument(document, profileSchema)
  const problems = [...misnamed(document, profile, name), ...unknownRules(document, profile, systems)]
  if (problems.length > 0) throw refusal("BAD_SPEC", document.file, problems)
  return profile
}

function misnamed(document: SpecDocument, { name }: Profile, file: string): readonly Problem[] {
  if (name === file) return []
  return [{ ...document.place(["name"]), says: `name: expected ${file}, as the file is called, found ${name}` }]
}

/** Names of rules, and values of them, that the system of a profile does not know. */
function unknownRules(document: SpecDocument, profile: Profile, systems: readonly System[]): readonly Problem[] {
  const system = systems.find(({ name }) => name === profile.system)
  if (system === undefined) {
    const valid = suggestion(
      profile.system,
      systems.map(({ name }) => name),
    )
    return [{ ...document.place(["system"]), says: `system: expected a known system, found ${profile.system}${valid}` }]
  }
  const known = profileChoices(system)
  return Object.entries(profile.choices).flatMap(([id, { is }]) => {
    const rule = known.find((one) => one.id === id)
    if (rule === undefined) {
      const valid = suggestion(
        id,
        known.map((one) => one.id),
      )
      return [
        {
          ...document.place(["choices", id], "key"),
          says: `expected a rule choice of ${system.name}, found ${id}${valid}`,
        },
      ]
    }
    if (rule.values.includes(is)) return []
    const says = `choices.${id}.is: expected one of ${list(rule.values)}, found ${is}${suggestion(is, rule.values)}`
    return [{ ...document.place(["choices", id, "is"]), says }]
  })
}

/** The rules that profiles of a system may decide: those in the part of the configuration that names one. */
export const profileChoices = (system: System) =>
  system.profileAt === undefined
    ? []
    : ruleChoices(system).filter(({ id }) =>
        id.startsWith(system.profileAt?.length === 0 ? "" : `${dotted(system.profileAt ?? [])}.`),
      )
