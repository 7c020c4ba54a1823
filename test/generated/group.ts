import type { Draft } from "immer"

interface Node {
  readonly role: number
  readonly sees: string | null
}

/** The state of a model of members who are alike. */
export interface Group {
  readonly leader: string | null
  /** Sorted. */
  readonly voters: readonly string[]
  readonly phase: number
  readonly nodes: Readonly<Record<string, Node>>
  readonly marks: Readonly<Record<string, number>>
  /** By the names of two members: `a>b`. */
  readonly links: Readonly<Record<string, number>>
}

/** Who acts, and upon whom. */
export interface Pair {
  readonly self: string
  readonly other: string
}

type Who = keyof Pair

/** What is asked of a state for a pair, or whether that is not so. */
export type Question = { readonly not: boolean } & (
  | { readonly ask: "noLeader" | "linked" }
  | { readonly ask: "leads" | "votes" | "marked"; readonly who: Who }
  | { readonly ask: "role"; readonly who: Who; readonly value: number }
  | { readonly ask: "sees"; readonly who: Who; readonly whom: Who | "nobody" }
  | { readonly ask: "phase" | "voters"; readonly value: number }
)

/** What is done to a state for a pair. */
export type Deed =
  | { readonly do: "phase" | "link" | "unlink" | "step down" }
  | { readonly do: "lead" | "vote" | "unvote" | "turn" | "unmark" | "forget"; readonly who: Who }
  | { readonly do: "role" | "mark"; readonly who: Who; readonly value: number }
  | { readonly do: "see"; readonly who: Who; readonly whom: Who }

/** Everyone as the others. */
export const initialGroup = (members: readonly string[]): Group => ({
  leader: null,
  voters: [],
  phase: 0,
  nodes: Object.fromEntries(members.map((name) => [name, { role: 0, sees: null }])),
  marks: {},
  links: {},
})

const linkOf = ({ self, other }: Pair): string => `${self}>${other}`

export const isSo = (state: Group, question: Question, pair: Pair): boolean =>
  isAsked(state, question, pair) !== question.not

function isAsked({ leader, voters, phase, nodes, marks, links }: Group, question: Question, pair: Pair): boolean {
  switch (question.ask) {
    case "noLeader":
      return leader === null
    case "linked":
      return linkOf(pair) in links
    case "leads":
      return leader === pair[question.who]
    case "votes":
      return voters.includes(pair[question.who])
    case "marked":
      return Object.keys(marks).includes(pair[question.who])
    case "role":
      return nodes[pair[question.who]]?.role === question.value
    case "sees":
      return nodes[pair[question.who]]?.sees === (question.whom === "nobody" ? null : pair[question.whom])
    case "phase":
      return phase === question.value
    case "voters":
      return voters.length === question.value
  }
}

export function doDeed(draft: Draft<Group>, deed: Deed, pair: Pair): void {
  if ("who" in deed) {
    doFor(draft, deed, pair)
    return
  }
  if (deed.do === "phase") draft.phase = (draft.phase + 1) % 3
  else if (deed.do === "link") draft.links[linkOf(pair)] = 0
  else if (deed.do === "unlink") delete draft.links[linkOf(pair)]
  else draft.leader = null
}

function doFor(draft: Draft<Group>, deed: Extract<Deed, { who: Who }>, pair: Pair): void {
  const name = pair[deed.who]
  const node = draft.nodes[name]
  if (node === undefined) return
  switch (deed.do) {
    case "lead":
      draft.leader = name
      return
    case "vote":
      if (!draft.voters.includes(name)) draft.voters = [...draft.voters, name].sort()
      return
    case "unvote":
      draft.voters = draft.voters.filter((voter) => voter !== name)
      return
    case "turn":
      node.role = (node.role + 1) % 3
      return
    case "role":
      node.role = deed.value
      return
    case "mark":
      draft.marks[name] = deed.value
      return
    case "unmark":
      delete draft.marks[name]
      return
    case "forget":
      node.sees = null
      return
    case "see":
      node.sees = pair[deed.whom]
  }
}
