import { describe, expect, test } from "vitest"
import { assignReplicas, assignWithRepetition } from "./assignment.ts"

const upTo = (many: number) => Array.from({ length: many }, (_, index) => index + 1)

/** AdminUtils.assignReplicasToBrokersRackUnaware, line by line. */
function asInKafka(brokerList: number[], nPartitions: number, replicationFactor: number, start: number, from: number) {
  let currentPartitionId = Math.max(0, from)
  let nextReplicaShift = start
  const ret: number[][] = []
  for (let i = 0; i < nPartitions; i += 1) {
    if (currentPartitionId > 0 && currentPartitionId % brokerList.length === 0) nextReplicaShift += 1
    const firstReplicaIndex = (currentPartitionId + start) % brokerList.length
    const replicaBuffer = [brokerList[firstReplicaIndex] as number]
    for (let j = 0; j < replicationFactor - 1; j += 1) {
      const shift = 1 + ((nextReplicaShift + j) % (brokerList.length - 1))
      replicaBuffer.push(brokerList[(firstReplicaIndex + shift) % brokerList.length] as number)
    }
    ret.push(replicaBuffer)
    currentPartitionId += 1
  }
  return ret
}

/** Every size up to seven brokers, every start, new topics and expanded ones. */
const cases = upTo(7).flatMap((many) =>
  upTo(many).flatMap((replicationFactor) =>
    [0, 1, many - 1, many, many + 1].flatMap((firstPartition) =>
      upTo(many).map((start) => ({ brokers: upTo(many), replicationFactor, startIndex: start - 1, firstPartition })),
    ),
  ),
)

describe("the assignment of replicas to brokers", () => {
  test("is that of AdminUtils, for every size and start", () => {
    for (const { brokers, replicationFactor, startIndex, firstPartition } of cases) {
      const start = { startIndex, shift: startIndex, firstPartition }
      expect(assignReplicas(brokers, 17, replicationFactor, start)).toEqual(
        asInKafka(brokers, 17, replicationFactor, startIndex, firstPartition),
      )
    }
  })

  test("never puts two replicas of a partition on one broker", () => {
    for (const { brokers, replicationFactor, startIndex, firstPartition } of cases) {
      const start = { startIndex, shift: startIndex, firstPartition }
      for (const replicas of assignReplicas(brokers, 17, replicationFactor, start)) {
        expect(replicas).toHaveLength(replicationFactor)
        expect(new Set(replicas).size).toBe(replicationFactor)
        expect(replicas.every((broker) => brokers.includes(broker))).toBe(true)
      }
    }
  })

  test("spreads the preferred leaders evenly", () => {
    const heads = assignReplicas(upTo(5), 10, 3, { startIndex: 2, shift: 2, firstPartition: 0 }).map(([head]) => head)
    for (const broker of upTo(5)) expect(heads.filter((head) => head === broker)).toHaveLength(2)
  })

  test("does not tie a broker's id to a partition's: any broker can be the first of any partition", () => {
    for (const partition of upTo(3).map((index) => index - 1)) {
      const heads = [0, 1, 2].map((startIndex) => {
        const start = { startIndex, shift: startIndex, firstPartition: 0 }
        return assignReplicas([10, 20, 30], 3, 2, start)[partition]?.[0]
      })
      expect(heads.sort()).toEqual([10, 20, 30])
    }
  })

  test("of one broker gives it everything", () => {
    expect(assignReplicas([4], 3, 1, { startIndex: 0, shift: 0, firstPartition: 0 })).toEqual([[4], [4], [4]])
  })

  test("goes on where a topic left off when it is expanded", () => {
    const start = { startIndex: 1, shift: 1 }
    const whole = assignReplicas(upTo(4), 3, 2, { ...start, firstPartition: 0 })
    expect([...whole.slice(0, 1), ...assignReplicas(upTo(4), 2, 2, { ...start, firstPartition: 1 })]).toEqual(whole)
  })

  test("with the mistake, two replicas share a broker", () => {
    expect(assignWithRepetition(upTo(3), 1, 2, { startIndex: 0, shift: 0, firstPartition: 0 })).toEqual([[1, 1]])
  })
})
