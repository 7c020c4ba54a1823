import type { Action } from "../../../engine/model.ts"
import type { Ensemble } from "../../zookeeper/index.ts"
import type { Kafka } from "../config.ts"
import { shrinkActions } from "../replica/isr.ts"
import type { KafkaState } from "../state.ts"
import { administrationActions } from "./administration/index.ts"
import { brokerActions } from "./brokers.ts"
import { checkpointActions } from "./checkpoints.ts"
import { consumeActions } from "./consume.ts"
import { controlActions } from "./control-requests.ts"
import { controlledShutdownActions } from "./controlled-shutdown.ts"
import { controllerRequestActions } from "./controller-requests.ts"
import { fetchActions } from "./fetch.ts"
import { lateStopReplicaActions } from "./late-stop-replica.ts"
import { metadataActions } from "./metadata.ts"
import { offsetActions } from "./offsets.ts"
import { operatorActions } from "./operator.ts"
import { produceActions } from "./produce.ts"
import { retentionActions } from "./retention.ts"
import { zooKeeperClientActions } from "./zookeeper.ts"

/** Everything that can happen to brokers and clients. */
export const kafkaActions = (kafka: Kafka, ensemble: Ensemble): Action<KafkaState>[] => [
  ...checkpointActions(kafka),
  ...zooKeeperClientActions(kafka, ensemble),
  ...controlActions(kafka),
  ...controllerRequestActions(kafka),
  ...controlledShutdownActions(kafka),
  ...fetchActions(kafka),
  ...shrinkActions(kafka),
  ...produceActions(kafka),
  ...consumeActions(kafka),
  ...offsetActions(kafka),
  ...metadataActions(kafka),
  ...administrationActions(kafka, ensemble),
  ...brokerActions(kafka),
  ...retentionActions(kafka),
  ...operatorActions(kafka, ensemble),
  ...lateStopReplicaActions(kafka),
]
