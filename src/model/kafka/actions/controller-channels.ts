import type { Draft } from "immer"
import type { Visible } from "../../../engine/model.ts"
import { carries, findAmong, takeAmong } from "../../network/channels.ts"
import { linkName } from "../../network/state.ts"
import type { ControllerMessage } from "../messages.ts"
import { brokerProcess } from "../names.ts"
import type { BrokerId, KafkaState } from "../state.ts"

/** What is on its way from one broker to another as requests to a controller, or answers. */
export const channelOf = (state: Pick<KafkaState, "controllerRequestChannels">, from: BrokerId, to: BrokerId) =>
  state.controllerRequestChannels[linkName(brokerProcess(from), brokerProcess(to))]

/** Whether a message of a kind is on its way, and the link carries. Requests and answers of two brokers that both ask pass each other. */
export function isArriving(
  state: Visible<KafkaState>,
  from: BrokerId,
  to: BrokerId,
  kind: ControllerMessage["kind"],
): boolean {
  const [sender, receiver] = [brokerProcess(from), brokerProcess(to)]
  const found = findAmong(state.controllerRequestChannels, sender, receiver, isOf(kind))
  return found !== undefined && carries(state.links, sender, receiver)
}

/** Takes the oldest message of a kind. */
export const take = <K extends ControllerMessage["kind"]>(
  draft: Draft<KafkaState>,
  from: BrokerId,
  to: BrokerId,
  kind: K,
) =>
  takeAmong(draft.controllerRequestChannels, brokerProcess(from), brokerProcess(to), isOf(kind)) as Extract<
    ControllerMessage,
    { kind: K }
  >

const isOf = (kind: ControllerMessage["kind"]) => (message: Pick<ControllerMessage, "kind">) => message.kind === kind
