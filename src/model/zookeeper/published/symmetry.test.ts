import { expect, test } from "vitest"
import { exhaustive } from "../../../engine/index.ts"
import { zabConfig } from "./config.ts"
import { zab } from "./model.ts"

const bounds = { servers: 3, maxTransactions: 1, maxTimeouts: 0, maxRestarts: 0 }

test.each([
  {},
  { servers: 2, maxTransactions: 2, maxTimeouts: 1, maxRestarts: 1 },
  { maxTimeouts: 1, maxTransactions: 0 },
  { proposeTo: "newLeaderAcked", proposeGaps: "accepted", maxTransactions: 2 },
  { redundantPropose: "error" },
  { commitLdZxid: "acknowledged" },
  { quorum: "half", servers: 2, maxTransactions: 2, maxTimeouts: 1 },
  { quorum: "anyServer" },
  { newEpoch: "highest", servers: 2, maxTransactions: 2, maxTimeouts: 2 },
  { initialHistory: "own", servers: 2, maxTransactions: 2, maxTimeouts: 2 },
  { leaderDelivers: "later", servers: 2, maxTransactions: 2, maxTimeouts: 2 },
  { tail: "delivered", servers: 2, maxTransactions: 2, maxTimeouts: 2 },
])("servers that change places change nothing, with %o", (given) => {
  const model = zab(zabConfig.parse({ ...bounds, ...given }))
  const { states, symmetry } = exhaustive(model, [], { symmetry: true, verify: true })
  const plain = exhaustive(model, []).states
  expect(symmetry?.represented).toBe(plain.distinct)
  expect(states.distinct).toBeLessThan(plain.distinct)
})
