import type { Draft } from "immer"
import { canRequest, type Operation, type Result, request } from "../../zookeeper/index.ts"
import type { Kafka } from "../config.ts"
import { brokerProcess, paths } from "../names.ts"
import type { ZooKeeperPurpose } from "../purposes.ts"
import type { BrokerId, KafkaState } from "../state.ts"
import { alterPartition } from "./alter-partition.ts"
import { beginShutdown } from "./controlled-shutdown.ts"
import { enqueue, perform } from "./events.ts"
import { forgetDropping, targetsOf } from "./reassignment-start.ts"
import { dropRequests } from "./requests.ts"
import type { AlterRequest } from "./state.ts"

/** Reads who the controller is, watching for a change, and the last controller epoch. */
export function lookUpController(kafka: Kafka, draft: Draft<KafkaState>, me: BrokerId): void {
  ask(draft, me, { kind: "controllerLookup" }, [
    { op: "exists", path: paths.controller, watch: true },
    { op: "getData", path: paths.controller },
    { op: "getData", path: paths.controllerEpoch, watch: kafka.rules.controllerEpoch === "watched" },
  ])
}

/** Reads the controller epoch again, watching for the next change; only where controllers follow it (KAFKA-1096). */
export function lookUpEpoch(draft: Draft<KafkaState>, me: BrokerId): void {
  ask(draft, me, { kind: "controllerEpoch" }, [{ op: "getData", path: paths.controllerEpoch, watch: true }])
}

/** Takes the epoch for its own, whoever has raised it, and asks under it for what is still to be done. */
export function epochAnswered(kafka: Kafka, draft: Draft<KafkaState>, me: BrokerId, [epoch]: readonly Result[]): void {
  const controller = draft.controllers[me]
  if (!controller || !epoch?.ok || epoch.version === undefined || controller.epochVersion === epoch.version) return
  controller.epoch = Number(epoch.data)
  controller.epochVersion = epoch.version
  perform(kafka, draft, me)
}

/**
 * What a broker does on hearing who the controller is: it resigns if it believed itself to be and is not, and stands for
 * election if there is none. A node of its own session means that it has been elected and the answer was lost.
 */
export function lookupAnswered(kafka: Kafka, draft: Draft<KafkaState>, me: BrokerId, results: readonly Result[]): void {
  const [controller, , epoch] = results
  if (!epoch?.ok || epoch.version === undefined) return
  if (!controller?.ok) {
    if (!draft.controllers[me]?.isReplaced) resign(kafka, draft, me)
    elect(draft, me, Number(epoch.data) + 1, epoch.version)
    return
  }
  const mine = controller.ephemeralOwner === draft.zkClients[brokerProcess(me)]?.session
  if (!mine) replaced(kafka, draft, me)
  else if (draft.controllers[me] === null) becomeController(kafka, draft, me, Number(epoch.data), epoch.version)
}

/** Somebody else is the controller. Until KAFKA-2437 one that believed to be it went on, and stood for election when that one was gone. */
function replaced(kafka: Kafka, draft: Draft<KafkaState>, me: BrokerId): void {
  const controller = draft.controllers[me]
  if (controller && kafka.rules.controllerResignation === "deleted") controller.isReplaced = true
  else resign(kafka, draft, me)
}

/** Takes the office and the next controller epoch in one transaction (KafkaZkClient.registerControllerAndIncrementControllerEpoch). */
function elect(draft: Draft<KafkaState>, me: BrokerId, epoch: number, version: number): void {
  const operations: Operation[] = [
    {
      op: "multi",
      operations: [
        { op: "create", path: paths.controller, data: { broker: me }, ephemeral: true },
        { op: "setData", path: paths.controllerEpoch, data: epoch, version },
      ],
    },
  ]
  ask(draft, me, { kind: "controllerElection", epoch }, operations)
}

/** The answer to standing for election. */
export function electionAnswered(
  kafka: Kafka,
  draft: Draft<KafkaState>,
  me: BrokerId,
  epoch: number,
  [result]: readonly Result[],
): void {
  const version = result?.ok ? result.results?.[1] : undefined
  if (version?.ok && version.version !== undefined) becomeController(kafka, draft, me, epoch, version.version)
  else lookUpController(kafka, draft, me)
}

/** Begins a reign with nothing known: everything is read before anything is done (KafkaController.onControllerFailover). */
function becomeController(
  kafka: Kafka,
  draft: Draft<KafkaState>,
  me: BrokerId,
  epoch: number,
  epochVersion: number,
): void {
  draft.controllers[me] = {
    epoch,
    epochVersion,
    queue: [],
    task: null,
    starting: {},
    live: {},
    shuttingDown: [],
    leaving: null,
    topics: {},
    states: {},
    deletions: {},
    reassignments: {},
  }
  enqueue(kafka, draft, me, "failover")
}

/** Ends a reign: everything cached is forgotten, what is queued for brokers is lost but for what is on its way, and a leader that waits is sent on. */
export function resign(kafka: Kafka, draft: Draft<KafkaState>, me: BrokerId): void {
  const controller = draft.controllers[me]
  const broker = draft.brokers[me]
  if (!controller || !broker) return
  if (kafka.rules.resignation === "keepsReassignments") broker.remembered = targetsOf(controller)
  forgetDropping(draft, me)
  const { task, leaving } = controller
  draft.controllers[me] = null
  if (kafka.rules.laterReigns === "areDeaf") broker.hasResigned = true
  if (leaving) beginShutdown(draft, me, { ...leaving })
  if (task && "asked" in task) alterPartition(kafka, draft, me, task.asked as AlterRequest)
  for (const broker of kafka.brokers) dropRequests(draft, me, broker)
}

function ask(
  draft: Draft<KafkaState>,
  me: BrokerId,
  purpose: ZooKeeperPurpose,
  operations: readonly Operation[],
): void {
  if (canRequest(draft, brokerProcess(me))) request(draft, brokerProcess(me), operations, purpose)
}
