import { expect, test } from "vitest"
import type { Operation } from "./operations.ts"
import { prepare } from "./prepare.ts"
import type { Tree } from "./state.ts"
import { applyTxn, children, cversion, treeWith } from "./tree.ts"
import { zxid } from "./zxid.ts"

const session = 7
const start = treeWith(
  [
    { path: "/a", data: 1 },
    { path: "/a/b", data: 2 },
    { path: "/eph", data: null, session },
  ],
  { [session]: "client1" },
)

function after(tree: Tree, ...operations: readonly Operation[]) {
  let now = tree
  const results = operations.map((operation, i) => {
    const { result, txn } = prepare(now, session, operation, zxid(2, i + 1))
    if (txn !== null) now = applyTxn(now, txn)
    return result
  })
  return { tree: now, results, last: results.at(-1) }
}

const create = (path: string, how = {}): Operation => ({ op: "create", path, data: null, ...how })

test.each([
  ["a missing parent", "/x/y", "NoNode"],
  ["a node that exists", "/a", "NodeExists"],
  ["an ephemeral parent", "/eph/x", "NoChildrenForEphemerals"],
])("create is refused for %s", (_why, path, error) => {
  expect(after(start, create(path)).last).toEqual({ ok: false, error, path })
})

test("sequential nodes are numbered by creates, which deletes do not take back", () => {
  const sequential = create("/a/n", { sequential: true })
  const { results, tree } = after(start, sequential, { op: "delete", path: "/a/n0000000001", version: -1 }, sequential)
  expect(results.map((result) => result.path)).toEqual(["/a/n0000000001", "/a/n0000000001", "/a/n0000000002"])
  expect(children(tree, "/a")).toEqual(["b", "n0000000002"])
})

test("the shown version of the children counts creates and deletes", () => {
  expect(cversion(start, "/a")).toBe(1)
  expect(cversion(after(start, { op: "delete", path: "/a/b", version: 0 }).tree, "/a")).toBe(2)
})

test("a version must be the node's, or -1 for any, and a change adds one", () => {
  const set = (version: number): Operation => ({ op: "setData", path: "/a", data: 9, version })
  const { results, tree } = after(start, set(1), set(0), set(-1))
  expect(results.map(({ ok }) => ok)).toEqual([false, true, true])
  expect(tree.nodes["/a"]?.version).toBe(2)
  expect(after(start, { op: "check", path: "/a", version: 3 }).last).toMatchObject({ error: "BadVersion" })
  expect(after(start, { op: "delete", path: "/none", version: -1 }).last).toMatchObject({ error: "NoNode" })
})

test("a node with children is not deleted", () => {
  expect(after(start, { op: "delete", path: "/a", version: -1 }).last).toMatchObject({ error: "NotEmpty" })
})

test("a transaction holds what comes out: applied twice it changes nothing more", () => {
  const { txn } = prepare(start, session, create("/a/n", { sequential: true }), zxid(2, 1))
  const once = txn && applyTxn(start, txn)
  expect(once && applyTxn(once, txn)).toEqual(once)
})

test("a multi has one zxid, and its operations see each other", () => {
  const { tree, last } = after(start, {
    op: "multi",
    operations: [
      { op: "create", path: "/c", data: null },
      { op: "create", path: "/c/d", data: null },
      { op: "check", path: "/a", version: 0 },
    ],
  })
  expect(last).toMatchObject({ ok: true, results: [{ path: "/c" }, { path: "/c/d" }, { path: "/a" }] })
  expect([tree.nodes["/c"]?.czxid, tree.nodes["/c/d"]?.czxid]).toEqual([zxid(2, 1), zxid(2, 1)])
})

test("a multi of which one operation fails does nothing, and says which", () => {
  const operations = [
    { op: "create", path: "/c", data: null },
    { op: "check", path: "/a", version: 5 },
  ] as const
  const { tree, last } = after(start, { op: "multi", operations })
  expect(last).toEqual({ ok: false, error: "BadVersion", path: "/a", index: 1 })
  expect(tree).toEqual(start)
})

test("a node remembers when it was created, changed, and its children changed", () => {
  const { tree } = after(start, { op: "setData", path: "/a", data: 3, version: -1 }, create("/a/c"))
  const { czxid, mzxid, pzxid } = tree.nodes["/a"] ?? {}
  expect([czxid, mzxid, pzxid]).toEqual([zxid(1, 1), zxid(2, 1), zxid(2, 2)])
})

test("the end of a session deletes its ephemeral nodes, and nothing else", () => {
  const { tree, last } = after(start, create("/a/e", { ephemeral: true }), { op: "closeSession" })
  expect(last).toEqual({ ok: true })
  expect(Object.keys(tree.nodes).sort()).toEqual(["/", "/a", "/a/b"])
  expect(tree.sessions).toEqual({})
  expect(after(tree, create("/z")).last).toEqual({ ok: false, error: "SessionExpired" })
})
