import { z } from "zod"
import { action, afterHealing, always, sometimes } from "../src/engine/index.ts"
import { system } from "../src/spec/system.ts"

interface Jugs {
  readonly small: number
  readonly big: number
}

type Jug = "small" | "big"

const jugsConfig = z
  .strictObject({
    sizes: z
      .strictObject({
        small: z.int().min(1).max(9).default(3).meta({ description: "Gallons in the small jug." }),
        big: z.int().min(1).max(9).default(5).meta({ description: "Gallons in the big jug." }),
      })
      .prefault({}),
    target: z.int().min(1).default(4).meta({ description: "What the big jug must not hold." }),
    pouring: z.enum(["allowed", "forbidden"]).default("allowed").meta({ description: "Whether one may pour." }),
  })
  .refine(({ sizes }) => sizes.small <= sizes.big, {
    path: ["sizes", "small"],
    error: "expected at most sizes.big, found more",
  })

/** Lamport's jugs as a system that can be configured: pouring forbidden, the target is out of reach. */
export const jugs = system({
  name: "jugs",
  about: "Two jugs that can be filled, emptied, and poured from one into the other.",
  config: jugsConfig,
  rulesAt: [[]],
  model: ({ sizes, pouring }) => {
    const other = { small: "big", big: "small" } as const satisfies Record<Jug, Jug>
    const choices = [{ jug: "small" as Jug }, { jug: "big" as Jug }]
    const base = { kind: "workload", choices } as const
    return {
      name: "jugs",
      initial: { small: 0, big: 0 } as Jugs,
      components: { small: "one", big: "one" },
      actions: [
        action<Jugs, { jug: Jug }>("Fill", {
          ...base,
          guard: (state, { jug }) => state[jug] < sizes[jug],
          effect: (draft, { jug }) => {
            draft[jug] = sizes[jug]
          },
        }),
        action<Jugs, { jug: Jug }>("Empty", {
          ...base,
          guard: (state, { jug }) => state[jug] > 0,
          effect: (draft, { jug }) => {
            draft[jug] = 0
          },
        }),
        action<Jugs, { jug: Jug }>("Pour", {
          ...base,
          guard: (state, { jug }) => pouring === "allowed" && state[jug] > 0 && state[other[jug]] < sizes[other[jug]],
          effect: (draft, { jug }) => {
            const amount = Math.min(draft[jug], sizes[other[jug]] - draft[other[jug]])
            draft[jug] -= amount
            draft[other[jug]] += amount
          },
        }),
      ],
    }
  },
  properties: ({ target, sizes }) => [
    always<Jugs>({
      name: "never-the-target",
      says: "The big jug never holds the target",
      broken: ({ big }) => (big === target ? { jug: "big" } : null),
    }),
    sometimes<Jugs>({
      name: "both-full",
      says: "Both jugs are full at once",
      reached: (_, { small, big }) => small === sizes.small && big === sizes.big,
    }),
  ],
})

interface Lamp {
  readonly shines: boolean
  readonly breaksLeft: number
}

/** A lamp that breaks and is mended, or is not, so that a promise about healing can be broken. */
const lamp = system({
  name: "lamp",
  about: "A lamp that can break.",
  config: z.strictObject({
    profile: z.string().optional(),
    repair: z.enum(["on", "off"]).default("on"),
    bulb: z.enum(["glass", "plastic"]).default("glass"),
    breaks: z.int().min(0).max(5).default(1),
  }),
  rulesAt: [[]],
  profileAt: [],
  model: ({ repair, breaks }) => ({
    name: "lamp",
    initial: { shines: true, breaksLeft: breaks } as Lamp,
    components: { shines: "one", breaksLeft: "one" },
    actions: [
      action<Lamp, null>("Break", {
        kind: "fault",
        choices: [null],
        guard: ({ shines, breaksLeft }) => shines && breaksLeft > 0,
        effect: (draft) => {
          draft.shines = false
          draft.breaksLeft -= 1
        },
      }),
      action<Lamp, null>("Mend", {
        kind: "healing",
        choices: [null],
        guard: ({ shines }) => repair === "on" && !shines,
        effect: (draft) => {
          draft.shines = true
        },
      }),
    ],
  }),
  properties: () => [
    afterHealing<Lamp>({
      name: "it-shines-again",
      says: "Once nothing breaks any more, the lamp shines",
      broken: ({ shines }) => (shines ? null : { lamp: "dark" }),
    }),
  ],
})

/** The systems that tests of files and commands are made with. */
export const toySystems = [jugs, lamp]
