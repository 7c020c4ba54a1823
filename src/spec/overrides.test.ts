import { expect, test } from "vitest"
import { systems } from "../../properties/systems.ts"
import type { ClusterConfig } from "../model/cluster/config.ts"
import { override, parseOverride } from "./overrides.ts"
import type { System } from "./system.ts"

const cluster = systems.find(({ name }) => name === "cluster") as System

const overridden = (...texts: readonly string[]) =>
  override(cluster, cluster.config.parse({}), texts.map(parseOverride)) as ClusterConfig

test("a path may lead through an entry that is not there yet, such as a new topic", () => {
  const { kafka } = overridden("kafka.topics.new.partitions=2", "kafka.topics.new.replicationFactor=2")
  expect(kafka.topics.new).toMatchObject({ partitions: 2, replicationFactor: 2 })
  expect(kafka.topics.orders).toBeDefined()
})

test.each([
  [
    "kafka.topics.new.partition=1",
    "expected a known key in kafka.topics.new, found partition; did you mean partitions?",
  ],
  ["kafka.topicz.new.partitions=1", "expected a known key in kafka, found topicz; did you mean topics?"],
  ["kafka.brokers.new=1", "expected a known key in kafka.brokers, found new"],
  ["kafka.topics.__proto__.partitions=1", "expected a known key"],
])("%s is refused: %s", (text, says) => {
  expect(() => overridden(text)).toThrow(says)
})

test("what only follows from another mistake is not told", () => {
  expect(() => overridden("kafka.brokers=-1")).toThrow(/^--set kafka.brokers=-1: kafka.brokers: [^\n]*$/)
})
