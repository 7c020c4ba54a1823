import { cluster, clusterConfig } from "../src/model/cluster/index.ts"
import { asyncIsr, asyncIsrConfig, publishedConfig, publishedSpecs } from "../src/model/kafka/published/index.ts"
import { type ZooKeeperConfig, zooKeeper, zooKeeperConfig } from "../src/model/zookeeper/index.ts"
import { zab, zabConfig } from "../src/model/zookeeper/published/index.ts"
import { type System, system } from "../src/spec/system.ts"
import { kafkaProperties } from "./kafka/index.ts"
import { publishedProperties, validHighWatermark } from "./published/index.ts"
import { zabProperties } from "./published/zab/index.ts"
import { zooKeeperPropertiesOf } from "./zookeeper/index.ts"
import { unpromised } from "./zookeeper/unpromised.ts"

/** The systems that this installation can check, each with what it promises. */
export const systems: readonly System[] = [
  system({
    name: "cluster",
    about:
      "A Kafka cluster on ZooKeeper: ensemble, controller, brokers, topics, replication, clients, and the network between them",
    config: clusterConfig,
    rulesAt: [["kafka"], ["zookeeper"]],
    profileAt: ["kafka"],
    model: cluster,
    properties: ({ zookeeper }) => [...zooKeeperPropertiesOf(zookeeper), ...kafkaProperties],
  }),
  system({
    name: "zookeeper",
    about: "A ZooKeeper ensemble with plain clients: leader and followers, the tree, sessions and watches",
    config: zooKeeperConfig,
    rulesAt: [["zookeeper"]],
    profileAt: ["zookeeper"],
    model: zooKeeper,
    properties: ({ zookeeper }: ZooKeeperConfig) => zooKeeperPropertiesOf(zookeeper),
    unpromised: () => unpromised,
  }),
  ...publishedSpecs.map(({ name, about, model }) =>
    system({ name, about, config: publishedConfig, model, properties: () => publishedProperties }),
  ),
  system({
    name: "kafka/published/async-isr",
    about:
      "The published specification of asynchronous ISR changes (KIP-497): the leader asks the controller, and goes on",
    config: asyncIsrConfig,
    rulesAt: [[]],
    model: asyncIsr,
    properties: (config) => [validHighWatermark(config)],
  }),
  system({
    name: "zookeeper/published",
    about:
      "The published specification of Zab: a leader by oracle, discovery, synchronisation and broadcast, message by message",
    config: zabConfig,
    rulesAt: [[]],
    model: zab,
    properties: () => zabProperties,
  }),
]
