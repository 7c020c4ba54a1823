import type { Draft } from "immer"
import type { Result, Success } from "../../zookeeper/index.ts"
import type { Kafka } from "../config.ts"
import { indexOf, paths, topicOf } from "../names.ts"
import type { BrokerId, PartitionName, TopicName } from "../state.ts"
import type { Controller, KnownTopic, StoredPartition, StoredTopic } from "./state.ts"

/** What a batch of reads found, by path; what is missing was not there. */
export type Found = ReadonlyMap<string, Success>

/** The nodes and, by their path and a slash, the lists of children that some reads found. */
export const foundIn = (results: readonly Result[]): Found =>
  new Map(results.flatMap((result) => (result.ok && result.path !== undefined ? [[key(result), result] as const] : [])))

const key = (result: Success): string => (result.children === undefined ? `${result.path}` : `${result.path}/`)

/** The names of the children of a node that were found. */
export const childrenOf = (found: Found, path: string): readonly string[] => found.get(`${path}/`)?.children ?? []

/** The brokers that are registered, each with the czxid of its node: the broker epoch. */
export function registered(kafka: Kafka, found: Found): Record<BrokerId, number> {
  const live = kafka.brokers.flatMap((broker) => {
    const czxid = found.get(paths.brokerId(broker))?.czxid
    return czxid === undefined ? [] : [[broker, czxid] as const]
  })
  return Object.fromEntries(live)
}

/** The topics that there are. */
export function storedTopics(kafka: Kafka, found: Found): Record<TopicName, Draft<KnownTopic>> {
  const topics = kafka.topics.flatMap((topic) => {
    const node = found.get(paths.topic(topic))
    if (node?.version === undefined) return []
    return [[topic, { ...(node.data as Draft<StoredTopic>), version: node.version }] as const]
  })
  return Object.fromEntries(topics)
}

/**
 * Takes the topics as they are stored, but for partitions that have been added to a topic which is being deleted: the controller
 * goes on without them. Tells which topics those are (KafkaController.processPartitionModifications).
 */
export function takeTopics(controller: Draft<Controller>, stored: Record<TopicName, Draft<KnownTopic>>): TopicName[] {
  const before = controller.topics
  controller.topics = stored
  return Object.keys(controller.deletions).filter((topic) => {
    const [known, now] = [before[topic], stored[topic]]
    if (!known || known.topicId !== now?.topicId || now.assignment.length <= known.assignment.length) return false
    stored[topic] = { ...known, version: now.version }
    return true
  })
}

/** The states as stored; those of partitions that are not there are forgotten. */
export function readStates(controller: Draft<Controller>, partitions: readonly PartitionName[], found: Found): void {
  for (const partition of partitions) {
    const node = found.get(paths.state(partition))
    const known = controller.topics[topicOf(partition)]?.assignment[indexOf(partition)]
    if (node?.version === undefined || !known) delete controller.states[partition]
    else controller.states[partition] = { ...(node.data as Draft<StoredPartition>), version: node.version }
  }
}

/**
 * Whom a leader has taken into its ISR although the controller knows them dead stays there: only a failure that it sees makes
 * replicas Offline, and that of these is past (ReplicaStateMachine; INELIGIBLE_REPLICA prevents it since KAFKA-14140).
 */
export function leaveDeadMembers(controller: Draft<Controller>, partitions: readonly PartitionName[]): void {
  const isDead = (broker: BrokerId) => controller.live[broker] === undefined
  for (const partition of partitions) {
    const { leader = null, isr = [] } = controller.states[partition] ?? {}
    if (leader === null || isDead(leader)) continue
    const { leftAlone = [] } = controller
    const more = isr.filter((member) => isDead(member) && !leftAlone.includes(member))
    if (more.length > 0) controller.leftAlone = [...leftAlone, ...more]
  }
}
