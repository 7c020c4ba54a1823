import type { Property } from "../../src/engine/property.ts"
import type { ZooKeeperRules, ZooKeeperState } from "../../src/model/zookeeper/index.ts"
import { acknowledgedWritesSurvive } from "./acknowledged-writes-survive.ts"
import { appliedTransactionsAreLogged } from "./applied-transactions-are-logged.ts"
import { clientsNeverGoBack } from "./clients-never-go-back.ts"
import { ephemeralsHaveASession } from "./ephemerals-have-a-session.ts"
import { followersHaveTheirLeadersHistory } from "./followers-have-their-leaders-history.ts"
import { followersServeWhatIsDecided } from "./followers-serve-what-is-decided.ts"
import {
  aCandidateGivesWay,
  aLivingClientIsExpired,
  anElectionIsRefused,
  anOldLeaderLingers,
  zooKeeperFailsOver,
} from "./goals.ts"
import { leadersAreJoinedWhenHeard } from "./leaders-are-joined-when-heard.ts"
import { leadersAreVotedFor } from "./leaders-are-voted-for.ts"
import { messagesAreLegal } from "./messages-are-legal.ts"
import { noSplitBrainInZooKeeper } from "./no-split-brain-in-zookeeper.ts"
import { proposalsAreSettled } from "./proposals-are-settled.ts"
import { proposedEpochsAreNew } from "./proposed-epochs-are-new.ts"
import { rememberedTransactionsHaveNoGaps } from "./remembered-transactions-have-no-gaps.ts"
import { sequentialNamesAreNew } from "./sequential-names-are-new.ts"
import { serversAgree } from "./servers-agree.ts"
import { serversStartFromTheirDisks } from "./servers-start-from-their-disks.ts"
import { serverGoals, zabGoals } from "./synchronisation-goals.ts"
import { treesConverge } from "./trees-converge.ts"
import { votesOnlyImprove } from "./votes-only-improve.ts"
import { watchesFireOnceAndFirst } from "./watches-fire-once-and-first.ts"
import { writesKeepTheirOrder } from "./writes-keep-their-order.ts"

/** The promises of an ensemble, and what must happen for them to mean something. */
export const zooKeeperProperties: readonly Property<ZooKeeperState>[] = [
  noSplitBrainInZooKeeper,
  leadersAreVotedFor,
  leadersAreJoinedWhenHeard,
  votesOnlyImprove,
  acknowledgedWritesSurvive,
  serversAgree,
  proposedEpochsAreNew,
  messagesAreLegal,
  followersServeWhatIsDecided,
  followersHaveTheirLeadersHistory,
  appliedTransactionsAreLogged,
  rememberedTransactionsHaveNoGaps,
  serversStartFromTheirDisks,
  sequentialNamesAreNew,
  writesKeepTheirOrder,
  clientsNeverGoBack,
  ephemeralsHaveASession,
  watchesFireOnceAndFirst,
  proposalsAreSettled,
  treesConverge,
  zooKeeperFailsOver,
  aCandidateGivesWay,
  anElectionIsRefused,
  aLivingClientIsExpired,
  anOldLeaderLingers,
]

/** The same, and what must happen besides where servers are modelled so finely that it can. */
export const zooKeeperPropertiesOf = ({
  grain,
}: Pick<ZooKeeperRules, "grain">): readonly Property<ZooKeeperState>[] => [
  ...zooKeeperProperties,
  ...(grain === "server" ? serverGoals : grain === "zab" ? zabGoals : []),
]

export {
  acknowledgedWritesSurvive,
  anElectionIsRefused,
  anOldLeaderLingers,
  noSplitBrainInZooKeeper,
  treesConverge,
  watchesFireOnceAndFirst,
  zooKeeperFailsOver,
}
