import type { ErrorCode } from "../errors.ts"
import { QuorateError } from "../errors.ts"
import { checkDocument, partAt } from "./check.ts"
import type { SpecDocument } from "./document.ts"
import { type Override, override } from "./overrides.ts"
import { packageRoot } from "./package-root.ts"
import { dotted, type Path, refusal } from "./problem.ts"
import { findProfile, type Profile, profileChoices, readProfiles, unknownProfile } from "./profiles.ts"
import type { System } from "./system.ts"

/** How a configuration is read from a document. */
export interface ConfigurationOptions {
  readonly overrides?: readonly Override[]
  readonly code?: ErrorCode
  /** The folder that `spec/profiles` is in. */
  readonly root?: string
  /** Whether the document has the complete configuration, so that what stands in it was not chosen by hand: a trace. */
  readonly isComplete?: boolean
}

/**
 * The complete configuration under `config` of a document: as it is written, changed by the overrides, and with the rules
 * of the version that it names as its profile. A rule that is written, or set, stays as it is.
 */
export function configurationOf(
  document: SpecDocument,
  system: System,
  systems: readonly System[],
  { overrides = [], code = "BAD_SPEC", root = packageRoot, isComplete = false }: ConfigurationOptions = {},
): unknown {
  const config = checkDocument(document, system.config, { at: ["config"], code })
  const at = profilePath(system)
  const setsProfile = at !== undefined && overrides.some(({ path }) => isAt(path, at))
  const ofVersions = isComplete && setsProfile ? namedByProfiles(system, systems, root) : []
  const free = (path: Path): boolean =>
    overrides.every((one) => !isAt(one.path, path)) &&
    (ofVersions.includes(dotted(path)) || partAt(partAt(document.data, ["config"]), path) === undefined)
  const changed = override(system, config, overrides, { forgotten: ofVersions.filter((id) => free(id.split("."))) })
  const name = at === undefined ? undefined : partAt(changed, at)
  if (at === undefined || typeof name !== "string") return changed
  const profile = findProfile(root, name, systems)
  if (profile === undefined || profile.system !== system.name) {
    const says =
      profile === undefined
        ? unknownProfile(root, name)
        : `expected a profile of ${system.name}, found ${name}, which is one of ${profile.system}`
    if (setsProfile) throw new QuorateError("BAD_SPEC", `--set ${dotted(at)}=${name}: ${dotted(at)}: ${says}`)
    throw refusal(code, document.file, [
      { ...document.place(["config", ...at]), says: `config.${dotted(at)}: ${says}` },
    ])
  }
  return override(
    system,
    changed,
    choicesOf(profile).filter(({ path }) => free(path)),
  )
}

/** Where a configuration of a system names a profile. */
const profilePath = ({ profileAt }: System): Path | undefined =>
  profileAt === undefined ? undefined : [...profileAt, "profile"]

/** The name of the profile in a configuration, or null where there is none. */
export function profileIn(system: System, config: unknown): string | null {
  const at = profilePath(system)
  const name = at === undefined ? undefined : partAt(config, at)
  return typeof name === "string" ? name : null
}

/** The rules of a version, as `--set` would set them. */
const choicesOf = ({ choices }: Profile): readonly Override[] =>
  Object.entries(choices).map(([id, { is }]) => ({ text: `${id}=${is}`, path: id.split("."), value: is }))

/** The rules that some version has otherwise: those that a profile which is set afterwards decides. */
function namedByProfiles(system: System, systems: readonly System[], root: string): readonly string[] {
  const named = new Set(readProfiles(root, systems, system).flatMap(({ choices }) => Object.keys(choices)))
  return profileChoices(system)
    .map(({ id }) => id)
    .filter((id) => named.has(id))
}

/** Whether an override is about what stands at a path: about it, or about what it stands in. */
const isAt = (set: Path, path: Path): boolean =>
  set.length <= path.length && set.every((key, index) => key === path[index])
