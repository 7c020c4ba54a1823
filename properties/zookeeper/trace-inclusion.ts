import { dataText } from "../../src/engine/data.ts"
import { type EnabledStep, enabledSteps, type Model } from "../../src/engine/index.ts"
import { take } from "../../src/engine/walk.ts"

/** What an observer sees of a step, or null where it sees nothing. */
export type Seen<S> = (before: S, step: EnabledStep<S>) => string | null

/** Whether everything that can be seen of one model can be seen of another. */
export interface Inclusion {
  /** What can be seen of the first and not of the second, the last thing being the one too many; null where there is none. */
  readonly excluded: readonly string[] | null
  /** How many pairs were looked at: a state of the first, and all that the second may be in after the same was seen. */
  readonly pairs: number
}

/**
 * Walks the first model through every reachable state, and along with it every state that the second can be in when the same
 * has been seen of it (a subset construction, made as far as it is needed). The first thing seen that leaves none is one that
 * the second model does not allow, and nothing shorter is.
 */
export function traceInclusion<S extends object>(fine: Model<S>, coarse: Model<S>, seen: Seen<S>): Inclusion {
  const first = graphOf(fine, seen)
  const second = deterministic(graphOf(coarse, seen))
  const found = [{ state: 0, set: second.start, parent: -1, label: null as string | null }]
  const known = new Set([`0 ${second.start}`])
  for (let at = 0; at < found.length; at += 1) {
    const { state, set } = found[at] as (typeof found)[number]
    for (const { to, label } of first(state)) {
      const next = label === null ? set : second.after(set, label)
      if (next === null) return { excluded: [...labelsTo(found, at), label ?? ""], pairs: found.length }
      const key = `${to} ${next}`
      if (known.has(key)) continue
      known.add(key)
      found.push({ state: to, set: next, parent: at, label })
    }
  }
  return { excluded: null, pairs: found.length }
}

interface Edge {
  readonly to: number
  readonly label: string | null
}

/** The states of a model by number, 0 the initial one, with what can be seen on the way to the next ones. */
function graphOf<S extends object>(model: Model<S>, seen: Seen<S>): (state: number) => readonly Edge[] {
  const numberOf = numbering()
  const states = [model.initial]
  numberOf(model.initial)
  const edges: (readonly Edge[])[] = []
  return (state) => {
    const before = states[state] as S
    edges[state] ??= enabledSteps(model, before).map((step) => {
      const after = take(before, step)
      const to = numberOf(after)
      states[to] ??= after
      return { to, label: seen(before, step) }
    })
    return edges[state]
  }
}

/** Numbers states by all but their history, which decides nothing. Parts that two states share are compared once. */
function numbering(): (state: object) => number {
  const parts = new WeakMap<object, number>()
  const byText = new Map<string, number>()
  const states = new Map<string, number>()
  const textNumber = (part: unknown): number => {
    const text = dataText(part)
    const number = byText.get(text) ?? byText.size
    byText.set(text, number)
    return number
  }
  const partNumber = (part: unknown): number => {
    if (typeof part !== "object" || part === null) return textNumber(part)
    const number = parts.get(part) ?? textNumber(part)
    parts.set(part, number)
    return number
  }
  return (state) => {
    const numbers = Object.entries(state).flatMap(([key, value]) =>
      key === "history"
        ? []
        : Object.keys(value as object)
            .sort()
            .map((name) => partNumber((value as never)[name])),
    )
    const text = numbers.join(" ")
    const number = states.get(text) ?? states.size
    states.set(text, number)
    return number
  }
}

/** A model as one that is in many states at once: all those in which it can be after what has been seen. */
function deterministic(graph: (state: number) => readonly Edge[]) {
  const sets: (readonly number[])[] = []
  const numbers = new Map<string, number>()
  const memo = new Map<string, number | null>()
  const numberOf = (from: Iterable<number>): number => {
    const members = [...unseen(graph, from)].sort((a, b) => a - b)
    const text = members.join(" ")
    const number = numbers.get(text) ?? sets.length
    numbers.set(text, number)
    sets[number] ??= members
    return number
  }
  const after = (set: number, label: string): number | null => {
    const key = `${set} ${label}`
    const known = memo.get(key)
    if (known !== undefined) return known
    const targets = (sets[set] ?? []).flatMap((state) =>
      graph(state).flatMap((edge) => (edge.label === label ? [edge.to] : [])),
    )
    const next = targets.length === 0 ? null : numberOf(targets)
    memo.set(key, next)
    return next
  }
  return { start: numberOf([0]), after }
}

/** Where one can come from some states without anything being seen. */
function unseen(graph: (state: number) => readonly Edge[], from: Iterable<number>): ReadonlySet<number> {
  const reached = new Set(from)
  for (const state of reached) for (const { to, label } of graph(state)) if (label === null) reached.add(to)
  return reached
}

function labelsTo(found: readonly { readonly parent: number; readonly label: string | null }[], at: number): string[] {
  const labels: string[] = []
  for (let one = found[at]; one !== undefined; one = found[one.parent])
    if (one.label !== null) labels.unshift(one.label)
  return labels
}
