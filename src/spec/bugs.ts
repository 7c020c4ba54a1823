import { existsSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { z } from "zod"
import { strategies } from "../engine/index.ts"
import { QuorateError } from "../errors.ts"
import { affectedSchema } from "./affected.ts"
import { checkDocument, partAt } from "./check.ts"
import { readDocument, type SpecDocument } from "./document.ts"
import { suggestion } from "./nearest.ts"
import { refusal } from "./problem.ts"
import { sourceSchema } from "./rules.ts"

const sentence = (description: string) => z.string().min(1).meta({ description })

const choices = (description: string) =>
  z.record(z.string().regex(/^\w+(\.\w+)*$/, "the path of a rule choice, such as kafka.truncation"), z.string()).meta({
    description,
  })

/** One published bug: the choice of a rule that brings it back, and the smallest scenario that shows it. */
export const bugSchema = z.strictObject({
  id: z.string().regex(/^[A-Z]+-\d+$/, "the id of an issue or a proposal, such as KAFKA-7128 or KIP-101"),
  system: z.enum(["kafka", "zookeeper"]).meta({ description: "Whose bug it is." }),
  says: sentence("What goes wrong, in one sentence."),
  also: z.array(z.string().min(1)).optional().meta({ description: "Other issues and proposals of the same bug." }),
  choice: choices(
    "The rule choices that bring it back; all others are as they are today. Empty where it is there today.",
  ),
  mended: choices("The rule choices with which it is gone, where those of today still have it.").optional(),
  rules: z.array(z.string().min(1)).min(1).meta({ description: "The entries of spec/rules that it is about." }),
  model: z.string().min(1).meta({ description: "The system: a name that `quorate list` shows." }),
  config: z.looseObject({}).meta({ description: "The smallest scenario that shows it." }),
  property: z.string().min(1).meta({ description: "The promise that it breaks." }),
  length: z.int().min(0).meta({ description: "Steps of a shortest trace." }),
  runs: z
    .int()
    .min(1)
    .default(5_000)
    .meta({ description: "Random runs that a seed may make to find it; where it takes many, they should be short." }),
  strategy: z.enum(strategies).default("swarm").meta({
    description:
      "How those runs pick their steps; `priorities` where a message has to wait long, `actionPriorities` where a part of the protocol has.",
  }),
  affected: sentence("The versions that have it."),
  fixed: sentence("The versions that do not have it any more."),
  versions: affectedSchema.optional(),
  matrix: z
    .array(
      z.strictObject({
        profiles: z.array(z.string().min(1)).min(1).meta({ description: "Names of profiles." }),
        because: sentence(
          "Why the search finds it there although that version does not have it, or the other way round.",
        ),
      }),
    )
    .optional()
    .meta({
      description: "Where `quorate bugs --matrix` comes out otherwise than `affected` and `fixed` say, and why.",
    }),
  fix: sentence("What was changed."),
  story: z.array(z.string().min(1)).min(1).meta({ description: "What the trace shows, in sentences." }),
  source: sourceSchema.meta({ description: "Where it was read: the change that mended it, or the document." }),
  sure: z.enum(["high", "medium", "low"]).meta({ description: "How sure we are that this is the bug as it was." }),
  because: z.string().min(1).optional().meta({ description: "What keeps us from being surer." }),
})

/** A published bug, or what was taken for one, that these models cannot show, and why. */
export const outOfScopeSchema = z.strictObject({
  id: bugSchema.shape.id,
  system: bugSchema.shape.system,
  says: bugSchema.shape.says,
  also: bugSchema.shape.also,
  outOfScope: sentence("Why it is no bug of what is modelled."),
  affected: bugSchema.shape.affected.optional(),
  fixed: bugSchema.shape.fixed.optional(),
  fix: bugSchema.shape.fix.optional(),
  source: bugSchema.shape.source,
})

export type OutOfScope = z.infer<typeof outOfScopeSchema>

/** A bug, and the document that it was read from, which knows where each part of it stands. */
export interface Bug extends z.infer<typeof bugSchema> {
  readonly document: SpecDocument
}

/** What a folder of bugs has. */
export interface Corpus {
  readonly bugs: readonly Bug[]
  readonly outOfScope: readonly OutOfScope[]
}

/** All bugs of a folder that can be shown; see `readCorpus`. */
export const readBugs = (folder: string): readonly Bug[] => readCorpus(folder).bugs

/** All entries of a folder, one a file that is called like its id. Fails with BAD_SPEC where one is written wrongly. */
export function readCorpus(folder: string): Corpus {
  if (!existsSync(folder)) throw new QuorateError("FILE", `${folder}: there is no such folder`)
  const entries = readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .toSorted((a, b) => a.localeCompare(b, "en", { numeric: true }))
    .map((file) => readEntry(join(folder, file), file.slice(0, -".yaml".length)))
  return {
    bugs: entries.filter((entry) => "document" in entry),
    outOfScope: entries.filter((entry) => "outOfScope" in entry),
  }
}

/** An entry by its id, or by one of the others that it is known by. Fails with USAGE where there is none. */
export function entryOf(given: string, { bugs, outOfScope }: Corpus): Bug | OutOfScope {
  const entries = [...bugs, ...outOfScope]
  const wanted = given.toUpperCase()
  const found = entries.find(({ id }) => id === wanted) ?? entries.find(({ also = [] }) => also.includes(wanted))
  if (found !== undefined) return found
  const ids = entries.flatMap(({ id, also = [] }) => [id, ...also])
  throw new QuorateError("USAGE", `bugs: expected the id of a bug, found ${given}${suggestion(given, ids)}`)
}

function readEntry(path: string, name: string): Bug | OutOfScope {
  const document = readDocument(path)
  const isOutside = partAt(document.data, ["outOfScope"]) !== undefined
  const entry = isOutside
    ? checkDocument(document, outOfScopeSchema)
    : { ...checkDocument(document, bugSchema), document }
  const says = `id: expected ${name}, as the file is called, found ${entry.id}`
  if (entry.id !== name) throw refusal("BAD_SPEC", path, [{ ...document.place(["id"]), says }])
  return entry
}
