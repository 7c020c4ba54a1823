import type { Draft } from "immer"
import { type Action, action } from "../../../engine/model.ts"
import { arriving, receive, send } from "../../network/channels.ts"
import type { Kafka } from "../config.ts"
import { isServing } from "../liveness.ts"
import type { ClientMessage } from "../messages.ts"
import { brokerProcess, clientProcess } from "../names.ts"
import type { BrokerId, Client, KafkaState } from "../state.ts"

/** A broker and a client that have something on its way between them. */
export interface Delivery {
  readonly broker: BrokerId
  readonly client: number
}

/** Every broker with every client. */
export const deliveriesOf = ({ brokers, clients }: Kafka): Delivery[] =>
  brokers.flatMap((broker) => clients.map((client) => ({ broker, client })))

type Message<K extends ClientMessage["kind"]> = Extract<ClientMessage, { kind: K }>

/** What a broker does with a kind of request: what it answers, or null where it does not answer now. */
export const handleRequest = <K extends ClientMessage["kind"]>(
  kafka: Kafka,
  name: string,
  kind: K,
  cites: readonly string[],
  serve: (draft: Draft<KafkaState>, delivery: Delivery, request: Message<K>) => ClientMessage | null,
): Action<KafkaState> =>
  action<KafkaState, Delivery>(name, {
    kind: "protocol",
    cites,
    choices: deliveriesOf(kafka),
    guard: (state, { broker, client }) =>
      arriving(state.clientChannels, state.links, clientProcess(client), brokerProcess(broker))?.kind === kind &&
      isServing(state, broker),
    effect(draft, delivery) {
      const [from, to] = [clientProcess(delivery.client), brokerProcess(delivery.broker)]
      const request = receive(draft.clientChannels, from, to) as Message<K>
      const response = serve(draft, delivery, request)
      if (response !== null) send(draft.clientChannels, to, from, response as Draft<ClientMessage>)
    },
  })

/** What a client does with a kind of answer. */
export const handleResponse = <K extends ClientMessage["kind"]>(
  kafka: Kafka,
  name: string,
  kind: K,
  cites: readonly string[],
  take: (draft: Draft<KafkaState>, delivery: Delivery, response: Message<K>, client: Draft<Client>) => void,
): Action<KafkaState> =>
  action<KafkaState, Delivery>(name, {
    kind: "protocol",
    cites,
    choices: deliveriesOf(kafka),
    guard: (state, { broker, client }) =>
      arriving(state.clientChannels, state.links, brokerProcess(broker), clientProcess(client))?.kind === kind,
    effect(draft, delivery) {
      const name = clientProcess(delivery.client)
      const response = receive(draft.clientChannels, brokerProcess(delivery.broker), name) as Message<K>
      const client = draft.clients[name]
      if (client) take(draft, delivery, response, client)
    },
  })
