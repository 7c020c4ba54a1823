import { changed, exhaustive } from "../../src/engine/index.ts"
import type { Model } from "../../src/engine/model.ts"
import { always } from "../../src/engine/property.ts"
import { deliver, type Prompt, withPrompt } from "../../src/model/network/prompt.ts"
import {
  authoritativeTree,
  type Ensemble,
  packetActions,
  soundRules,
  threadActions,
  writeThroughLeader,
  type ZooKeeperRules,
  type ZooKeeperState,
  zooKeeper,
  zooKeeperConfig,
} from "../../src/model/zookeeper/index.ts"

/**
 * How many servers of an ensemble may crash, whichever they are, so that the rest still comes to have a leader that commits:
 * found by letting one more crash, in every order, until it does not. Not arithmetic: it runs the model, at the grain that
 * the rules name, and the arithmetic is what it is compared with. What servers send each other arrives at once, so that a
 * crash comes between elections and not within one.
 */
export function toleratedBy(size: number, rules: ZooKeeperRules = soundRules): number {
  let crashes = 0
  while (crashes < size && survives(size, rules, crashes + 1)) crashes += 1
  return crashes
}

function survives(size: number, zookeeper: ZooKeeperRules, serverCrashes: number): boolean {
  const budgets = { serverCrashes, writes: 0 }
  const { actions, ...rest } = zooKeeper(zooKeeperConfig.parse({ servers: size, clients: 0, zookeeper, budgets }))
  const prompt = actions
    .filter(({ name }) => zookeeper.grain !== "atomic" && [...packetActions, ...threadActions].includes(name))
    .map((action): Prompt<ZooKeeperState> => ({ action, carriers: null }))
  const left = withPrompt(actions, prompt).filter(({ kind }) => kind === "protocol" || kind === "fault")
  const ensemble = { servers: size, clients: [], rules: zookeeper }
  return exhaustive({ ...rest, actions: left }, [restsCommitting(left, prompt, ensemble)]).verdict === "holds"
}

/** Judged where nothing is left to happen. */
const restsCommitting = (
  actions: Model<ZooKeeperState>["actions"],
  prompt: readonly Prompt<ZooKeeperState>[],
  ensemble: Ensemble,
) =>
  always<ZooKeeperState>({
    name: "rests-committing",
    says: "When everything that may crash has crashed and nothing is left to do, there is a leader, and what it proposes is committed",
    cites: ["quorum.odd-sizes"],
    broken: (state) => (isAtRest(actions, state) && !commits(state, prompt, ensemble) ? { leader: null } : null),
  })

/** Whether a write goes through. */
function commits(state: ZooKeeperState, prompt: readonly Prompt<ZooKeeperState>[], ensemble: Ensemble): boolean {
  const after = changed(state, (draft) => {
    writeThroughLeader(draft, ensemble, null, { op: "setData", path: "/", data: "written", version: -1 })
    deliver<ZooKeeperState>(draft, prompt)
  })
  return authoritativeTree(after).nodes["/"]?.data === "written"
}

const isAtRest = (actions: Model<ZooKeeperState>["actions"], state: ZooKeeperState): boolean =>
  !actions.some(({ choices, guard }) =>
    [...(typeof choices === "function" ? choices(state) : choices)].some((choice) => guard(state, choice)),
  )
