import type { Property } from "../../src/engine/index.ts"
import type { ClusterState } from "../../src/model/cluster/index.ts"
import { acknowledgedRecordsSurvive, inSyncReplicasHoldAcknowledgedRecords } from "./acknowledged-records-survive.ts"
import { acknowledgementsNeedMinInsyncReplicas } from "./acknowledgements-need-min-insync-replicas.ts"
import { bootstrapAnswersAgree } from "./bootstrap-answers-agree.ts"
import { clusterHeals } from "./cluster-heals.ts"
import { consumersNoticeTruncation } from "./consumers-notice-truncation.ts"
import { consumersReadWhatStays } from "./consumers-read-what-stays.ts"
import { deletedTopicsStayDeleted } from "./deleted-topics-stay-deleted.ts"
import { epochsNeverFall } from "./epochs-never-fall.ts"
import { followersKeepWhatTheirLeaderHas } from "./followers-keep-what-their-leader-has.ts"
import { kafkaGoals } from "./goals.ts"
import { idempotentRecordsAppearOnce } from "./idempotent-records-appear-once.ts"
import { isrWithinReplicas } from "./isr-within-replicas.ts"
import { latestOffsetsNeverFall } from "./latest-offsets-never-fall.ts"
import { nothingChangesWithoutZooKeeper } from "./nothing-changes-without-zookeeper.ts"
import { oneControllerActs } from "./one-controller-acts.ts"
import { oneLeaderPerEpoch } from "./one-leader-per-epoch.ts"
import { oneRegistrationPerBroker, requestsReachTheLifeTheyAreMeantFor } from "./one-registration-per-broker.ts"
import { reassignmentsStand } from "./reassignments-stand.ts"
import { highWatermarkNeverFalls, replicasAgree } from "./replicas-agree.ts"
import { stoppingBrokersStayOutOfIsrs } from "./stopping-brokers-stay-out-of-isrs.ts"

/** What a cluster promises beyond what its ensemble does. */
export const kafkaProperties: readonly Property<ClusterState>[] = [
  nothingChangesWithoutZooKeeper,
  oneControllerActs,
  oneLeaderPerEpoch,
  epochsNeverFall,
  acknowledgedRecordsSurvive,
  inSyncReplicasHoldAcknowledgedRecords,
  acknowledgementsNeedMinInsyncReplicas,
  replicasAgree,
  highWatermarkNeverFalls,
  followersKeepWhatTheirLeaderHas,
  consumersReadWhatStays,
  consumersNoticeTruncation,
  latestOffsetsNeverFall,
  idempotentRecordsAppearOnce,
  isrWithinReplicas,
  reassignmentsStand,
  stoppingBrokersStayOutOfIsrs,
  oneRegistrationPerBroker,
  requestsReachTheLifeTheyAreMeantFor,
  deletedTopicsStayDeleted,
  bootstrapAnswersAgree,
  clusterHeals,
  ...kafkaGoals,
]
