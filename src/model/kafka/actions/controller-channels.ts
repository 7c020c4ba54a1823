import type { Draft } from "immer"
import type { Visible } from "../../../engine/model.ts"
import { carries } from "../../network/channels.ts"
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
  const channel = channelOf(state, from, to)
  if (channel === undefined || channel.length === 0 || !channel.some((message) => message.kind === kind)) return false
  return carries(state.links, brokerProcess(from), brokerProcess(to))
}

/** Takes the oldest message of a kind. */
export function take<K extends ControllerMessage["kind"]>(
  draft: Draft<KafkaState>,
  from: BrokerId,
  to: BrokerId,
  kind: K,
) {
  const channel = channelOf(draft, from, to) as ControllerMessage[]
  const index = channel.findIndex((message) => message.kind === kind)
  return channel.splice(index, 1)[0] as Extract<ControllerMessage, { kind: K }>
}
