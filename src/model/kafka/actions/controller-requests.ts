import { type Action, action, type Visible } from "../../../engine/model.ts"
import type { Kafka } from "../config.ts"
import { alterPartition } from "../controller/alter-partition.ts"
import { isServing, isUp } from "../liveness.ts"
import type { ControllerMessage } from "../messages.ts"
import { alterPartitionAnswered, controllerFor, reaches, sendUpdate } from "../replica/alter-partition.ts"
import type { BrokerId, IsrUpdate, KafkaState, PartitionName } from "../state.ts"
import { channelOf, isArriving, take } from "./controller-channels.ts"

/** A broker that asks, and the one that it takes for the controller, which may be itself. */
interface Asking {
  readonly broker: BrokerId
  readonly controller: BrokerId
}

/** What brokers ask the controller for, on connections of their own. */
export function controllerRequestActions(kafka: Kafka): Action<KafkaState>[] {
  const { brokers, partitions } = kafka
  const pairs: Asking[] = brokers.flatMap((broker) => brokers.map((controller) => ({ broker, controller })))

  const handleAlterPartition = action<KafkaState, Asking>("HandleAlterPartition", {
    kind: "protocol",
    cites: [
      "kafka.alter-partition",
      "kafka.alter-partition-ahead",
      "kafka.alter-partition-behind",
      "kafka.isr-eligibility",
      "kafka.broker-epoch-in-alter-partition",
      "kafka.controller-event-loop",
    ],
    choices: pairs,
    guard: (state, { broker, controller }) =>
      isArriving(state, broker, controller, "AlterPartition") &&
      isServing(state, controller) &&
      (state.controllers[controller]?.task ?? null) === null,
    effect(draft, { broker, controller }) {
      const { kind, ...request } = take(draft, broker, controller, "AlterPartition")
      alterPartition(kafka, draft, controller, { broker, ...request })
    },
  })

  const handleAlterPartitionResponse = action<KafkaState, Asking>("HandleAlterPartitionResponse", {
    kind: "protocol",
    cites: ["kafka.isr-change-response", "kafka.alter-partition-one-at-a-time"],
    choices: pairs,
    guard: (state, { broker, controller }) =>
      isArriving(state, controller, broker, "AlterPartitionResponse") && isUp(state, broker),
    effect(draft, { broker, controller }) {
      const response = take(draft, controller, broker, "AlterPartitionResponse")
      alterPartitionAnswered(kafka, draft, broker, controller, response)
    },
  })

  const retryAlterPartition = action<KafkaState, { broker: BrokerId; partition: PartitionName }>(
    "RetryAlterPartition",
    {
      kind: "protocol",
      cites: ["kafka.alter-partition"],
      choices: brokers.flatMap((broker) => partitions.map((partition) => ({ broker, partition }))),
      guard(state, { broker, partition }) {
        const update = state.brokers[broker]?.isrUpdates[partition]
        if (update === undefined || !isServing(state, broker)) return false
        return !isUnderWay(state, broker, partition, update) && isOfUse(state, broker)
      },
      effect: (draft, { broker, partition }) => sendUpdate(draft, broker, partition),
    },
  )

  return [handleAlterPartition, handleAlterPartitionResponse, retryAlterPartition]
}

/** Whether an answer may still come: to what is on its way, or is being worked at, while the connection stands. */
function isUnderWay(
  state: Visible<KafkaState>,
  broker: BrokerId,
  partition: PartitionName,
  { inFlight }: IsrUpdate,
): boolean {
  if (inFlight === null || !reaches(state, broker, inFlight.to)) return false
  const task = state.controllers[inFlight.to]?.task
  if (task && "asked" in task && task.asked.broker === broker && task.asked.partition === partition) return true
  const isAbout = (kind: ControllerMessage["kind"]) => (message: ControllerMessage) =>
    message.kind === kind && "partition" in message && message.partition === partition
  const { to } = inFlight
  if (channelOf(state, broker, to)?.some(isAbout("AlterPartition"))) return true
  return channelOf(state, to, broker)?.some(isAbout("AlterPartitionResponse")) === true
}

/**
 * Whether whom the broker would ask is a controller that knows this life of it, or will send it on to another. Brokers ask again
 * and again until then: here only if it helps.
 */
function isOfUse(state: Visible<KafkaState>, broker: BrokerId): boolean {
  const to = controllerFor(state, broker)
  if (to === null) return false
  const controller = state.controllers[to] ?? null
  if (controller === null) return state.metadata[broker]?.controller !== to
  return controller.live[broker] === state.brokers[broker]?.brokerEpoch
}
