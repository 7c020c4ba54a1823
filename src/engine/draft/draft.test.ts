import fc from "fast-check"
import { current, type Draft, Immer, original as immersOriginal, isDraft } from "immer"
import { describe, expect, test } from "vitest"
import { frozen } from "../walk.ts"
import { changed, original } from "./index.ts"

type Box = Record<string, unknown>

const base = () => ({
  brokers: { 1: { log: [{ value: 1 }, { value: 2 }], epoch: 0 }, 2: { log: [{ value: 1 }], epoch: 0 } },
  channels: { "1>2": [{ kind: "Fetch", at: { offset: 1 } }] },
  count: 0,
})

/** Where a change begins, and what it is: a few numbers that are read as a walk through whatever is there. */
const changes = fc.array(
  fc.record({
    path: fc.array(fc.nat(5), { maxLength: 4 }),
    what: fc.constantFrom(
      "set",
      "add",
      "delete",
      "push",
      "shift",
      "splice",
      "reverse",
      "move",
      "copy",
      "touch",
      "spread",
    ),
    to: fc.array(fc.nat(5), { maxLength: 3 }),
    value: fc.jsonValue({ maxDepth: 2 }),
  }),
  { maxLength: 12 },
)

type Change = ReturnType<typeof changes.generate>["value"][number]

const isBox = (value: unknown): value is Box => typeof value === "object" && value !== null

/** The record or array that a path leads to. */
function at(root: Box, path: readonly number[]): Box {
  let box = root
  for (const step of path) {
    const inner = Object.keys(box).filter((key) => isBox(box[key]))
    const key = inner[step % Math.max(1, inner.length)]
    if (key === undefined) break
    box = box[key] as Box
  }
  return box
}

/** Applied to a draft of either kind. A part that is put into itself would make a circle, which is no plain data. */
function apply(root: Box, { path, what, to, value }: Change): void {
  const box = at(root, path)
  const list = Array.isArray(box) ? (box as unknown[]) : null
  const name = Object.keys(box)[0] ?? (list === null ? "new" : "0")
  const fresh = structuredClone(value)
  if (what === "set") box[name] = fresh
  else if (what === "add") list === null ? Object.assign(box, { added: fresh }) : list.push(fresh)
  else if (what === "delete") list === null ? delete box[name] : list.pop()
  else if (what === "push") list?.push(fresh, { nested: [fresh] })
  else if (what === "shift") list?.shift()
  else if (what === "splice") list?.splice(0, 1, fresh)
  else if (what === "reverse") list?.reverse()
  else if (what === "touch") for (const key of Object.keys(box)) void box[key]
  else if (what === "spread") root.spread = { ...at(root, to), from: Object.keys(box).length }
  else {
    const part = at(root, to)
    if (part === root || JSON.stringify(part).length > 400) return
    root[what] = what === "move" ? { moved: part } : JSON.parse(JSON.stringify(part))
  }
}

describe("a draft", () => {
  test("comes to what immer's produce makes of the same changes, and leaves alone what immer does", () => {
    const check = fc.property(changes, fc.boolean(), (all, isFrozen) => {
      const before = isFrozen ? frozen(base()) : base()
      const ours = changed(before, (draft) => {
        for (const change of all) apply(draft as Box, change)
      })
      const theirs = new Immer({ autoFreeze: isFrozen }).produce(before, (draft) => {
        for (const change of all) apply(draft as Box, change)
      })
      expect(ours).toEqual(theirs)
      expect(ours === before).toBe(theirs === before)
      expect(ours.brokers?.[1] === before.brokers[1]).toBe(theirs.brokers?.[1] === before.brokers[1])
      expect(ours.channels === before.channels).toBe(theirs.channels === before.channels)
      if (isFrozen) expect(frozenThrough(ours)).toBe(true)
      expect(before).toEqual(base())
    })
    fc.assert(check, { seed: 1, numRuns: 3_000 })
  })

  test("of two parts that are one object changes one of them only", () => {
    const tree = frozen({ nodes: { a: 1 } })
    const before = frozen({ snapshot: tree, tree, list: [tree, tree] })
    const after = changed(before, (draft) => {
      draft.tree.nodes.a = 2
      const second = draft.list[1]
      if (second) second.nodes.a = 3
    })
    expect(after).toEqual({
      snapshot: { nodes: { a: 1 } },
      tree: { nodes: { a: 2 } },
      list: [{ nodes: { a: 1 } }, { nodes: { a: 3 } }],
    })
    expect(after.snapshot).toBe(tree)
  })

  test("that is put elsewhere is one thing in both places", () => {
    const after = changed(frozen({ a: { n: 0 }, b: null as { n: number } | null }), (draft) => {
      draft.b = draft.a
      draft.a.n = 1
    })
    expect(after).toEqual({ a: { n: 1 }, b: { n: 1 } })
  })

  test("is known to immer, and tells what it stands for", () => {
    const before = frozen(base())
    changed(before, (draft) => {
      draft.brokers[1].epoch = 7
      const seen = draft.brokers[1] as Draft<unknown>
      expect(isDraft(seen)).toBe(true)
      expect(immersOriginal(seen)).toBe(before.brokers[1])
      expect(original(draft.brokers[1])).toBe(before.brokers[1])
      expect(current(draft.brokers[1])).toEqual({ ...before.brokers[1], epoch: 7 })
      expect(current(draft.brokers[2])).toBe(before.brokers[2])
    })
    expect(original(before)).toBe(before)
    expect(isDraft(before)).toBe(false)
  })

  test("that is kept cannot be used later", () => {
    let kept: { count: number } | undefined
    changed(base(), (draft) => {
      kept = draft
    })
    expect(() => kept?.count).toThrow("a draft was kept and used later")
    expect(() => {
      if (kept) kept.count = 1
    }).toThrow("a draft was kept and used later")
  })
})

function frozenThrough(value: unknown): boolean {
  return !isBox(value) || (Object.isFrozen(value) && Object.values(value).every(frozenThrough))
}
