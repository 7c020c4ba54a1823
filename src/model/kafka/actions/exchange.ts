import type { Draft } from "immer"
import { carries, findAmong, takeAmong } from "../../network/channels.ts"
import type { Kafka } from "../config.ts"
import { isUp } from "../liveness.ts"
import type { FetchMessage } from "../messages.ts"
import { brokerProcess } from "../names.ts"
import type { BrokerId, KafkaState, PartitionName } from "../state.ts"

/** A follower, its leader, and the partition they exchange messages about. */
export interface Exchange {
  readonly follower: BrokerId
  readonly leader: BrokerId
  readonly partition: PartitionName
}

/** The oldest message about a partition on its way between two brokers. Messages of different partitions pass each other: a fetch that waits holds up no other. */
export const find = (
  state: Pick<KafkaState, "fetchChannels">,
  from: BrokerId,
  to: BrokerId,
  kind: FetchMessage["kind"],
  partition: PartitionName,
): FetchMessage | undefined =>
  findAmong(state.fetchChannels, brokerProcess(from), brokerProcess(to), isAbout(kind, partition))

/** Takes the oldest message about a partition off its way. */
export const take = <K extends FetchMessage["kind"]>(
  draft: Draft<KafkaState>,
  from: BrokerId,
  to: BrokerId,
  kind: K,
  partition: PartitionName,
) =>
  takeAmong(draft.fetchChannels, brokerProcess(from), brokerProcess(to), isAbout(kind, partition)) as Extract<
    FetchMessage,
    { kind: K }
  >

const isAbout =
  (kind: FetchMessage["kind"], partition: PartitionName) => (message: Pick<FetchMessage, "kind" | "partition">) =>
    message.partition === partition && message.kind === kind

/** Who may have something to ask of whom, about which partition. */
export const exchangesOf = ({ brokers, partitions }: Kafka): Exchange[] =>
  brokers.flatMap((follower) =>
    brokers
      .filter((leader) => leader !== follower)
      .flatMap((leader) => partitions.map((partition) => ({ follower, leader, partition }))),
  )

/** Whether a message gets from one broker to the other, which runs. */
export const reaches = (state: Pick<KafkaState, "links" | "brokers">, from: BrokerId, to: BrokerId): boolean =>
  carries(state.links, brokerProcess(from), brokerProcess(to)) && isUp(state, to)
