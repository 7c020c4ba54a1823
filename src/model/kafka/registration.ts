import type { Draft } from "immer"
import { type Result, request } from "../zookeeper/index.ts"
import type { Kafka } from "./config.ts"
import { lookUpController } from "./controller/election.ts"
import { perform, startNext } from "./controller/events.ts"
import { brokerProcess, paths, replicaName } from "./names.ts"
import type { ZooKeeperPurpose } from "./purposes.ts"
import { writeIsr } from "./replica/isr-request.ts"
import { advance } from "./replica/leader.ts"
import type { BrokerId, KafkaState, PartitionName } from "./state.ts"

const ask = (
  draft: Draft<KafkaState>,
  broker: BrokerId,
  purpose: ZooKeeperPurpose,
  operations: Parameters<typeof request>[2],
) => request(draft, brokerProcess(broker), operations, purpose)

/** A broker has a connection to ZooKeeper: it registers, or goes on with what it was about if its session still stands. */
export function connectedToZooKeeper(kafka: Kafka, draft: Draft<KafkaState>, broker: BrokerId): void {
  const session = draft.zkClients[brokerProcess(broker)]?.session
  if (draft.brokers[broker]?.registeredSession !== session) register(draft, broker)
  else resume(kafka, draft, broker)
}

/** Creates the node of the broker's id, which lives as long as its session; in the place of another, where that is its own. */
function register(draft: Draft<KafkaState>, broker: BrokerId, inPlaceOf: "another" | null = null): void {
  const path = paths.brokerId(broker)
  const create = { op: "create", path, data: { broker }, ephemeral: true } as const
  const removal = inPlaceOf === null ? [] : [{ op: "delete", path, version: -1 } as const]
  ask(draft, broker, { kind: "register" }, [...removal, create])
}

/** The zxid of the creation is the broker epoch: it tells this life of the broker from earlier ones (KIP-380). */
export function registerAnswered(
  kafka: Kafka,
  draft: Draft<KafkaState>,
  broker: BrokerId,
  results: readonly Result[],
): void {
  const result = results.at(-1)
  if (result?.ok && result.czxid !== undefined) registered(kafka, draft, broker, result.czxid)
  else ask(draft, broker, { kind: "registrationOwner" }, [{ op: "exists", path: paths.brokerId(broker), watch: true }])
}

/**
 * The id was taken. If by this broker's own session, the answer to an earlier try was lost; if by another's, the broker is
 * refused, and tries again once that one is gone. A node that its last session has left is in the way of a process that goes
 * on: it is deleted, as the ensemble may take its time to do so (KAFKA-7165).
 */
export function ownerAnswered(
  kafka: Kafka,
  draft: Draft<KafkaState>,
  broker: BrokerId,
  [owner]: readonly Result[],
): void {
  const { formerRegistration: rule } = kafka.rules
  if (!owner?.ok) register(draft, broker)
  else if (owner.ephemeralOwner === draft.zkClients[brokerProcess(broker)]?.session || rule === "counted")
    registered(kafka, draft, broker, owner.czxid ?? 0)
  else if (owner.ephemeralOwner === draft.brokers[broker]?.registeredSession && rule === "replaced")
    register(draft, broker, "another")
}

/** The node that was in the way is gone. One that counts as registered looks no more; one that was refused while it ran has given up. */
export function ownerGone(kafka: Kafka, draft: Draft<KafkaState>, broker: BrokerId): void {
  const { registeredSession = null } = draft.brokers[broker] ?? {}
  const isRegistered = registeredSession === draft.zkClients[brokerProcess(broker)]?.session
  const hasGivenUp = registeredSession !== null && kafka.rules.formerRegistration === "refused"
  if (!isRegistered && !hasGivenUp) register(draft, broker)
}

function registered(kafka: Kafka, draft: Draft<KafkaState>, id: BrokerId, brokerEpoch: number): void {
  const broker = draft.brokers[id]
  if (!broker) return
  broker.brokerEpoch = brokerEpoch
  broker.registeredSession = draft.zkClients[brokerProcess(id)]?.session ?? null
  resume(kafka, draft, id)
}

/** Asks again for everything whose answer may have been lost with a connection. */
function resume(kafka: Kafka, draft: Draft<KafkaState>, broker: BrokerId): void {
  readTopicConfigs(kafka, draft, broker)
  lookUpController(kafka, draft, broker)
  const controller = draft.controllers[broker]
  if (controller?.task) perform(kafka, draft, broker)
  else if (controller) startNext(kafka, draft, broker)
  if (kafka.rules.isrChange === "alterPartition") return
  for (const partition of kafka.partitions) {
    const pending = draft.replicas[replicaName(broker, partition)]?.leadership?.pending
    if (pending && !isAsked(draft, broker, partition)) writeIsr(kafka, draft, broker, partition, pending.isr)
  }
}

/** Whether a change of the ISR has been asked for on the present connection: its answer is still to come. */
const isAsked = (draft: Draft<KafkaState>, broker: BrokerId, partition: PartitionName): boolean =>
  draft.zkClients[brokerProcess(broker)]?.pending.some((asked) => {
    const purpose = asked.purpose as ZooKeeperPurpose
    return purpose.kind === "isrChange" && purpose.partition === partition
  }) ?? false

/** Reads the configuration of all topics, watching for the next notification of a change. */
export function readTopicConfigs(kafka: Kafka, draft: Draft<KafkaState>, broker: BrokerId): void {
  ask(draft, broker, { kind: "topicConfigs" }, [
    { op: "getChildren", path: paths.configChanges, watch: true },
    ...kafka.topics.map((topic) => ({ op: "getData", path: paths.topicConfig(topic) }) as const),
  ])
}

/** Takes the configurations as they were read, which may let high watermarks move (Kafka tries them at the next append). */
export function topicConfigsAnswered(
  kafka: Kafka,
  draft: Draft<KafkaState>,
  id: BrokerId,
  results: readonly Result[],
): void {
  const broker = draft.brokers[id]
  if (!broker) return
  for (const topic of kafka.topics) {
    const node = results.find((result) => result.ok && result.path === paths.topicConfig(topic))
    if (node?.ok) broker.minInsyncReplicas[topic] = (node.data as { minInsyncReplicas: number }).minInsyncReplicas
  }
  for (const partition of kafka.partitions) advance(kafka, draft, id, partition)
}
