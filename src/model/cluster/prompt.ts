import type { Model } from "../../engine/index.ts"
import type { Prompt } from "../network/prompt.ts"
import { packetActions, threadActions } from "../zookeeper/index.ts"
import type { ClusterConfig } from "./config.ts"
import type { ClusterState } from "./state.ts"

/** Actions that handle the messages of one kind of channel, or that wait for none. */
interface Deliveries {
  readonly from: (keyof ClusterState & string) | null
  readonly actions: readonly string[]
}

const fromController: Deliveries = {
  from: "controlChannels",
  actions: ["HandleLeaderAndIsr", "HandleUpdateMetadata", "HandleStopReplica", "HandleStopReplicaResponse"],
}

/** By which a follower's exchange with its leader goes on once the leader has looked at its fetch, or without one. */
const fetchResponses: readonly Deliveries[] = [
  {
    from: "fetchChannels",
    actions: [
      "HandleFetchResponse",
      "HandleOffsetsForLeaderEpoch",
      "HandleOffsetsForLeaderEpochResponse",
      "HandleListOffsets",
      "HandleListOffsetsResponse",
    ],
  },
  { from: null, actions: ["TruncateDiverged", "RetryFetch"] },
]

/** By which servers, where an ensemble is modelled message by message, do what their clients ask; elections take their time. */
const betweenServers: readonly Deliveries[] = [
  { from: "quorumChannels", actions: packetActions },
  { from: null, actions: threadActions },
]

/** What is done at once, by what `prompt` calls it: messages that are handled, and checkpoints that are written. */
const deliveries: Readonly<Record<ClusterConfig["prompt"][number], readonly Deliveries[]>> = {
  clients: [
    {
      from: "clientChannels",
      actions: [
        "HandleProduce",
        "HandleProduceResponse",
        "HandleConsumerFetch",
        "HandleConsumerFetchResponse",
        "HandleConsumerListOffsets",
        "HandleConsumerListOffsetsResponse",
        "HandleConsumerOffsetsForLeaderEpoch",
        "HandleConsumerOffsetsForLeaderEpochResponse",
        "HandleMetadata",
        "HandleMetadataResponse",
      ],
    },
  ],
  zookeeper: [{ from: "zkChannels", actions: ["ServeRequest", "HandleZooKeeper"] }],
  control: [
    fromController,
    {
      from: "controllerRequestChannels",
      actions: [
        "HandleAlterPartition",
        "HandleAlterPartitionResponse",
        "HandleControlledShutdown",
        "HandleControlledShutdownResponse",
      ],
    },
  ],
  fromController: [fromController],
  fetches: [{ from: "fetchChannels", actions: ["HandleFetch"] }, ...fetchResponses],
  fetchResponses,
  checkpoints: [{ from: null, actions: ["CheckpointHighWatermarks"] }],
}

/** What happens as soon as it can, in the order of the actions. */
export function promptOf(
  { prompt, zookeeper }: ClusterConfig,
  { actions, initial }: Model<ClusterState>,
): Prompt<ClusterState>[] {
  const carriers = new Map(
    Object.entries(initial).map(([key, entries]) => [
      key,
      { key: key as keyof ClusterState & string, links: Object.keys(entries) },
    ]),
  )
  const isFiner = prompt.includes("zookeeper") && zookeeper.grain !== "atomic"
  const groups = [...prompt.flatMap((kind) => deliveries[kind]), ...(isFiner ? betweenServers : [])]
  return actions.flatMap((action): Prompt<ClusterState>[] => {
    const group = groups.find((one) => one.actions.includes(action.name))
    return group === undefined ? [] : [{ action, carriers: carriers.get(group.from ?? "") ?? null }]
  })
}
