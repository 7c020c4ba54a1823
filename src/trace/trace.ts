import { z } from "zod"

const choiceSchema = z
  .union([z.looseObject({}), z.array(z.unknown()), z.string(), z.number(), z.boolean(), z.null()])
  .refine(
    (choice) => JSON.stringify(choice).length <= 4000,
    "expected a choice of an action, found something far longer",
  )
  .meta({ description: "The parameters of the action, by name." })

const stepSchema = z.strictObject({
  action: z.string().min(1).max(200).meta({ description: "The name of an action of the model." }),
  choice: choiceSchema,
  changes: z
    .record(z.string(), z.string())
    .optional()
    .meta({ description: "What the step changed, for people; a replay works it out anew." }),
})

const foundSchema = z.strictObject({
  by: z.enum(["random", "exhaustive", "hand"]),
  seed: z.int().optional(),
  path: z.string().optional().meta({ description: "With the seed, leads fast-check to this trace again." }),
  runs: z.int().optional(),
  steps: z.int().optional().meta({ description: "Steps taken by all runs until then." }),
  states: z.int().optional().meta({ description: "Distinct states seen until then." }),
  depth: z.int().optional(),
  shrunkFrom: z.int().optional().meta({ description: "Steps before shrinking." }),
  shortest: z.boolean().optional().meta({ description: "Whether no shorter trace breaks the property." }),
  searchedTo: z
    .int()
    .optional()
    .meta({ description: "Everything with up to so many steps was searched, and does not break the property." }),
  unsettledAfter: z.int().optional().meta({ description: "The healing was cut after this many steps." }),
})

/** A trace as it stands in a file: complete, so that it replays without its scenario. */
export const traceSchema = z.strictObject({
  property: z.string().min(1).meta({ description: "The name of the promise that the steps break." }),
  says: z.string().optional().meta({ description: "That promise in a sentence." }),
  model: z.string().min(1).meta({ description: "The system: a name that `quorate list` shows." }),
  scenario: z.string().optional().meta({ description: "Where the configuration came from; not needed to replay." }),
  config: z.looseObject({}).optional().meta({ description: "The complete configuration of the system." }),
  found: foundSchema.optional(),
  where: z.looseObject({}).optional().meta({ description: "What breaks the promise: broker, partition, offset, …" }),
  steps: z.array(stepSchema).meta({ description: "What happens, from the initial state on." }),
  healing: z
    .array(stepSchema)
    .optional()
    .meta({ description: "What the system then does by itself, for promises about what comes after healing." }),
  loop: z
    .array(stepSchema)
    .optional()
    .meta({ description: "What goes round for ever after that, where the system never comes to rest." }),
})

/** A trace as data. */
export type TraceData = z.infer<typeof traceSchema>

/** A step with what it changed, each change as `old → new` under its path. */
export type TraceStep = TraceData["steps"][number]

/** How a trace was found. */
export type Found = z.infer<typeof foundSchema>
