import type { Draft } from "immer"
import { type Action, action } from "../../../engine/model.ts"
import { affords, spend } from "../../budgets.ts"
import { drop } from "../../network/channels.ts"
import { authoritativeTree, startClient, stopClient } from "../../zookeeper/index.ts"
import type { Kafka } from "../config.ts"
import { forgetDropping } from "../controller/reassignment-start.ts"
import { dropAnswers, dropRequests } from "../controller/requests.ts"
import { isUp } from "../liveness.ts"
import { brokerProcess, clientProcess, paths, replicaName } from "../names.ts"
import { logEnd, recoverWithoutTail, restarted } from "../replica/log.ts"
import type { Broker, BrokerId, KafkaState, PartitionName, Replica } from "../state.ts"

type Choice = { readonly broker: BrokerId }

/** A broker process that runs and is not registered yet. */
export const freshBroker = (): Draft<Broker> => ({
  status: "up",
  brokerEpoch: null,
  registeredSession: null,
  controllerEpoch: 0,
  activeController: null,
  isrUpdates: {},
  checkpoints: false,
  shutdown: null,
  minInsyncReplicas: {},
})

/** Broker processes come and go. */
export function brokerActions(kafka: Kafka): Action<KafkaState>[] {
  const choices: Choice[] = kafka.brokers.map((broker) => ({ broker }))
  const crashed = (state: Pick<KafkaState, "brokers">, { broker }: Choice) =>
    state.brokers[broker]?.status === "crashed"
  const holdsRecords = (state: Pick<KafkaState, "replicas">, { broker }: Choice) =>
    kafka.partitions.some((partition) => (state.replicas[replicaName(broker, partition)]?.log.length ?? 0) > 0)

  const crashBroker = action<KafkaState, Choice>("CrashBroker", {
    kind: "fault",
    cites: ["network.crash", "kafka.restart"],
    choices,
    guard: (state, { broker }) => affords(state, "brokerCrashes") && isUp(state, broker),
    effect(draft, { broker }) {
      spend(draft, "brokerCrashes")
      stop(kafka, draft, broker, "crashed")
    },
  })

  const restartBroker = action<KafkaState, Choice>("RestartBroker", {
    kind: "healing",
    cites: ["kafka.restart"],
    choices,
    guard: crashed,
    effect: (draft, { broker }) => startBroker(draft, broker),
  })

  const restartBrokerWithoutTail = action<KafkaState, Choice>("RestartBrokerWithoutTail", {
    kind: "fault",
    cites: ["kafka.restart", "kafka.epoch-recovery"],
    choices,
    guard: (state, choice) => affords(state, "lostTails") && crashed(state, choice) && holdsRecords(state, choice),
    effect(draft, { broker }) {
      spend(draft, "lostTails")
      lose(kafka, draft, broker, (replica) => {
        recoverWithoutTail(kafka.rules, replica)
        return replica
      })
      startBroker(draft, broker)
    },
  })

  const restartBrokerWithoutDisk = action<KafkaState, Choice>("RestartBrokerWithoutDisk", {
    kind: "fault",
    cites: ["kafka.restart"],
    choices,
    guard: (state, choice) => affords(state, "lostDisks") && crashed(state, choice) && holdsRecords(state, choice),
    effect(draft, { broker }) {
      spend(draft, "lostDisks")
      lose(kafka, draft, broker, () => null)
      draft.checkpoints[broker] = {}
      startBroker(draft, broker)
    },
  })

  const addBroker = action<KafkaState, Choice>("AddBroker", {
    kind: "workload",
    cites: ["kafka.broker-registration"],
    choices,
    guard: (state, { broker }) => affords(state, "brokersAdded") && state.brokers[broker]?.status === "absent",
    effect(draft, { broker }) {
      spend(draft, "brokersAdded")
      startBroker(draft, broker)
    },
  })

  const removeBroker = action<KafkaState, Choice>("RemoveBroker", {
    kind: "workload",
    cites: ["kafka.broker-failure"],
    choices,
    guard: (state, { broker }) => affords(state, "brokersRemoved") && isUp(state, broker),
    effect(draft, { broker }) {
      spend(draft, "brokersRemoved")
      stop(kafka, draft, broker, "removed")
    },
  })

  return [crashBroker, restartBroker, restartBrokerWithoutTail, restartBrokerWithoutDisk, addBroker, removeBroker]
}

/** A broker's process is started; its disks are as they are. */
export function startBroker(draft: Draft<KafkaState>, broker: BrokerId): void {
  draft.brokers[broker] = freshBroker()
  startClient(draft, brokerProcess(broker))
}

/**
 * The process is gone with all it had not on disk. What it had sent may still arrive, but for answers on connections that
 * others have closed; and controllers go on trying to send it what they have for it, until they know (rule Z25).
 */
export function stop(kafka: Kafka, draft: Draft<KafkaState>, broker: BrokerId, status: "crashed" | "removed"): void {
  const process = brokerProcess(broker)
  draft.brokers[broker] = { ...freshBroker(), status }
  draft.metadata[broker] = { controller: null, brokers: [], partitions: {} }
  forgetDropping(draft, broker)
  draft.controllers[broker] = null
  stopClient(draft, process)
  for (const partition of kafka.partitions) {
    const replica = draft.replicas[replicaName(broker, partition)]
    if (replica) draft.replicas[replicaName(broker, partition)] = restarted(replica as Replica) as Draft<Replica>
  }
  drop(draft.controlChannels, process, process)
  draft.lateRequests[broker] = []
  drop(draft.controllerRequestChannels, process, process)
  for (const other of kafka.brokers) {
    dropRequests(draft, broker, other)
    dropAnswers(draft, other, broker)
    drop(draft.controllerRequestChannels, brokerProcess(other), process)
    drop(draft.fetchChannels, brokerProcess(other), process)
    drop(draft.fetchChannels, process, brokerProcess(other))
  }
  for (const client of kafka.clients) drop(draft.clientChannels, clientProcess(client), process)
}

/**
 * A broker comes back without some of what it had written. Where it is in the ISR, as stored or as somebody who leads knows it,
 * that is beyond what is promised (KIP-966); so it is where a leader is about to take it in while its earlier life is still
 * registered. Once that is gone, nobody need take the one for the other (KAFKA-14139).
 */
function lose(
  kafka: Kafka,
  draft: Draft<KafkaState>,
  broker: BrokerId,
  damage: (replica: Draft<Replica>) => Draft<Replica> | null,
): void {
  const { nodes } = authoritativeTree(draft)
  for (const partition of kafka.partitions) {
    const name = replicaName(broker, partition)
    const replica = draft.replicas[name]
    if (!replica || replica.log.length === 0) continue
    const stored = nodes[paths.state(partition)]?.data as { isr: BrokerId[] } | undefined
    const key = `${replica.topicId}/${partition}`
    const isRegistered = nodes[paths.brokerId(broker)] !== undefined
    const isInSync = stored?.isr.includes(broker) || isCounted(kafka, draft, broker, partition, isRegistered)
    const last = replica.log.at(-1)?.epoch ?? -1
    const after = damage(replica)
    draft.replicas[name] = after
    const { atRisk, lostEpochs } = draft.history
    if (isInSync) atRisk[key] = Math.min(atRisk[key] ?? Number.POSITIVE_INFINITY, after ? logEnd(after) : 0)
    lostEpochs[`${broker}/${key}`] = Math.max(lostEpochs[`${broker}/${key}`] ?? -1, last)
  }
  if (!draft.history.lossy.includes(broker)) draft.history.lossy.push(broker)
}

/** Whether somebody who leads, or believes to, knows a broker to be in the ISR, or where it is registered is about to take it in. */
const isCounted = (
  kafka: Kafka,
  draft: Draft<KafkaState>,
  broker: BrokerId,
  partition: PartitionName,
  isRegistered: boolean,
): boolean =>
  kafka.brokers.some((leader) => {
    const leadership = draft.replicas[replicaName(leader, partition)]?.leadership
    if (leadership == null) return false
    return leadership.isr.includes(broker) || (isRegistered && leadership.pending?.isr.includes(broker) === true)
  })
