import type { Draft } from "immer"
import type { Visible } from "../../../../engine/model.ts"
import { canRequest, type Operation, request } from "../../../zookeeper/index.ts"
import { isUp } from "../../liveness.ts"
import { brokerProcess } from "../../names.ts"
import type { ZooKeeperPurpose } from "../../purposes.ts"
import type { BrokerId, KafkaState } from "../../state.ts"

/** The controller of a broker that believes to be it and can reach ZooKeeper. */
export const administering = (state: Visible<KafkaState>, broker: BrokerId) =>
  isUp(state, broker) && canRequest(state, brokerProcess(broker)) ? state.controllers[broker] : null

/** Sends what an administrator asked for to the store, and waits for no answer. */
export function administer(draft: Draft<KafkaState>, broker: BrokerId, operations: readonly Operation[]): void {
  const purpose: ZooKeeperPurpose = { kind: "administration" }
  request(draft, brokerProcess(broker), operations, purpose)
}
