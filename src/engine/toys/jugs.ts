import { action, type Model } from "../model.ts"
import { always, type Property } from "../property.ts"

type Jug = "small" | "big"

interface Jugs {
  readonly small: number
  readonly big: number
}

const sizes = { small: 3, big: 5 } as const satisfies Jugs
const jugs: readonly Jug[] = ["small", "big"]
const other = { small: "big", big: "small" } as const satisfies Record<Jug, Jug>

const fill = action<Jugs, Jug>("Fill", {
  kind: "protocol",
  choices: jugs,
  guard: () => true,
  effect: (draft, jug) => {
    draft[jug] = sizes[jug]
  },
})

const empty = action<Jugs, Jug>("Empty", {
  kind: "protocol",
  choices: jugs,
  guard: () => true,
  effect: (draft, jug) => {
    draft[jug] = 0
  },
})

const pour = action<Jugs, Jug>("Pour", {
  kind: "protocol",
  choices: jugs,
  guard: () => true,
  effect: (draft, from) => {
    const amount = Math.min(draft[from], sizes[other[from]] - draft[other[from]])
    draft[from] -= amount
    draft[other[from]] += amount
  },
})

/** Lamport's DieHard: a jug of 3 and one of 5 gallons; 16 states, and 4 gallons take 6 steps. */
export const dieHard: Model<Jugs> = {
  name: "die-hard",
  initial: { small: 0, big: 0 },
  components: { small: "one", big: "one" },
  actions: [fill, empty, pour],
}

/** The wrong claim whose counterexample is the solution of the puzzle. */
export const neverFour: Property<Jugs> = always({
  name: "never-four",
  says: "The big jug never holds four gallons",
  broken: ({ big }) => (big === 4 ? { jug: "big" } : null),
})
