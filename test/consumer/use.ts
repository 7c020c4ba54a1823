import {
  assertModel,
  cluster,
  clusterConfig,
  explore,
  kafkaProperties,
  type Model,
  majority,
  modelRun,
  type Property,
  systems,
  type Verdict,
} from "quorate"

/** Compiled and run by `package.slow.ts` in a project that has nothing but the installed package. */
interface State {
  readonly count: number
}

const model: Model<State> = { name: "still", initial: { count: 0 }, components: { count: "one" }, actions: [] }

const cannotFall: Property<State> = {
  name: "cannot-fall",
  says: "The count never falls",
  kind: "alwaysNext",
  broken: (before, after) => (after.count < before.count ? { after: after.count } : null),
}

/** What a user must not be able to write. */
export function wrong(): void {
  // @ts-expect-error: a model has actions
  explore({ name: "none", initial: {}, components: {} }, [])
  // @ts-expect-error: a property of another state
  explore(model, kafkaProperties)
}

assertModel(model, [cannotFall])
const verdict: Verdict = explore(model, [cannotFall], { runs: 5 }).verdict
const small = clusterConfig.parse({ zookeeper: { servers: 1 }, kafka: { brokers: 2, topics: {} }, start: "cold" })
const { runs } = explore(cluster(small), kafkaProperties, { runs: 2, depth: 20 })

/** What the test looks at. */
export const told = { verdict, runs, quorum: majority(4), systems: systems.length, arbitrary: typeof modelRun(model) }
