import { z } from "zod"
import { kafkaConfig } from "../kafka/index.ts"
import { checkGroups, zooKeeperRules } from "../zookeeper/index.ts"

const most = (standard: number, about: string) => z.number().int().min(0).max(100).default(standard).describe(about)

/** How often each fault and each change may happen in one run. Healing has no budget. */
const budgets = z.strictObject({
  serverCrashes: most(1, "A ZooKeeper server crashes"),
  serverDiskLosses: most(0, "A ZooKeeper server comes back with an empty disk"),
  serverTailLosses: most(
    0,
    "A ZooKeeper server comes back without its last transaction; only where it acknowledges before it flushes",
  ),
  timeouts: most(0, "A ZooKeeper server gives up its leader, which is only slow; not in the grain `atomic`"),
  sessionExpiries: most(1, "The session of a broker whose process lives expires"),
  cuts: most(2, "A link is cut in one direction, between any two processes"),
  brokerCrashes: most(2, "A broker crashes"),
  controlledShutdowns: most(0, "A broker is stopped in an orderly way: it first gives away what it leads"),
  lostTails: most(0, "A broker comes back without the last record of each log"),
  lostDisks: most(0, "A broker comes back with empty disks"),
  slowFollowers: most(1, "A leader gives up on a follower that can reach it"),
  controllerMoves: most(1, "An operator deletes /controller, so that another controller is elected"),
  secondBrokers: most(0, "A second process with the id of a living broker starts"),
  records: most(4, "A client produces a record"),
  retentions: most(0, "A replica deletes its oldest record, as retention asks"),
  recordDeletions: most(0, "An administrator deletes the records of a partition up to its high watermark"),
  offsetLookups: most(0, "A consumer asks for the latest offset of a partition"),
  topicsCreated: most(1, "A topic is created"),
  topicsDeleted: most(1, "A topic is deleted"),
  topicsExpanded: most(0, "Partitions are added to a topic"),
  configsAltered: most(1, "min.insync.replicas of a topic is changed"),
  preferredElections: most(1, "A partition is given back to its preferred leader"),
  reassignments: most(0, "Another list of replicas is asked for, for one partition, or a reassignment is cancelled"),
  stopReplicasResent: most(
    0,
    "A request to stop a replica that a reassignment has removed is sent again, and its first copy is handled late",
  ),
  brokersAdded: most(0, "A spare broker is added"),
  brokersRemoved: most(0, "A broker is removed for good"),
})

/** Budgets by which nothing happens, to begin from where a scenario names what does. */
export const calm: Readonly<Record<string, 0>> = Object.fromEntries(
  Object.keys(budgets.shape).map((name) => [name, 0 as const]),
)

/** Configuration of the model `cluster`. */
export const clusterConfig = z
  .strictObject({
    zookeeper: z
      .strictObject({
        servers: z.number().int().min(1).max(7).default(3).describe("Servers of the ensemble"),
        ...zooKeeperRules.unwrap().shape,
      })
      .prefault({})
      .describe("The ensemble: its size and rules"),
    kafka: kafkaConfig.prefault({}).describe("The brokers, topics and clients: sizes and rules"),
    start: z
      .enum(["restarted", "settled", "returning", "cold"])
      .default("restarted")
      .describe(
        "Where a run starts: a cluster at rest after a restart in which broker 1 came last, so that it leads nothing until a preferred election; one at rest whose brokers came up together; one at rest without broker 1, which has just been started; or processes that have just been started",
      ),
    inFlight: z
      .enum(["kept", "dropped", "either"])
      .default("either")
      .describe("What becomes of the messages on a link that is cut"),
    prompt: z
      .array(z.enum(["clients", "zookeeper", "control", "fromController", "fetches", "fetchResponses", "checkpoints"]))
      .default([])
      .describe(
        "Messages that arrive and are handled within the step that sends them, where the link carries, instead of any time later: a coarser grain, with far fewer states; and checkpoints of high watermarks, which then are written within the step that moves one. Of what brokers and the controller exchange it may be all (control), or what the controller sends unasked (fromController); of what followers and leaders exchange all (fetches), or all but the fetch requests (fetchResponses), so that a fetch is one step. What would go round and round for ever, as of a follower that asks again whenever it is refused, stays on its way once a state comes again",
      ),
    budgets: budgets.prefault({}).describe("How often each fault and change may happen in one run"),
  })
  .superRefine(({ kafka, zookeeper }, context) => {
    checkGroups(zookeeper, zookeeper.servers, context)
    for (const [topic, { replicationFactor, exists }] of Object.entries(kafka.topics)) {
      const brokers = kafka.brokers + (exists ? 0 : kafka.spareBrokers)
      if (replicationFactor <= brokers || brokers < 1) continue
      const message = `at most ${brokers}, the number of brokers: no two replicas of a partition share a broker`
      context.addIssue({ code: "custom", path: ["kafka", "topics", topic, "replicationFactor"], message })
    }
  })

export type ClusterConfig = z.output<typeof clusterConfig>
