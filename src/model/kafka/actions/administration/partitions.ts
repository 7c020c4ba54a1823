import { type Action, action } from "../../../../engine/model.ts"
import { affords, spend } from "../../../budgets.ts"
import type { Kafka } from "../../config.ts"
import { isLive } from "../../controller/controlled-shutdown.ts"
import { setTask } from "../../controller/events.ts"
import { replicasOf } from "../../controller/requests.ts"
import { raised } from "../../controller/transitions.ts"
import { topicOf } from "../../names.ts"
import { preferredElection } from "../../rules/election.ts"
import type { BrokerId, KafkaState, PartitionName } from "../../state.ts"
import { administering } from "./controller.ts"

/** Partitions are given back to the leader that they prefer. */
export function electionActions(kafka: Kafka): Action<KafkaState>[] {
  const { brokers, partitions } = kafka
  const electPreferredLeader = action<KafkaState, { broker: BrokerId; partition: PartitionName }>(
    "ElectPreferredLeader",
    {
      kind: "workload",
      cites: ["kafka.preferred-election"],
      choices: brokers.flatMap((broker) => partitions.map((partition) => ({ broker, partition }))),
      guard(state, { broker, partition }) {
        if (!affords(state, "preferredElections")) return false
        const controller = administering(state, broker)
        const stored = controller?.states[partition]
        if (
          !controller ||
          !stored ||
          controller.task !== null ||
          controller.deletions[topicOf(partition)] !== undefined
        )
          return false
        const preferred = replicasOf(controller, partition)[0]
        return (
          preferred !== stored.leader &&
          preferred !== undefined &&
          isLive(controller, preferred) &&
          stored.isr.includes(preferred)
        )
      },
      effect(draft, { broker, partition }) {
        const controller = draft.controllers[broker]
        const stored = controller?.states[partition]
        if (!controller || !stored) return
        spend(draft, "preferredElections")
        const elected = preferredElection(replicasOf(controller, partition), stored.isr, (other) =>
          isLive(controller, other),
        )
        if (elected === null) return
        const next = raised(kafka, controller, stored, elected)
        setTask(kafka, draft, broker, { kind: "writing", transitions: [{ partition, next, expected: stored.version }] })
      },
    },
  )

  return [electPreferredLeader]
}
