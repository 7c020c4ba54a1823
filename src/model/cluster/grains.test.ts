import { describe, expect, test } from "vitest"
import { bootstrapAnswersAgree } from "../../../properties/kafka/bootstrap-answers-agree.ts"
import { clusterHeals } from "../../../properties/kafka/cluster-heals.ts"
import { applyStep } from "../../engine/walk.ts"
import { clusterOf, goOn } from "./driver.ts"
import type { ClusterState } from "./state.ts"

const topics = { orders: { partitions: 2, replicationFactor: 2, minInsyncReplicas: 1 } }
const kafka = { brokers: 3, topics }

/** What is on its way between servers. */
const underWay = ({ quorumChannels }: ClusterState) => Object.values(quorumChannels).flat()

describe.each(["zab", "server"])("a cluster on ZooKeeper at the grain %s", (grain) => {
  test.each(["cold", "settled", "restarted"])("comes to rest where it starts %s", (start) => {
    const model = clusterOf({ start, zookeeper: { servers: 3, grain }, kafka })
    const rest = goOn(model, model.initial)
    expect(clusterHeals.broken(rest)).toBeNull()
    expect(bootstrapAnswersAgree.broken(rest)).toBeNull()
  })

  test("comes together again where the leader of ZooKeeper is lost", () => {
    const model = clusterOf({ zookeeper: { servers: 3, grain }, kafka }, { serverCrashes: 1 })
    const crashed = applyStep(model, model.initial, { action: "CrashServer", choice: { server: 3 } }) as ClusterState
    const without = goOn(model, crashed)
    expect(without.servers[2]).toMatchObject({ role: "leading", currentEpoch: 2 })
    expect(clusterHeals.broken(goOn(model, without, { healing: true }))).toBeNull()
  })

  test("with prompt delivery has nothing on its way between servers, and all have applied it", () => {
    const given = { prompt: ["zookeeper"], zookeeper: { servers: 3, grain }, kafka }
    const model = clusterOf(given, { sessionExpiries: 1 })
    const expired = applyStep(model, model.initial, { action: "ExpireSession", choice: { client: "broker1" } })
    expect(expired && underWay(expired)).toEqual([])
    const { servers } = expired as ClusterState
    for (const { tree } of Object.values(servers)) expect(tree.nodes["/brokers/ids/1"]).toBeUndefined()
    const later = clusterOf({ ...given, prompt: [] }, { sessionExpiries: 1 })
    const begun = applyStep(later, later.initial, { action: "ExpireSession", choice: { client: "broker1" } })
    expect(begun && underWay(begun)).not.toEqual([])
  })
})
