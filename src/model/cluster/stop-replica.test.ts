import { describe, expect, test } from "vitest"
import { replicaName } from "../kafka/index.ts"
import { run } from "../zookeeper/driver.ts"
import { clusterOf, controllerOf, goOn, recordsAt } from "./driver.ts"
import type { ClusterState } from "./state.ts"

const partition = "orders-0"

/** One partition, on broker 1 of two, and a record in it. */
function written(stopReplicaEpoch: string, budgets: Record<string, number>) {
  const topics = { orders: { partitions: 1, replicationFactor: 1, minInsyncReplicas: 1, startIndex: 0 } }
  const kafka = { brokers: 2, clients: 1, topics, stopReplicaEpoch }
  const model = clusterOf({ zookeeper: { servers: 1 }, kafka }, { records: 1, reassignments: 2, ...budgets })
  return { model, state: goOn(model, run(model, model.initial, ["Produce", { client: 1, partition, acks: "all" }])) }
}

const move = (from: number, to: number, state: ClusterState) =>
  ["ReassignReplica", { broker: controllerOf(state), partition, from, to }] as const

describe("a request to delete a replica that is handled late, when the replica has been added again", () => {
  function handledLate(stopReplicaEpoch: string) {
    const { model, state } = written(stopReplicaEpoch, { stopReplicasResent: 1 })
    const link = `broker${controllerOf(state)}>broker1`
    const asked = goOn(model, run(model, state, [...move(1, 2, state)]), {
      until: ({ controlChannels }) => {
        const next = controlChannels[link]?.[0]
        return next?.kind === "StopReplica" && next.partitions.every(({ deletePartition }) => deletePartition)
      },
    })
    const again = run(model, asked, ["ResendStopReplica", { broker: 1, controller: controllerOf(state) }])
    const hold = ({ action }: { readonly action: string }) => action === "HandleLateStopReplica"
    const gone = goOn(model, again, { hold })
    expect(gone.replicas[replicaName(1, partition)]).toBeNull()
    const back = goOn(model, run(model, gone, [...move(2, 1, gone)]), { hold })
    expect(recordsAt(back, 1, partition)).toEqual([1])
    return run(model, back, ["HandleLateStopReplica", { broker: 1 }])
  }

  test("is refused, as its leader epoch is below the replica's", () => {
    expect(recordsAt(handledLate("notBelow"), 1, partition)).toEqual([1])
    expect(recordsAt(handledLate("above"), 1, partition)).toEqual([1])
  })

  test("deletes it where the epoch is not looked at, with the only copy of its records", () => {
    expect(handledLate("none").replicas[replicaName(1, partition)]).toBeNull()
  })
})

describe("a request to delete a replica in the leader epoch in which it was added", () => {
  function cancelled(stopReplicaEpoch: string) {
    const { model, state } = written(stopReplicaEpoch, {})
    const hold = ({ action }: { readonly action: string }) => action === "HandleFetch"
    const under = goOn(model, run(model, state, [...move(1, 2, state)]), { hold })
    const cancel = ["CancelReassignment", { broker: controllerOf(under), partition }] as const
    return goOn(model, run(model, under, [...cancel])).replicas[replicaName(2, partition)]
  }

  test("is obeyed", () => {
    expect(cancelled("notBelow")).toBeNull()
    expect(cancelled("none")).toBeNull()
  })

  test("was refused while the epoch had to be above", () => {
    expect(cancelled("above")).toMatchObject({ leader: 1, leaderEpoch: 1 })
  })
})
