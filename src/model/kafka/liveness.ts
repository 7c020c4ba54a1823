import type { BrokerId, KafkaState } from "./state.ts"

/** Whether a broker's process runs. */
export const isUp = (state: Pick<KafkaState, "brokers">, broker: BrokerId): boolean =>
  state.brokers[broker]?.status === "up"

/** A broker takes requests from when it has registered; it goes on taking them when its session is gone. */
export const isServing = (state: Pick<KafkaState, "brokers">, broker: BrokerId): boolean =>
  isUp(state, broker) && state.brokers[broker]?.brokerEpoch !== null
