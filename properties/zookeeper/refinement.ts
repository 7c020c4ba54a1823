import { zooKeeper, zooKeeperConfig } from "../../src/model/zookeeper/index.ts"
import { seenByClients } from "./seen-by-clients.ts"
import { type Inclusion, traceInclusion } from "./trace-inclusion.ts"

type Given = Readonly<Record<string, unknown>>

/** What is compared: the grain, what may happen, the choices of the finer model, and what the coarser one needs besides. */
export interface Comparison {
  readonly grain: "zab" | "server"
  readonly given: Given
  readonly wrong?: Given
  /** A leader that is only slow is one that is cut off for a while, at the grain `atomic`. */
  readonly besides?: Given
}

const modelOf = (given: Given) => zooKeeper(zooKeeperConfig.parse({ clients: 1, attachedTo: 1, ...given }))

/** The finest that can be searched in full: an oracle elects, and what a learner does with NEWLEADER is one step. */
const coarser = { election: "oracleWithEpoch", newLeaderSteps: "atOnce", snapshotTransfer: "atOnce" } as const

/**
 * Whether all that clients can see of an ensemble, message by message, they can see at the grain `atomic` too, so that what is
 * proved of Kafka or of a client there holds here. What is not promised is the same in both: a leader that has been deposed
 * and has not noticed answers reads and syncs from what it has.
 */
export const compared = ({ grain, given, wrong = {}, besides = {} }: Comparison): Inclusion =>
  traceInclusion(
    modelOf({ ...given, zookeeper: { ...coarser, grain, ...wrong } }),
    modelOf({ ...given, budgets: { ...(given.budgets as Given), ...besides } }),
    seenByClients,
  )
