import type { Draft } from "immer"
import { type Action, action, type Visible } from "../../../engine/model.ts"
import { affords, spend } from "../../budgets.ts"
import { send } from "../../network/channels.ts"
import type { Kafka } from "../config.ts"
import { startShutdown } from "../controller/answers.ts"
import { isServing, isUp } from "../liveness.ts"
import { brokerProcess } from "../names.ts"
import { reaches } from "../replica/alter-partition.ts"
import type { BrokerId, KafkaState } from "../state.ts"
import { stop } from "./brokers.ts"
import { channelOf, isArriving, take } from "./controller-channels.ts"

/** controlled.shutdown.max.retries */
const attemptsMax = 3

type Choice = { readonly broker: BrokerId }
type Asking = Choice & { readonly controller: BrokerId }

/** How a broker stops on purpose: it asks the controller to move what it leads, and stops when that is done or cannot be had. */
export function controlledShutdownActions(kafka: Kafka): Action<KafkaState>[] {
  const { brokers } = kafka
  const choices: Choice[] = brokers.map((broker) => ({ broker }))
  const pairs: Asking[] = brokers.flatMap((broker) => brokers.map((controller) => ({ broker, controller })))
  const cites = ["kafka.controlled-shutdown"]

  const shutDownBroker = action<KafkaState, Choice>("ShutDownBroker", {
    kind: "workload",
    cites,
    choices,
    guard: (state, { broker }) =>
      affords(state, "controlledShutdowns") && isServing(state, broker) && state.brokers[broker]?.shutdown === null,
    effect(draft, { broker }) {
      spend(draft, "controlledShutdowns")
      const stopping = draft.brokers[broker]
      if (stopping) stopping.shutdown = { attempts: attemptsMax, asked: null }
      ask(draft, broker)
    },
  })

  const handleControlledShutdown = action<KafkaState, Asking>("HandleControlledShutdown", {
    kind: "protocol",
    cites: [...cites, "kafka.controller-event-loop"],
    choices: pairs,
    guard: (state, { broker, controller }) =>
      isArriving(state, broker, controller, "ControlledShutdown") &&
      isServing(state, controller) &&
      (state.controllers[controller]?.task ?? null) === null,
    effect(draft, { broker, controller }) {
      const { brokerEpoch } = take(draft, broker, controller, "ControlledShutdown")
      startShutdown(kafka, draft, controller, { broker, brokerEpoch })
    },
  })

  const handleControlledShutdownResponse = action<KafkaState, Asking>("HandleControlledShutdownResponse", {
    kind: "protocol",
    cites,
    choices: pairs,
    guard: (state, { broker, controller }) =>
      isArriving(state, controller, broker, "ControlledShutdownResponse") && isUp(state, broker),
    effect(draft, { broker, controller }) {
      const { brokerEpoch, remaining } = take(draft, controller, broker, "ControlledShutdownResponse")
      const stopping = draft.brokers[broker]
      if (!stopping?.shutdown || stopping.shutdown.asked !== controller || stopping.brokerEpoch !== brokerEpoch) return
      if (remaining?.length === 0) stop(kafka, draft, broker, "crashed")
      else stopping.shutdown.asked = null
    },
  })

  const retryControlledShutdown = action<KafkaState, Choice>("RetryControlledShutdown", {
    kind: "protocol",
    cites,
    choices,
    guard: (state, { broker }) => isWaiting(state, broker) && mayAskAgain(state, broker),
    effect: (draft, { broker }) => ask(draft, broker),
  })

  const stopWithoutController = action<KafkaState, Choice>("StopWithoutController", {
    kind: "protocol",
    cites,
    choices,
    guard: (state, { broker }) => isWaiting(state, broker) && !mayAskAgain(state, broker),
    effect: (draft, { broker }) => stop(kafka, draft, broker, "crashed"),
  })

  return [
    shutDownBroker,
    handleControlledShutdown,
    handleControlledShutdownResponse,
    retryControlledShutdown,
    stopWithoutController,
  ]
}

/** Asks the controller that the metadata names, on a connection made for it. */
function ask(draft: Draft<KafkaState>, broker: BrokerId): void {
  const stopping = draft.brokers[broker]
  const controller = draft.metadata[broker]?.controller ?? null
  if (!stopping?.shutdown || stopping.brokerEpoch === null) return
  stopping.shutdown.attempts -= 1
  if (controller === null || !reaches(draft, broker, controller)) return
  stopping.shutdown.asked = controller
  send(draft.controllerRequestChannels, brokerProcess(broker), brokerProcess(controller), {
    kind: "ControlledShutdown",
    brokerEpoch: stopping.brokerEpoch,
  })
}

/** Whether a broker that is to stop has no answer to wait for. */
function isWaiting(state: Visible<KafkaState>, broker: BrokerId): boolean {
  const shutdown = state.brokers[broker]?.shutdown ?? null
  if (shutdown === null || !isUp(state, broker)) return false
  const { asked } = shutdown
  if (asked === null || !reaches(state, broker, asked)) return true
  if (state.controllers[asked]?.leaving?.broker === broker) return false
  const isAbout = ({ kind }: { readonly kind: string }) => kind.startsWith("ControlledShutdown")
  return !channelOf(state, broker, asked)?.some(isAbout) && !channelOf(state, asked, broker)?.some(isAbout)
}

function mayAskAgain(state: Visible<KafkaState>, broker: BrokerId): boolean {
  const controller = state.metadata[broker]?.controller ?? null
  const left = state.brokers[broker]?.shutdown?.attempts ?? 0
  return left > 0 && controller !== null && isServing(state, broker) && reaches(state, broker, controller)
}
