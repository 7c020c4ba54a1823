import type { Draft } from "immer"
import { type Action, action } from "../../../engine/model.ts"
import { arriving, receive, send } from "../../network/channels.ts"
import type { Kafka } from "../config.ts"
import { replicaDeleted } from "../controller/deletion.ts"
import { deletedBy, missed } from "../controller/requests.ts"
import { isServing } from "../liveness.ts"
import { type ControlMessage, epochDuringDelete, type PartitionState } from "../messages.ts"
import { brokerProcess, replicaName } from "../names.ts"
import { forgetUpdate } from "../replica/alter-partition.ts"
import { becomeFollower } from "../replica/follower.ts"
import { becomeLeader } from "../replica/leader.ts"
import { emptyReplica, setHighWatermark } from "../replica/log.ts"
import { stopReplicas } from "../replica/stop.ts"
import type { BrokerId, KafkaState, Replica } from "../state.ts"

/** A broker, and the broker whose controller sends to it; a controller also sends to its own broker. */
interface Delivery {
  readonly broker: BrokerId
  readonly controller: BrokerId
}

type Request = Extract<ControlMessage, { brokerEpoch: number }>

/** What brokers do with the controller's requests, and the controller with the one answer it waits for. */
export function controlActions(kafka: Kafka): Action<KafkaState>[] {
  const { brokers } = kafka
  const deliveries: Delivery[] = brokers.flatMap((broker) => brokers.map((controller) => ({ broker, controller })))

  const handle = <K extends Request["kind"]>(
    name: string,
    kind: K,
    cites: readonly string[],
    obey: (
      draft: Draft<KafkaState>,
      broker: BrokerId,
      request: Extract<ControlMessage, { kind: K }>,
      controller: BrokerId,
    ) => void,
  ): Action<KafkaState> =>
    action<KafkaState, Delivery>(name, {
      kind: "protocol",
      cites: [...cites, "kafka.broker-epoch-check", "kafka.controller-epoch-check", "kafka.control-channel"],
      choices: deliveries,
      guard: (state, { broker, controller }) =>
        arriving(state.controlChannels, state.links, brokerProcess(controller), brokerProcess(broker))?.kind === kind &&
        isServing(state, broker),
      effect(draft, { broker, controller }) {
        const message = receive(draft.controlChannels, brokerProcess(controller), brokerProcess(broker))
        const request = message as Extract<ControlMessage, { kind: K }> & Request
        if (accepts(kafka, draft, broker, request)) obey(draft, broker, request, controller)
      },
    })

  const handleLeaderAndIsr = handle(
    "HandleLeaderAndIsr",
    "LeaderAndIsr",
    [
      "kafka.leader-and-isr",
      "kafka.topic-id-check",
      "kafka.become-leader",
      "kafka.epoch-start",
      "kafka.become-follower",
      "kafka.high-watermark-checkpoint",
    ],
    (draft, broker, { partitions }) => {
      for (const told of partitions) followPartition(kafka, draft, broker, told)
      const process = draft.brokers[broker]
      if (process) process.checkpoints = true
    },
  )

  const handleUpdateMetadata = handle(
    "HandleUpdateMetadata",
    "UpdateMetadata",
    ["kafka.update-metadata"],
    (draft, broker, update) => {
      const metadata = draft.metadata[broker]
      if (!metadata) return
      metadata.controller = update.controller
      const known = draft.brokers[broker]
      if (known) known.activeController ??= update.controller
      metadata.brokers = [...update.brokers]
      for (const [partition, told] of Object.entries(update.partitions)) {
        if (told === null) delete metadata.partitions[partition]
        else metadata.partitions[partition] = { ...told }
      }
    },
  )

  const handleStopReplica = handle(
    "HandleStopReplica",
    "StopReplica",
    ["kafka.stop-replica", "kafka.stopped-log", "kafka.topic-deletion"],
    (draft, broker, request, controller) => {
      stopReplicas(kafka, draft, broker, request)
      const { topic, topicId, partitions, controllerEpoch } = request
      if (!partitions.every(({ leaderEpoch }) => leaderEpoch === epochDuringDelete)) return
      delete draft.brokers[broker]?.minInsyncReplicas[topic]
      send(draft.controlChannels, brokerProcess(broker), brokerProcess(controller), {
        kind: "StopReplicaResponse",
        topic,
        topicId,
        controllerEpoch,
      })
    },
  )

  const handleStopReplicaResponse = action<KafkaState, Delivery>("HandleStopReplicaResponse", {
    kind: "protocol",
    cites: ["kafka.topic-deletion", "kafka.stateless-replicas"],
    choices: deliveries,
    guard: (state, { broker, controller }) =>
      arriving(state.controlChannels, state.links, brokerProcess(broker), brokerProcess(controller))?.kind ===
        "StopReplicaResponse" && isServing(state, controller),
    effect(draft, { broker, controller }) {
      const response = receive(draft.controlChannels, brokerProcess(broker), brokerProcess(controller))
      if (response.kind === "StopReplicaResponse") replicaDeleted(kafka, draft, controller, broker, response)
    },
  })

  return [handleLeaderAndIsr, handleUpdateMetadata, handleStopReplica, handleStopReplicaResponse]
}

/**
 * Whether a broker obeys a request: not if it is meant for an earlier life of the broker (KIP-380), and not if it comes from
 * an earlier controller than it has obeyed. A later life is one that the controller has heard of before the broker itself:
 * it is obeyed since KAFKA-9839, and was refused before that.
 */
export function accepts(kafka: Kafka, draft: Draft<KafkaState>, id: BrokerId, request: Request): boolean {
  const broker = draft.brokers[id]
  if (!broker || broker.brokerEpoch === null) return false
  const { brokerEpochInControlRequests } = kafka.rules
  const earlierLife = request.brokerEpoch < broker.brokerEpoch
  const isRefused =
    (earlierLife && brokerEpochInControlRequests !== "off") ||
    (request.brokerEpoch > broker.brokerEpoch && brokerEpochInControlRequests === "exact") ||
    (request.controllerEpoch < broker.controllerEpoch && kafka.rules.controllerEpochCheck === "on")
  if (isRefused) {
    if (request.kind === "StopReplica") missed(draft, id, deletedBy(request))
    return false
  }
  broker.controllerEpoch = Math.max(broker.controllerEpoch, request.controllerEpoch)
  if (earlierLife) draft.history.misdirected.push({ broker: id, request: request.kind, sentTo: request.brokerEpoch })
  return true
}

/**
 * Does what LeaderAndIsr says of one partition, if it is newer than what the replica knows. Where the leader is not known
 * to live, no more is done than to take the log into use: a replica that leads goes on leading in its old
 * epoch (ReplicaManager.becomeLeaderOrFollower, makeFollowers; KAFKA-1647).
 */
function followPartition(kafka: Kafka, draft: Draft<KafkaState>, broker: BrokerId, told: PartitionState): void {
  const name = replicaName(broker, told.partition)
  const known = draft.replicas[name]
  if (known && known.topicId !== told.topicId && kafka.rules.topicIds === "on") return
  if (!told.replicas.includes(broker)) return
  if (known && told.leaderEpoch <= known.leaderEpoch) return
  const follows = told.leader !== null && draft.metadata[broker]?.brokers.includes(told.leader)
  if (told.leader !== broker && !follows) {
    if (kafka.rules.deadLeader === "createsLog") takeIntoUse(kafka, draft, broker, told)
    return
  }
  const before = { leader: known?.leader ?? null, leaderEpoch: known?.leaderEpoch ?? -1 }
  draft.replicas[name] = {
    ...takeIntoUse(kafka, draft, broker, told),
    topicId: told.topicId,
    leader: told.leader,
    leaderEpoch: told.leaderEpoch,
    partitionEpoch: told.partitionEpoch,
    replicas: [...told.replicas],
  }
  forgetUpdate(kafka, draft, broker, told.partition)
  if (told.leader === broker) becomeLeader(kafka, draft, broker, told, before.leaderEpoch)
  else becomeFollower(kafka, draft, broker, told, before)
}

/** Creates a log where there is none, and sets the high watermark of one that was there to what is on disk of it (Partition.createLogIfNotExists). */
function takeIntoUse(
  kafka: Kafka,
  draft: Draft<KafkaState>,
  broker: BrokerId,
  { partition, topicId }: Pick<PartitionState, "partition" | "topicId">,
): Draft<Replica> {
  const name = replicaName(broker, partition)
  const replica = draft.replicas[name] ?? (emptyReplica(topicId) as Draft<Replica>)
  if (!replica.inUse) {
    replica.inUse = true
    setHighWatermark(kafka.rules, replica, draft.checkpoints[broker]?.[partition] ?? 0)
  }
  draft.replicas[name] = replica
  return replica
}
