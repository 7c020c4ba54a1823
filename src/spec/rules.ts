import { existsSync, readdirSync } from "node:fs"
import { join, relative } from "node:path"
import { z } from "zod"
import { QuorateError } from "../errors.ts"
import { checkDocument } from "./check.ts"
import { readDocument } from "./document.ts"
import { refusal } from "./problem.ts"

const code = z.strictObject({
  repo: z.string().regex(/^[\w.-]+\/[\w.-]+$/, "owner/name of a repository"),
  commit: z.string().regex(/^[0-9a-f]{7,40}$/, "a commit: 7 to 40 hexadecimal digits"),
  path: z.string().min(1),
  lines: z.array(z.int().min(1)).min(1).max(2).optional().meta({ description: "First and last line." }),
})

const text = z.strictObject({
  document: z.string().min(1).meta({ description: "A KIP, a JIRA issue, a paper, a manual page." }),
  section: z.string().min(1).optional(),
})

/** Where something can be read: code at a commit, or a document. */
export const sourceSchema = z.union([code, text])

/** One rule of the real systems, in a sentence, with its source pinned. */
const ruleSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z][\w-]*(\.[\w-]+)+$/, "an id of at least two parts, such as kafka.election.clean"),
    says: z.string().min(1).meta({ description: "The rule in one sentence, in our words." }),
    source: sourceSchema.meta({ description: "Where it can be read: code at a commit, or a document." }),
    also: z
      .array(z.union([z.string().min(1), sourceSchema]))
      .optional()
      .meta({ description: "More places that say it: names of issues and KIPs, or sources." }),
    reference: z
      .union([z.string(), z.array(z.string())])
      .optional()
      .meta({ description: "Its names in our reference notes." }),
    since: z.string().optional().meta({ description: "The version or the change that brought it." }),
    choice: z.string().optional().meta({ description: "The configuration that switches it: kafka.truncation." }),
    unnoticed: z
      .record(z.string(), z.string().min(1))
      .optional()
      .meta({ description: "Of a value of the choice, why no promise of such models is broken by it." }),
    status: z.enum(["modelled", "out of scope"]),
    coarse: z.string().optional().meta({ description: "What the model leaves coarse, and why that is sound." }),
    reason: z.string().optional().meta({ description: "Why it is out of scope." }),
  })
  .refine((rule) => rule.status === "modelled" || rule.reason !== undefined, {
    path: ["status"],
    message: "expected a `reason` for what is out of scope, found none",
  })
  .refine((rule) => rule.unnoticed === undefined || rule.choice !== undefined, {
    path: ["unnoticed"],
    message: "expected a `choice` whose values are not noticed, found none",
  })

/** A file of the catalogue: a list of rules. */
export const rulesSchema = z.array(ruleSchema).min(1)

export type RuleSource = z.infer<typeof sourceSchema>

export interface Rule extends z.infer<typeof ruleSchema> {
  /** The file that it stands in, below the folder of rules. */
  readonly file: string
}

/** All rules of a folder and the folders in it, in the order of files and lines; ids are unique. */
export function readRules(folder: string): readonly Rule[] {
  const rules = new Map<string, Rule>()
  for (const path of rulesFiles(folder)) {
    const document = readDocument(path)
    const file = relative(folder, path).replaceAll("\\", "/")
    for (const [index, rule] of checkDocument(document, rulesSchema).entries()) {
      const other = rules.get(rule.id)
      const says = `expected each id once, found ${rule.id} again (it is in ${other?.file} too)`
      if (other !== undefined) throw refusal("BAD_SPEC", path, [{ ...document.place([index, "id"]), says }])
      rules.set(rule.id, { ...rule, file })
    }
  }
  return [...rules.values()]
}

function rulesFiles(folder: string): readonly string[] {
  if (!existsSync(folder)) throw new QuorateError("FILE", `${folder}: there is no such folder`)
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".yaml"))
    .toSorted()
    .map((file) => join(folder, file))
}
