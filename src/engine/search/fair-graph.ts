import { isFair } from "../healing.ts"
import { doubled, newNumbers } from "../learned/numbers.ts"
import { roomy } from "../learned/roomy.ts"
import type { Space } from "../learned/space.ts"
import { grownWidths, newLayout, pack } from "./layout.ts"
import { after } from "./path.ts"
import { Store } from "./store.ts"

/** A step that the system takes by itself, or that mends something, and the state it leads to; what changes nothing is none. */
export interface Edge {
  readonly to: number
  /** The number of the step. */
  readonly step: number
}

/** What can still happen once faults and workload have stopped, as a graph of states that grows as it is looked at. */
export interface FairGraph {
  /** The number of a state in the graph. */
  add(row: Int32Array): number
  /** The edges from a state, in the order of actions and choices. */
  edges(index: number): readonly Edge[]
  row(index: number): Int32Array
  count(): number
  bytes(): number
}

export function newFairGraph<S extends object>(space: Space<S>): FairGraph {
  const { catalogue, moves, model } = space
  const isFairAction = model.actions.map(isFair)
  const store = new Store(newLayout(new Int32Array(catalogue.slots.length)))
  let words: Int32Array = new Int32Array(64)

  function fits(row: Int32Array): boolean {
    const { most } = store.layout
    for (let slot = 0; slot < catalogue.slots.length; slot += 1)
      if (!((row[slot] as number) <= (most[slot] ?? 0))) return false
    return true
  }

  function relayout(): void {
    const widths = Int32Array.from(store.layout.most, (most) => 32 - Math.clz32(most))
    store.relayout(
      newLayout(
        grownWidths(
          widths,
          catalogue.slots.map(({ list }) => list.length),
        ),
      ),
    )
    while (words.length < store.layout.words) words = doubled(words)
  }

  function add(row: Int32Array): number {
    if (!fits(row)) relayout()
    pack(store.layout, row, words, 0)
    space.hash(row)
    const { low, high } = space.hashes
    return store.add(words, 0, low, high, 0, 0) ? store.count - 1 : store.indexOf(words, 0, low)
  }

  function row(index: number): Int32Array {
    const unpacked = roomy(new Int32Array(0), catalogue.slots.length)
    store.unpack(index, unpacked)
    return unpacked
  }

  function edges(index: number): readonly Edge[] {
    const here = row(index)
    const count = moves.of(here)
    const found: Edge[] = []
    for (const move of moves.found.all.slice(0, count)) {
      if (!isFairAction[moves.actionNumbers.all[move] as number]) continue
      const to = add(after(space, here, move))
      if (to !== index) found.push({ to, step: moves.stepNumbers.all[move] as number })
    }
    return found
  }

  return { add, edges, row, count: () => store.count, bytes: () => store.bytes() }
}

/** The strongly connected parts of a graph, as they are found: each after all those that it leads to. */
export interface Components {
  /** Looks at everything that can be reached from a state, and calls back for each part that is complete; false if cut. */
  visit(root: number): boolean
}

/**
 * Tarjan's algorithm (1972) without recursion. `edges` is asked once for each state; `onPart` gets the states of a part, and
 * whether any edge leaves from one of them.
 */
export function newComponents(
  edges: (index: number) => readonly Edge[],
  onPart: (states: readonly number[], edgesOf: (state: number) => readonly Edge[]) => void,
  mayGoOn: () => boolean = () => true,
): Components {
  const order = newNumbers()
  const least = newNumbers()
  const open: number[] = []
  const path: { readonly state: number; readonly edges: readonly Edge[]; at: number }[] = []
  const edgesOfOpen = new Map<number, readonly Edge[]>()
  let clock = 0

  function enter(state: number): void {
    while (order.length <= state) {
      order.add(0)
      least.add(0)
    }
    clock += 1
    order.all[state] = clock
    least.all[state] = clock
    open.push(state)
    const found = edges(state)
    edgesOfOpen.set(state, found)
    path.push({ state, edges: found, at: 0 })
  }

  const lower = (state: number, to: number): void => {
    if (to < (least.all[state] as number)) least.all[state] = to
  }

  function leave(state: number): void {
    if (least.all[state] !== order.all[state]) return
    const part = open.splice(open.lastIndexOf(state))
    onPart(part, (member) => edgesOfOpen.get(member) ?? [])
    for (const member of part) {
      least.all[member] = closed
      edgesOfOpen.delete(member)
    }
  }

  function visit(root: number): boolean {
    if (root < order.length && order.all[root] !== 0) return true
    enter(root)
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      if (!mayGoOn()) return false
      const edge = top.edges[top.at]
      top.at += 1
      if (edge === undefined) {
        path.pop()
        const above = path.at(-1)
        const reached = least.all[top.state] as number
        leave(top.state)
        if (above !== undefined && least.all[top.state] !== closed) lower(above.state, reached)
      } else if (edge.to >= order.length || order.all[edge.to] === 0) enter(edge.to)
      else if (least.all[edge.to] !== closed) lower(top.state, order.all[edge.to] as number)
    }
    return true
  }

  return { visit }
}

/** The mark of a state whose part is complete. */
const closed = 2 ** 31 - 1
