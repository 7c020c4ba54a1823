import { produce } from "immer"
import { expect, test } from "vitest"
import type { Replica } from "../state.ts"
import { append, emptyReplica, logEnd, restarted, truncate } from "./log.ts"

const written = produce(emptyReplica(7), (draft) => {
  append(draft, { epoch: 0, value: 1 })
  append(draft, { epoch: 0, value: 2 })
  append(draft, { epoch: 3, value: 3 })
  draft.highWatermark = 2
})

test("records follow one another, and each epoch is listed where it starts", () => {
  expect(logEnd(written)).toBe(3)
  expect(written.epochs).toEqual([
    { epoch: 0, startOffset: 0 },
    { epoch: 3, startOffset: 2 },
  ])
})

test("a cut takes records, the epochs that began after it, and the high watermark down", () => {
  const cut = produce(written, (draft) => truncate({ emptyEpochs: "cut" }, draft, 1))
  expect(cut).toMatchObject({ log: [{ value: 1 }], epochs: [{ epoch: 0, startOffset: 0 }], highWatermark: 1 })
})

test("a cut beyond the end changes no record and no high watermark", () => {
  expect(produce(written, (draft) => truncate({ emptyEpochs: "cut" }, draft, 9))).toEqual(written)
})

test("a cut at the end takes the entry of an epoch without records (KAFKA-10706)", () => {
  const elected = produce(written, (draft) => {
    draft.epochs.push({ epoch: 4, startOffset: 3 })
    truncate({ emptyEpochs: "cut" }, draft, 3)
  })
  expect(elected.epochs).toEqual(written.epochs)
})

test("a cut at the end left such an entry once", () => {
  const elected = produce(written, (draft) => void draft.epochs.push({ epoch: 4, startOffset: 3 }))
  const at = (end: number) => produce(elected, (draft) => truncate({ emptyEpochs: "kept" }, draft, end)).epochs
  expect([at(3), at(2)]).toEqual([elected.epochs, written.epochs.slice(0, 1)])
})

test("a restart keeps the log and forgets the role and the high watermark", () => {
  const leading: Replica = {
    ...written,
    leader: 1,
    leaderEpoch: 3,
    partitionEpoch: 5,
    replicas: [1, 2],
    leadership: { controllerEpoch: 1, isr: [1], pending: null, startOffset: 2, followers: {}, waiting: [] },
  }
  expect(restarted(leading)).toEqual({
    ...emptyReplica(7),
    log: written.log,
    epochs: written.epochs,
    highWatermark: 0,
  })
})
