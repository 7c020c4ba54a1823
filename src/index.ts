/**
 * The library: `import { … } from "quorate"`. Define a model, or take one of ours, and check it.
 *
 * A model is an initial state and actions; properties are what it promises; `explore` walks it at random, `exhaustive` through
 * every reachable state, `replay` along a trace, and `assertModel` does the first inside a test.
 */

export { kafkaProperties } from "../properties/kafka/index.ts"
export { systems } from "../properties/systems.ts"
export { zooKeeperProperties } from "../properties/zookeeper/index.ts"
export {
  type Action,
  type ActionDefinition,
  type ActionKind,
  type AfterHealing,
  type Always,
  type AlwaysNext,
  action,
  afterHealing,
  always,
  alwaysForEach,
  alwaysNext,
  applyStep,
  assertModel,
  type BoundHit,
  type Checkpoint,
  type Components,
  type Coverage,
  type Crew,
  type EnabledStep,
  type ExhaustiveOptions,
  type ExhaustiveReport,
  type ExploreOptions,
  enabledSteps,
  exhaustive,
  explore,
  type GraphReport,
  type Image,
  initialState,
  joinSearch,
  type LearnedReport,
  type MemberOptions,
  type Model,
  modelRun,
  type NoDeadlock,
  noDeadlockIn,
  type Progress,
  type Property,
  type PropertyReport,
  type PropertyVerdict,
  type RandomReport,
  type Refusal,
  type Replay,
  type Report,
  type Run,
  type RunOptions,
  replay,
  type SharedMemory,
  type Sometimes,
  type Step,
  type Strategy,
  type Symmetry,
  sometimes,
  type Verdict,
  type Violation,
  type Visible,
  type Watch,
  type Where,
} from "./engine/index.ts"
export { type ErrorCode, errorCodes, QuorateError } from "./errors.ts"
export { type ClusterConfig, type ClusterState, cluster, clusterConfig } from "./model/cluster/index.ts"
export { isQuorum, majority, overlap, tolerated } from "./model/quorum/index.ts"
export { type ZooKeeperConfig, type ZooKeeperState, zooKeeper, zooKeeperConfig } from "./model/zookeeper/index.ts"
export { type Override, parseOverride } from "./spec/overrides.ts"
export { type RunSettings, readScenario, type Scenario } from "./spec/scenario.ts"
export { type System, type SystemDefinition, system } from "./spec/system.ts"
export { type Judgement, judgeTrace } from "./trace/judge.ts"
export { readTrace, type Trace } from "./trace/read.ts"
export { traceOf } from "./trace/tell.ts"
export type { TraceData } from "./trace/trace.ts"
export { saveTrace, traceText } from "./trace/write.ts"
