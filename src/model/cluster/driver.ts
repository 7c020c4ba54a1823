import { enabledSteps, type Model, type Step } from "../../engine/index.ts"
import { applyStep } from "../../engine/walk.ts"
import { invariant } from "../../errors.ts"
import { paths, replicaName, type StoredPartition } from "../kafka/index.ts"
import { authoritativeTree } from "../zookeeper/index.ts"
import { type ClusterConfig, calm, clusterConfig } from "./config.ts"
import { cluster } from "./model.ts"
import type { ClusterState } from "./state.ts"

type Given = Readonly<Record<string, unknown>>

/** For tests: a cluster in which nothing goes wrong but what its budgets name; links keep what is on its way when they are cut. */
export function clusterOf(given: Given, budgets: Given = {}): Model<ClusterState> {
  const config: ClusterConfig = clusterConfig.parse({
    start: "settled",
    inFlight: "kept",
    ...given,
    budgets: { ...calm, ...budgets },
  })
  return cluster(config)
}

/** What a scenario keeps from happening, and when it stops. */
export interface Course {
  readonly hold?: (step: Step) => boolean
  readonly until?: (state: ClusterState) => boolean
  /** Whether crashed processes restart and cut links heal. */
  readonly healing?: boolean
}

const stepsMax = 3_000

/** For tests: the system goes on by itself, whoever waited longest first, until something is so, or nothing is left. */
export function goOn(model: Model<ClusterState>, from: ClusterState, course: Course = {}): ClusterState {
  const { hold = () => false, until, healing = false } = course
  const takenAt = new Map<string, number>()
  let state = from
  let idle = 0
  for (let now = 1; now <= stepsMax; now += 1) {
    if (until?.(state)) return state
    const waiting = enabledSteps(model, state)
      .filter(({ definition }) => definition.kind === "protocol" || (healing && definition.kind === "healing"))
      .filter((step) => !hold(step))
      .map((step) => ({ step, at: takenAt.get(JSON.stringify([step.action, step.choice])) ?? 0 }))
    const longest = Math.min(...waiting.map(({ at }) => at))
    const found = waiting.find(({ at }) => at === longest)?.step
    if (found === undefined || idle > waiting.length) {
      invariant(until === undefined, "the cluster comes to rest before it gets there")
      return state
    }
    takenAt.set(JSON.stringify([found.action, found.choice]), now)
    const after = applyStep(model, state, found)
    invariant(after, `${found.action} is not enabled`)
    idle = after === state ? idle + 1 : 0
    state = after
  }
  throw new Error("the cluster does not come to rest")
}

/** For tests: the broker that acts as the controller; the last one elected where several believe so. */
export function controllerOf({ controllers }: ClusterState): number {
  const active = Object.keys(controllers).map(Number)
  return active.reduce((a, b) => ((controllers[b]?.epoch ?? -1) > (controllers[a]?.epoch ?? -1) ? b : a))
}

/** For tests: the state of a partition as it is stored in ZooKeeper. */
export const storedState = (state: ClusterState, partition: string): StoredPartition | undefined =>
  authoritativeTree(state).nodes[paths.state(partition)]?.data as StoredPartition | undefined

/** For tests: the records that a broker's log keeps, by number. */
export const recordsAt = (state: ClusterState, broker: number, partition: string): readonly number[] | undefined =>
  state.replicas[replicaName(broker, partition)]?.log.flatMap((entry) => entry?.value ?? [])

/** For tests: whether a step is taken by a broker, or is about one as a follower. */
export const isOf =
  (broker: number, ...actions: readonly string[]) =>
  ({ action, choice }: Step): boolean => {
    const { broker: actor, follower } = choice as { readonly broker?: number; readonly follower?: number }
    return actions.includes(action) && (actor === broker || follower === broker)
  }

/** For tests: three brokers that all host one partition, which prefers broker 1 and needs two replicas for acks=all. */
export const threeReplicas = (rules: Given = {}, clients = 1): Given => ({
  zookeeper: { servers: 1 },
  kafka: {
    brokers: 3,
    clients,
    topics: { orders: { partitions: 1, replicationFactor: 3, minInsyncReplicas: 2, startIndex: 0 } },
    ...rules,
  },
})
