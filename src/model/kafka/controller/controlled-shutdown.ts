import type { Draft } from "immer"
import { send } from "../../network/channels.ts"
import type { ControllerMessage } from "../messages.ts"
import { brokerProcess, topicOf } from "../names.ts"
import type { BrokerId, KafkaState, PartitionName } from "../state.ts"
import { activePartitions, replicasOf, sendStopReplica } from "./requests.ts"
import type { Controller, Leaving } from "./state.ts"

/**
 * A broker wants to stop. It is shutting down from now on, its followers are told to fetch no more, and once what it leads has
 * been moved and it has been taken out of the other ISRs it is told what is left (KafkaController.doControlledShutdown).
 * Returns whether the controller has something to do for it.
 */
export function beginShutdown(draft: Draft<KafkaState>, me: BrokerId, asked: Leaving): boolean {
  const controller = draft.controllers[me]
  const known = controller?.live[asked.broker]
  if (!controller || known === undefined || asked.brokerEpoch < known) {
    answer(draft, me, asked, null)
    return false
  }
  if (!controller.shuttingDown.includes(asked.broker)) controller.shuttingDown.push(asked.broker)
  controller.leaving = { ...asked }
  const followed = activePartitions(controller).filter((partition) => {
    const replicas = replicasOf(controller, partition)
    return (
      replicas.includes(asked.broker) && replicas.length > 1 && controller.states[partition]?.leader !== asked.broker
    )
  })
  for (const topic of new Set(followed.map(topicOf))) {
    const ofTopic = followed.filter((partition) => topicOf(partition) === topic)
    sendStopReplica(draft, me, [asked.broker], ofTopic, false)
  }
  return true
}

/** Answers a broker that wants to stop with the partitions that it still leads. */
export function endShutdown(draft: Draft<KafkaState>, me: BrokerId): void {
  const controller = draft.controllers[me]
  if (!controller?.leaving) return
  const asked = controller.leaving
  controller.leaving = null
  answer(draft, me, asked, stillLed(controller, asked.broker))
}

const stillLed = (controller: Controller, broker: BrokerId): PartitionName[] =>
  activePartitions(controller).filter(
    (partition) => controller.states[partition]?.leader === broker && replicasOf(controller, partition).length > 1,
  )

function answer(
  draft: Draft<KafkaState>,
  me: BrokerId,
  { broker, brokerEpoch }: Leaving,
  remaining: readonly PartitionName[] | null,
): void {
  const response: ControllerMessage = { kind: "ControlledShutdownResponse", brokerEpoch, remaining }
  send(draft.controllerRequestChannels, brokerProcess(me), brokerProcess(broker), response as Draft<ControllerMessage>)
}

/** Whether a broker may be elected or taken into an ISR: it is believed to live and is not about to stop (ControllerContext.isLiveBroker). */
export const isLive = ({ live, shuttingDown }: Pick<Controller, "live" | "shuttingDown">, broker: BrokerId): boolean =>
  live[broker] !== undefined && !shuttingDown.includes(broker)
