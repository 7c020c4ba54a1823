import type { Visible } from "../../../engine/model.ts"
import { arriving } from "../../network/channels.ts"
import type { Kafka } from "../config.ts"
import { isServing } from "../liveness.ts"
import type { ClientMessage } from "../messages.ts"
import { brokerProcess, clientProcess } from "../names.ts"
import type { BrokerId, KafkaState } from "../state.ts"

/** A broker and a client that have something on its way between them. */
export interface Delivery {
  readonly broker: BrokerId
  readonly client: number
}

/** Every broker with every client. */
export const deliveriesOf = ({ brokers, clients }: Kafka): Delivery[] =>
  brokers.flatMap((broker) => clients.map((client) => ({ broker, client })))

/** The oldest request of a client that a broker can take now. */
export function arrivingRequest(state: Visible<KafkaState>, { broker, client }: Delivery): ClientMessage | undefined {
  const message = arriving(state.clientChannels, state.links, clientProcess(client), brokerProcess(broker))
  return message !== undefined && isServing(state, broker) ? message : undefined
}

/** The oldest answer of a broker that a client can take now. */
export const arrivingResponse = (state: Visible<KafkaState>, { broker, client }: Delivery): ClientMessage | undefined =>
  arriving(state.clientChannels, state.links, brokerProcess(broker), clientProcess(client))
