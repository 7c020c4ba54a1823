import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { prepare } from "../prepare.ts"
import type { Tree, Txn } from "../state.ts"
import { applyTxn, treeWith } from "../tree.ts"
import { zxid } from "../zxid.ts"
import { replay } from "./replay.ts"

const start = treeWith([
  { path: "/a", data: null },
  { path: "/b", data: null },
])

type Step = "create" | "delete" | "below" | "set"

/** A log of what can be done in turn below `/a`, and the tree after each transaction. */
function logOf(steps: readonly Step[]): { readonly log: readonly Txn[]; readonly trees: readonly Tree[] } {
  const log: Txn[] = []
  const trees = [start]
  for (const step of steps) {
    const tree = trees.at(-1) ?? start
    const last = Object.keys(tree.nodes)
      .filter((path) => path.startsWith("/a/"))
      .sort()
      .at(-1)
    const operation =
      step === "create"
        ? ({ op: "create", path: "/a/n", data: null, sequential: true } as const)
        : step === "below"
          ? ({ op: "create", path: `${last ?? "/b"}/c`, data: null } as const)
          : step === "delete"
            ? ({ op: "delete", path: last ?? "/b", version: -1 } as const)
            : ({ op: "setData", path: "/b", data: steps.length, version: -1 } as const)
    const { txn } = prepare(tree, null, operation, zxid(2, log.length + 1))
    if (txn === null) continue
    log.push(txn)
    trees.push(applyTxn(tree, txn))
  }
  return { log, trees }
}

/** A snapshot that was begun at one tree and finished at a later one: `/` and `/a` of the first, the rest by then. */
function fuzzy(first: Tree, later: Tree): Tree {
  const nodes: Record<string, Tree["nodes"][string]> = {}
  for (const path of ["/", "/a"]) if (first.nodes[path] !== undefined) nodes[path] = first.nodes[path]
  for (const [path, znode] of Object.entries(later.nodes)) {
    const top = path.split("/").slice(0, 3).join("/")
    if (nodes[path] === undefined && first.nodes[top] !== undefined) nodes[path] = znode
  }
  return { nodes, sessions: later.sessions }
}

describe("replaying a log over a snapshot that was taken while it was applied", () => {
  const runs = fc.tuple(
    fc.array(fc.constantFrom<Step>("create", "delete", "below", "set"), { maxLength: 8 }),
    fc.nat(8),
    fc.nat(8),
  )

  test("comes to the same tree by the rule of today, whenever it was begun and finished", () => {
    fc.assert(
      fc.property(runs, ([steps, a, b]) => {
        const { log, trees } = logOf(steps)
        const begun = Math.min(a, log.length)
        const finished = Math.min(begun + b, log.length)
        const snapshot = fuzzy(trees[begun] as Tree, trees[finished] as Tree)
        expect(replay(snapshot, log.slice(begun), "idempotent")).toEqual({ tree: trees.at(-1), orphan: null })
      }),
    )
  })

  test.each(["idempotent", "withoutPzxid", "parentRequired"] as const)(
    "comes to the same tree by %s where nothing is in it twice",
    (rule) => {
      fc.assert(
        fc.property(runs, ([steps, a]) => {
          const { log, trees } = logOf(steps)
          const begun = Math.min(a, log.length)
          expect(replay(trees[begun] as Tree, log.slice(begun), rule).tree).toEqual(trees.at(-1))
        }),
      )
    },
  )
})

describe("what earlier rules lose", () => {
  const { log, trees } = logOf(["create", "delete"])
  const [, created, deleted] = trees as [Tree, Tree, Tree]
  const snapshot = fuzzy(created, deleted)

  test("the zxid of a delete whose node is gone", () => {
    const { tree } = replay(snapshot, log.slice(1), "withoutPzxid")
    expect([tree.nodes["/a"]?.pzxid, deleted.nodes["/a"]?.pzxid]).toEqual([zxid(2, 1), zxid(2, 2)])
  })

  test("a server, where the parent of a node is gone", () => {
    const run = logOf(["create", "below", "delete", "delete"])
    const gone = fuzzy(run.trees[1] as Tree, run.trees[4] as Tree)
    expect(replay(gone, run.log.slice(1), "parentRequired").orphan).toBe("/a/n0000000000/c")
    expect(replay(gone, run.log.slice(1), "withoutPzxid").orphan).toBeNull()
  })

  test("the count of a change that leaves nothing to do", () => {
    const { tree } = replay(created, log, "counted")
    expect(tree.nodes["/a"]?.creates).toBe(2)
    expect(replay(deleted, log.slice(1), "counted").tree.nodes["/a"]?.creates).toBe(1)
  })
})
