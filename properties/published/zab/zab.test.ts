import { describe, expect, test } from "vitest"
import { type Always, exhaustive, replay, type Step } from "../../../src/engine/index.ts"
import { type Proposal, serverIn, type ZabState, zab, zabConfig } from "../../../src/model/zookeeper/published/index.ts"
import { isSameTxn } from "../../../src/model/zookeeper/published/txns.ts"
import { judged, wrongModels } from "../../wrong-models/index.ts"
import { deliveredBy, isBefore, placeOf } from "./delivered.ts"
import { zabProperties } from "./index.ts"

const bounds = { servers: 3, maxTransactions: 1, maxTimeouts: 0, maxRestarts: 0 }

/** The length in states of a shortest trace that breaks a promise. */
function statesOf(property: string, config: object): number | null {
  const promise = zabProperties.filter(({ name }) => name === property)
  const { violation } = exhaustive(zab(zabConfig.parse({ ...bounds, ...config })), promise, { symmetry: true })
  return violation === undefined ? null : violation.length + 1
}

test.each([
  ["ShouldNotBeTriggered", { proposeTo: "newLeaderAcked" }, 22],
  ["ShouldNotBeTriggered", { redundantPropose: "error" }, 18],
  ["ShouldNotBeTriggered", { commitLdZxid: "acknowledged", maxTransactions: 2 }, 26],
  ["ShouldNotBeTriggered", { quorum: "anyServer" }, 9],
  ["Leadership2", { newEpoch: "highest", maxTimeouts: 1 }, 14],
  ["PrefixConsistency", { initialHistory: "own", maxTimeouts: 1 }, 22],
] as const)("%s is broken with %o in %i states, as TLC says of the module with that change", (name, config, states) => {
  expect(statesOf(name, config)).toBe(states)
})

/** The last state of the shortest trace of a wrong model. */
function brokenBy(property: string): ZabState {
  const wrong = wrongModels.find((one) => one.property === property && one.system === "zookeeper/published")
  if (wrong === undefined) throw new Error(`no wrong model of ${property}`)
  const { model, property: promise } = judged(wrong, "wrong")
  const steps: readonly Step[] = exhaustive(model, [promise], { symmetry: true }).violation?.steps ?? []
  return replay(model, steps).states.at(-1) as ZabState
}

type Sent = Readonly<{ zxid: number; value: number }>

const sentIn = (state: ZabState, leader: string, epoch: number): readonly Sent[] =>
  (state.proposalMsgsLog[Number(leader)] as readonly Proposal[])
    .filter((one) => one.epoch === epoch)
    .map(({ zxid, data }) => ({ zxid, value: data }))

/** LocalPrimaryOrder as it is published: some pair of transactions, which may be twice the same. */
const publishedHolds = (state: ZabState): boolean =>
  Object.keys(state.servers).every((leader) =>
    Array.from({ length: serverIn(state, Number(leader)).currentEpoch }, (_, index) =>
      sentIn(state, leader, index + 1),
    ).every(
      (sent) =>
        sent.length < 2 ||
        sent.some((one) => sent.some((other) => isSameTxn(one, other) || inOrder(state, one, other))),
    ),
  )

function inOrder(state: ZabState, one: Sent, other: Sent): boolean {
  const [first, second] = one.zxid > other.zxid ? [other, one] : [one, other]
  return Object.keys(state.servers).every((server) => {
    const delivered = deliveredBy(state, Number(server))
    return delivered.length < 2 || placeOf(delivered, second) < 0 || isBefore(delivered, first, second)
  })
}

describe("LocalPrimaryOrder", () => {
  test("as it is published holds where ours is broken", () => {
    const state = brokenBy("LocalPrimaryOrder")
    const ours = zabProperties.find(({ name }) => name === "LocalPrimaryOrder") as Always<ZabState>
    expect(ours.broken(state)).toMatchObject({ first: 1_000_002, second: 1_000_003 })
    expect(publishedHolds(state)).toBe(true)
  })

  test("as it is published holds whatever is sent and delivered", () => {
    const state = brokenBy("LocalPrimaryOrder")
    const [leader] = Object.keys(state.proposalMsgsLog).filter((id) => sentIn(state, id, 1).length > 1)
    const upsideDown = Object.fromEntries(
      Object.entries(state.servers).map(([id, server]) => [
        id,
        {
          ...server,
          history: serverIn(state, Number(leader)).history.toReversed(),
          lastCommitted: { index: 3, zxid: 0 },
        },
      ]),
    )
    expect(publishedHolds({ ...state, servers: upsideDown })).toBe(true)
  })
})
