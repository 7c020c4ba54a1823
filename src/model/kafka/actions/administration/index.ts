import type { Action } from "../../../../engine/model.ts"
import type { Ensemble } from "../../../zookeeper/index.ts"
import type { Kafka } from "../../config.ts"
import type { KafkaState } from "../../state.ts"
import { electionActions } from "./partitions.ts"
import { reassignmentActions } from "./reassignment.ts"
import { topicActions } from "./topics.ts"

/** What administrators ask for. Only the broker that believes to be the controller serves it. */
export const administrationActions = (kafka: Kafka, ensemble: Ensemble): Action<KafkaState>[] => [
  ...topicActions(kafka, ensemble),
  ...electionActions(kafka),
  ...reassignmentActions(kafka),
]
