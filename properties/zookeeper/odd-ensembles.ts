import { exhaustive } from "../../src/engine/index.ts"
import type { Model } from "../../src/engine/model.ts"
import { always } from "../../src/engine/property.ts"
import {
  leaderServer,
  soundRules,
  type ZooKeeperRules,
  type ZooKeeperState,
  zooKeeper,
  zooKeeperConfig,
} from "../../src/model/zookeeper/index.ts"

/**
 * How many servers of an ensemble may crash, whichever they are, so that the rest still comes to have a
 * leader: found by letting one more crash, in every order, until it does not. Not arithmetic: it
 * runs the model, and the arithmetic is what it is compared with.
 */
export function toleratedBy(size: number, rules: ZooKeeperRules = soundRules): number {
  let crashes = 0
  while (crashes < size && survives(size, rules, crashes + 1)) crashes += 1
  return crashes
}

function survives(size: number, zookeeper: ZooKeeperRules, serverCrashes: number): boolean {
  const budgets = { serverCrashes, writes: 0 }
  const { actions, ...rest } = zooKeeper(zooKeeperConfig.parse({ servers: size, clients: 0, zookeeper, budgets }))
  const model = { ...rest, actions: actions.filter(({ kind }) => kind === "protocol" || kind === "fault") }
  return exhaustive(model, [restsWithALeader(model, zookeeper.electionQuorum)]).verdict === "holds"
}

/** Judged where nothing is left to happen. */
const restsWithALeader = (
  { actions }: Pick<Model<ZooKeeperState>, "actions">,
  kind: ZooKeeperRules["electionQuorum"],
) =>
  always<ZooKeeperState>({
    name: "rests-with-a-leader",
    says: "When everything that may crash has crashed and nothing is left to do, there is a leader",
    cites: ["quorum.odd-sizes"],
    broken: (state) => (leaderServer(state, kind) === null && isAtRest(actions, state) ? { leader: null } : null),
  })

const isAtRest = (actions: Model<ZooKeeperState>["actions"], state: ZooKeeperState): boolean =>
  !actions.some(({ choices, guard }) =>
    [...(typeof choices === "function" ? choices(state) : choices)].some((choice) => guard(state, choice)),
  )
