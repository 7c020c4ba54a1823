import type { Draft } from "immer"
import { type Action, action, type Visible } from "../../../../engine/model.ts"
import { affords, spend } from "../../../budgets.ts"
import type { Kafka } from "../../config.ts"
import { assignmentOf } from "../../controller/assignments.ts"
import { startReassignment } from "../../controller/reassignment-start.ts"
import type { Controller } from "../../controller/state.ts"
import { topicOf } from "../../names.ts"
import { isBeingReassigned, originReplicas, reassignTo, targetReplicas } from "../../rules/reassignment.ts"
import type { BrokerId, KafkaState, PartitionName } from "../../state.ts"
import { administering } from "./controller.ts"

/** A broker that believes to be the controller, and a partition. */
interface Asked {
  readonly broker: BrokerId
  readonly partition: PartitionName
}

/** Partitions get other replicas, or the same in another order; what goes on is replaced by that, or cancelled (KIP-455). */
export function reassignmentActions(kafka: Kafka): Action<KafkaState>[] {
  const { brokers, partitions } = kafka
  const asked = brokers.flatMap((broker) => partitions.map((partition): Asked => ({ broker, partition })))

  const reassigning = <C extends Asked>(
    name: string,
    choices: readonly C[],
    targetOf: (controller: Pick<Controller, "topics">, choice: C) => readonly BrokerId[] | null,
  ): Action<KafkaState> =>
    action<KafkaState, C>(name, {
      kind: "workload",
      cites: ["kafka.reassignment", "kafka.reassignment-replacement"],
      choices,
      guard(state, choice) {
        if (!affords(state, "reassignments")) return false
        const controller = controllerFor(state, choice)
        const target = controller && targetOf(controller, choice)
        return controller && target ? isAllowed(controller, choice.partition, target) : false
      },
      effect(draft, choice) {
        const { broker, partition } = choice
        const controller = draft.controllers[broker]
        const target = controller && targetOf(controller, choice)
        if (!controller || !target) return
        spend(draft, "reassignments")
        remember(draft, controller, partition, target)
        startReassignment(kafka, draft, broker, partition, target)
      },
    })

  return [
    reassigning("ReassignReplica", replacements(asked, brokers), (controller, { partition, from, to }) => {
      const before = targetReplicas(assignmentOf(controller, partition))
      if (!before.includes(from) || before.includes(to)) return null
      return before.map((broker) => (broker === from ? to : broker))
    }),
    reassigning("ReverseReplicas", asked, (controller, { partition }) => {
      const before = targetReplicas(assignmentOf(controller, partition))
      return before.length > 1 ? before.toReversed() : null
    }),
    reassigning("CancelReassignment", asked, (controller, { partition }) => {
      const assignment = assignmentOf(controller, partition)
      return isBeingReassigned(assignment) ? originReplicas(assignment) : null
    }),
  ]
}

const replacements = (asked: readonly Asked[], brokers: readonly BrokerId[]) =>
  asked.flatMap((choice) =>
    brokers.flatMap((from) => brokers.filter((to) => to !== from).map((to) => ({ ...choice, from, to }))),
  )

/** The controller that serves a request about a partition: one that has nothing else at hand, and does not know that the topic is to be deleted. */
function controllerFor(state: Visible<KafkaState>, { broker, partition }: Asked): Controller | null {
  if (state.controllers[broker] === null) return null
  const controller = administering(state, broker)
  if (!controller?.states[partition] || controller.task !== null) return null
  return controller.deletions[topicOf(partition)] === undefined ? controller : null
}

/** Replicas can be added on live brokers only (KafkaController.validateReplicas). */
const isAllowed = (controller: Controller, partition: PartitionName, target: readonly BrokerId[]): boolean =>
  reassignTo(assignmentOf(controller, partition), target).adding.every((added) => controller.live[added] !== undefined)

/** Keeps, for the properties, what was asked for. */
function remember(
  draft: Draft<KafkaState>,
  controller: Draft<Controller>,
  partition: PartitionName,
  target: readonly BrokerId[],
): void {
  const topicId = controller.topics[topicOf(partition)]?.topicId ?? 0
  const assignment = assignmentOf(controller, partition)
  const known = draft.history.reassigned[partition]
  const { asked, added } = known?.topicId === topicId ? known : { asked: [targetReplicas(assignment)], added: [] }
  const { adding } = reassignTo(assignment, target)
  draft.history.reassigned[partition] = { topicId, asked: [...asked, [...target]], added: [...added, ...adding] }
}
