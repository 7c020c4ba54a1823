import { type Action, action, type Model } from "../model.ts"
import { afterHealing, always, alwaysNext, type Property, sometimes } from "../property.ts"

interface Node {
  readonly isAlive: boolean
  readonly hasToken: boolean
  readonly wants: boolean
}

interface Ring {
  readonly nodes: Readonly<Record<string, Node>>
  readonly left: { readonly crashes: number; readonly wishes: number }
}

/** How the ring is wrong, if it is: tokens made in haste, never made again, or passed on without end. */
export type RingFault = "none" | "hasty" | "forgetful" | "restless"

/** A ring whose one token lets a node do what it wants to; a crash loses the token, and then a new one is made. */
export function ring(size: number, fault: RingFault = "none", crashes = 2, wishes = 2): Model<Ring> {
  const names = Array.from({ length: size }, (_, i) => `${i + 1}`)
  const nodes = names.map((name, i) => [name, { isAlive: true, hasToken: i === 0, wants: false }])
  return {
    name: `ring-${fault}`,
    initial: { nodes: Object.fromEntries(nodes), left: { crashes, wishes } },
    components: { nodes: "each", left: "one" },
    actions: [...tokenActions(names, fault), ...worldActions(names)],
  }
}

const at = (nodes: Ring["nodes"], name: string): Node => {
  const node = nodes[name]
  if (node === undefined) throw new Error(`there is no node ${name}`)
  return node
}

function tokenActions(names: readonly string[], fault: RingFault): readonly Action<Ring>[] {
  const before = (name: string) => names.at(names.indexOf(name) - 1) ?? name
  const after = (nodes: Ring["nodes"], name: string) => {
    const from = names.indexOf(name)
    return [...names.slice(from + 1), ...names.slice(0, from)].find((other) => at(nodes, other).isAlive) ?? name
  }
  const serve = action<Ring, string>("Serve", {
    kind: "protocol",
    choices: names,
    guard: ({ nodes }, name) => at(nodes, name).hasToken && at(nodes, name).wants && fault !== "restless",
    effect: ({ nodes }, name) => {
      Object.assign(at(nodes, name), { wants: false })
    },
  })
  const pass = action<Ring, string>("Pass", {
    kind: "protocol",
    choices: names,
    guard: ({ nodes }, name) =>
      at(nodes, name).hasToken &&
      after(nodes, name) !== name &&
      (fault === "restless" || (!at(nodes, name).wants && names.some((other) => at(nodes, other).wants))),
    effect: ({ nodes }, name) => {
      const next = after(nodes, name)
      Object.assign(at(nodes, name), { hasToken: false })
      Object.assign(at(nodes, next), { hasToken: true })
    },
  })
  const make = action<Ring, string>("Make", {
    kind: "protocol",
    choices: names,
    guard: ({ nodes }, name) => {
      if (fault === "forgetful" || !at(nodes, name).isAlive || at(nodes, name).hasToken) return false
      if (fault === "hasty") return !at(nodes, before(name)).isAlive
      return names.every((other) => !at(nodes, other).hasToken)
    },
    effect: ({ nodes }, name) => {
      Object.assign(at(nodes, name), { hasToken: true })
    },
  })
  return [serve, pass, make]
}

function worldActions(names: readonly string[]): readonly Action<Ring>[] {
  const wish = action<Ring, string>("Wish", {
    kind: "workload",
    choices: names,
    guard: ({ nodes, left }, name) => left.wishes > 0 && at(nodes, name).isAlive && !at(nodes, name).wants,
    effect: ({ nodes, left }, name) => {
      left.wishes -= 1
      Object.assign(at(nodes, name), { wants: true })
    },
  })
  const crash = action<Ring, string>("Crash", {
    kind: "fault",
    choices: names,
    guard: ({ nodes, left }, name) => left.crashes > 0 && at(nodes, name).isAlive,
    effect: ({ nodes, left }, name) => {
      left.crashes -= 1
      Object.assign(at(nodes, name), { isAlive: false, hasToken: false })
    },
  })
  const restart = action<Ring, string>("Restart", {
    kind: "healing",
    choices: names,
    guard: ({ nodes }, name) => !at(nodes, name).isAlive,
    effect: ({ nodes }, name) => {
      Object.assign(at(nodes, name), { isAlive: true })
    },
  })
  return [wish, crash, restart]
}

/** Broken by the hasty ring, after a crash and a token made too early. */
export const oneToken: Property<Ring> = always({
  name: "one-token",
  says: "There is never more than one token",
  broken: ({ nodes }) => {
    const holders = Object.keys(nodes).filter((name) => at(nodes, name).hasToken)
    return holders.length > 1 ? { holders } : null
  },
})

/** Broken by the forgetful ring (which settles) and the restless one (which does not). */
export const everyoneServed: Property<Ring> = afterHealing({
  name: "everyone-served",
  says: "Once nodes stop crashing, every wish is served",
  broken: ({ nodes }) => {
    const waiting = Object.keys(nodes).filter((name) => at(nodes, name).wants)
    return waiting.length > 0 ? { waiting } : null
  },
})

/** A property of a step: budgets are spent, never given back. */
export const budgetsFall: Property<Ring> = alwaysNext({
  name: "budgets-fall",
  says: "A budget never rises",
  broken: (before, after) =>
    after.left.crashes > before.left.crashes ? { before: before.left, after: after.left } : null,
})

/** A goal that needs a crash of the holder. */
export const tokenMadeAgain: Property<Ring> = sometimes({
  name: "token-made-again",
  says: "A new token is made",
  reached: (_before, _after, { action: name }) => name === "Make",
})
