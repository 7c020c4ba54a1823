import type { Draft } from "immer"
import { type Action, action, type Visible } from "../../../engine/model.ts"
import { affords, spend } from "../../budgets.ts"
import { connected } from "../../network/channels.ts"
import type { Result } from "../../zookeeper/index.ts"
import type { Kafka } from "../config.ts"
import { isUp } from "../liveness.ts"
import { brokerProcess, replicaName } from "../names.ts"
import type { ZooKeeperPurpose } from "../purposes.ts"
import type { BrokerId, KafkaState, Leadership, PartitionName } from "../state.ts"
import { canChangeIsr, requestIsr } from "./isr-request.ts"
import { advance } from "./leader.ts"
import { logEnd } from "./log.ts"

/**
 * ZooKeeper has answered a change of the ISR that the leader wrote itself. If the state had another version, what is stored decides: the leader's own
 * earlier write, whose answer was lost, counts; otherwise a controller has written, and the change stays
 * open until its LeaderAndIsr arrives (ReplicationUtils.checkLeaderAndIsrZkData).
 */
export function isrAnswered(
  kafka: Kafka,
  draft: Draft<KafkaState>,
  broker: BrokerId,
  { partition, leaderEpoch }: Extract<ZooKeeperPurpose, { kind: "isrChange" }>,
  [written, stored]: readonly Result[],
): void {
  const replica = draft.replicas[replicaName(broker, partition)]
  const leadership = replica?.leadership
  if (!replica || !leadership?.pending || replica.leaderEpoch !== leaderEpoch) return
  if (written?.ok && written.version !== undefined) {
    leadership.isr = leadership.pending.isr
    replica.partitionEpoch = written.version
  } else if (kafka.rules.isrWriteConflict === "skipped") {
    return
  } else {
    const state = stored?.ok ? (stored.data as { leader: BrokerId | null; leaderEpoch: number; isr: BrokerId[] }) : null
    if (!stored?.ok || state?.leader !== broker || state.leaderEpoch !== leaderEpoch) return
    leadership.isr = [...state.isr]
    replica.partitionEpoch = stored.version ?? replica.partitionEpoch
  }
  leadership.pending = null
  advance(kafka, draft, broker, partition)
}

/** A leader, one of its followers, and the partition. */
interface Lag {
  readonly leader: BrokerId
  readonly follower: BrokerId
  readonly partition: PartitionName
}

/**
 * A leader gives up on a follower that has not caught up for `replica.lag.time.max.ms`. Time is not modelled: a follower
 * that cannot fetch is given up on at some time, one that can is given up on only by a fault, within a budget.
 */
export function shrinkActions(kafka: Kafka): Action<KafkaState>[] {
  const { brokers, partitions } = kafka
  const choices: Lag[] = brokers.flatMap((leader) =>
    brokers
      .filter((follower) => follower !== leader)
      .flatMap((follower) => partitions.map((partition) => ({ leader, follower, partition }))),
  )
  const cites = [
    "kafka.isr-shrink",
    "kafka.isr-change",
    "kafka.isr-write",
    "kafka.isr-write-conflict",
    "kafka.removed-isr-member",
  ]

  const shrinkIsr = action<KafkaState, Lag>("ShrinkIsr", {
    kind: "protocol",
    cites,
    choices,
    guard: (state, lag) => lags(kafka, state, lag) && (isRemoved(state, lag) || !canFetch(state, lag)),
    effect: (draft, lag) => shrink(kafka, draft, lag),
  })

  const shrinkIsrOfSlowFollower = action<KafkaState, Lag>("ShrinkIsrOfSlowFollower", {
    kind: "fault",
    cites,
    choices,
    guard: (state, lag) =>
      affords(state, "slowFollowers") && lags(kafka, state, lag) && !isRemoved(state, lag) && canFetch(state, lag),
    effect(draft, lag) {
      spend(draft, "slowFollowers")
      shrink(kafka, draft, lag)
    },
  })

  return [shrinkIsr, shrinkIsrOfSlowFollower]
}

function lags(kafka: Kafka, state: Visible<KafkaState>, { leader, follower, partition }: Lag): boolean {
  const replica = state.replicas[replicaName(leader, partition)]
  const leadership = replica?.leadership
  if (!replica || !leadership?.isr.includes(follower) || !isUp(state, leader)) return false
  if (leadership.followers[follower] === logEnd(replica)) return false
  if (!canChangeIsr(kafka, state, leader, partition, leadership)) return false
  const fails = kafka.rules.removedIsrMember === "unknown"
  return !(fails && leadership.isr.some((broker) => broker !== leader && isUnknown(leadership, broker)))
}

/** Whether a member of the ISR is none of the replicas, as the controller may leave it during a reassignment. */
const isUnknown = ({ followers }: Pick<Leadership, "followers">, broker: BrokerId): boolean =>
  followers[broker] === undefined

/** Whether the leader does not wait for a member of the ISR to lag: it is no replica (Partition.isFollowerOutOfSync, KAFKA-9672). */
function isRemoved(state: Visible<KafkaState>, { leader, follower, partition }: Lag): boolean {
  const leadership = state.replicas[replicaName(leader, partition)]?.leadership
  return leadership != null && isUnknown(leadership, follower)
}

function canFetch(state: Visible<KafkaState>, { leader, follower, partition }: Lag): boolean {
  const replica = state.replicas[replicaName(follower, partition)]
  if (replica?.leader !== leader || !isUp(state, follower)) return false
  const fetcher = replica.fetcher?.state
  return (
    fetcher !== undefined &&
    fetcher !== "fenced" &&
    fetcher !== "failed" &&
    connected(state.links, brokerProcess(leader), brokerProcess(follower))
  )
}

function shrink(kafka: Kafka, draft: Draft<KafkaState>, { leader, follower, partition }: Lag): void {
  const isr = draft.replicas[replicaName(leader, partition)]?.leadership?.isr ?? []
  requestIsr(
    kafka,
    draft,
    leader,
    partition,
    isr.filter((broker) => broker !== follower),
  )
}
