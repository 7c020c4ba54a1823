import type { Draft } from "immer"
import { canRequest, request } from "../../zookeeper/index.ts"
import type { Kafka } from "../config.ts"
import { brokerProcess } from "../names.ts"
import type { ZooKeeperPurpose } from "../purposes.ts"
import type { BrokerId, KafkaState } from "../state.ts"
import { operationsOf } from "./operations.ts"
import type { ControllerEvent, ControllerTask } from "./state.ts"

/** Puts an event at the end of an active controller's queue, once, and starts on it if nothing else is at hand. */
export function enqueue(kafka: Kafka, draft: Draft<KafkaState>, me: BrokerId, event: ControllerEvent): void {
  const controller = draft.controllers[me]
  if (!controller) return
  if (!controller.queue.includes(event)) controller.queue.push(event)
  if (controller.task === null) startNext(kafka, draft, me)
}

/** Takes the next event of the queue: the controller handles one at a time, and reads the store only now (KAFKA-5879). */
export function startNext(kafka: Kafka, draft: Draft<KafkaState>, me: BrokerId): void {
  const controller = draft.controllers[me]
  const event = controller?.queue.shift()
  if (!controller || event === undefined) return
  if (event !== "completeDeletion") {
    setTask(kafka, draft, me, { kind: "reading", event, partitions: kafka.partitions })
    return
  }
  const topic = Object.keys(controller.deletions).find((name) => controller.deletions[name]?.length === 0)
  if (topic === undefined) startNext(kafka, draft, me)
  else setTask(kafka, draft, me, { kind: "deleting", topic })
}

/** Gives the controller something to ask the store for, and asks. */
export function setTask(kafka: Kafka, draft: Draft<KafkaState>, me: BrokerId, task: ControllerTask): void {
  const controller = draft.controllers[me]
  if (!controller) return
  controller.task = task as Draft<ControllerTask>
  perform(kafka, draft, me)
}

/** Sends the request of the task at hand, now or again after a lost connection (KafkaZkClient retries until connected). */
export function perform(kafka: Kafka, draft: Draft<KafkaState>, me: BrokerId): void {
  const controller = draft.controllers[me]
  if (!controller?.task || !canRequest(draft, brokerProcess(me))) return
  const purpose: ZooKeeperPurpose = { kind: "controllerTask", epoch: controller.epoch }
  request(draft, brokerProcess(me), operationsOf(kafka, controller, controller.task), purpose)
}
