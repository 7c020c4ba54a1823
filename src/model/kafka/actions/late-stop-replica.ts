import type { Draft } from "immer"
import { type Action, action, type Visible } from "../../../engine/model.ts"
import { affords, spend } from "../../budgets.ts"
import { arriving } from "../../network/channels.ts"
import type { Kafka } from "../config.ts"
import { isServing } from "../liveness.ts"
import { epochDuringDelete, type StopReplica } from "../messages.ts"
import { brokerProcess } from "../names.ts"
import { stopReplicas } from "../replica/stop.ts"
import type { BrokerId, KafkaState } from "../state.ts"
import { accepts } from "./control-requests.ts"

interface Delivery {
  readonly broker: BrokerId
  readonly controller: BrokerId
}

/**
 * A controller whose connection breaks before the answer comes sends its request again, and then goes on; the first copy may
 * still wait at the broker, whose threads keep no order between connections (ControllerChannelManager.RequestSendThread).
 * Followed for StopReplica of reassignments only: nothing fences what comes late of UpdateMetadata, or of a topic's deletion.
 */
export function lateStopReplicaActions(kafka: Kafka): Action<KafkaState>[] {
  const { brokers } = kafka
  const cites = ["kafka.control-channel", "kafka.stop-replica"]

  const resendStopReplica = action<KafkaState, Delivery>("ResendStopReplica", {
    kind: "fault",
    cites,
    choices: brokers.flatMap((broker) => brokers.map((controller) => ({ broker, controller }))),
    guard: (state, delivery) =>
      affords(state, "stopReplicasResent") &&
      isServing(state, delivery.broker) &&
      stopReplicaFor(state, delivery) !== null,
    effect(draft, delivery) {
      const request = stopReplicaFor(draft, delivery)
      if (request === null) return
      spend(draft, "stopReplicasResent")
      draft.lateRequests[delivery.broker] = [
        ...(draft.lateRequests[delivery.broker] ?? []),
        request as Draft<StopReplica>,
      ]
    },
  })

  const handleLateStopReplica = action<KafkaState, { broker: BrokerId }>("HandleLateStopReplica", {
    kind: "protocol",
    cites,
    choices: brokers.map((broker) => ({ broker })),
    guard: (state, { broker }) => (state.lateRequests[broker]?.length ?? 0) > 0 && isServing(state, broker),
    effect(draft, { broker }) {
      const request = draft.lateRequests[broker]?.shift()
      if (request && accepts(kafka, draft, broker, request)) stopReplicas(kafka, draft, broker, request)
    },
  })

  return [resendStopReplica, handleLateStopReplica]
}

/** The request that a broker is to handle next, if it is one to stop replicas that a reassignment has removed. */
function stopReplicaFor(
  state: Pick<Visible<KafkaState>, "controlChannels" | "links">,
  { broker, controller }: Delivery,
): StopReplica | null {
  const next = arriving(state.controlChannels, state.links, brokerProcess(controller), brokerProcess(broker))
  if (next?.kind !== "StopReplica") return null
  return next.partitions.every(({ leaderEpoch }) => leaderEpoch !== epochDuringDelete) ? next : null
}
