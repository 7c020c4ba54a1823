import { type Sometimes, sometimes } from "../../src/engine/property.ts"
import type { ZooKeeperState, Zxid } from "../../src/model/zookeeper/index.ts"

/** A learner that takes over its leader's history in one of the ways that there are. */
const isSynchronisedBy = (mode: "DIFF" | "TRUNC" | "SNAP", says: string): Sometimes<ZooKeeperState> =>
  sometimes<ZooKeeperState>({
    name: `a-learner-is-synchronised-by-${mode.toLowerCase()}`,
    says,
    cites: ["zookeeper.synchronisation-plan"],
    reached: (before, after) =>
      before.peers !== after.peers &&
      Object.entries(after.peers).some(
        ([id, { synchronisation }]) =>
          synchronisation?.mode === mode && before.peers[Number(id)]?.synchronisation === null,
      ),
  })

/** Judged when it restarts, by its log and by what is committed then. */
const restarts = (
  name: string,
  says: string,
  isSo: (logged: readonly Zxid[], committed: readonly Zxid[]) => boolean,
): Sometimes<ZooKeeperState> =>
  sometimes<ZooKeeperState>({
    name,
    says,
    cites: ["zookeeper.restart"],
    reached: (before, after) =>
      before.servers !== after.servers &&
      Object.entries(after.servers).some(([id, { up, log, snapshotZxid }]) => {
        if (!up || before.servers[Number(id)]?.up !== false) return false
        const { zkCommitted } = after.history
        return isSo(
          log.map(({ zxid }) => zxid),
          zkCommitted.filter((zxid) => zxid > snapshotZxid),
        )
      }),
  })

const restartsBehind = restarts(
  "a-server-restarts-behind",
  "A server comes back without a transaction that was committed meanwhile",
  (logged, committed) => committed.some((zxid) => !logged.includes(zxid)),
)

const restartsAhead = restarts(
  "a-server-restarts-ahead",
  "A server comes back with a transaction in its log that is not committed",
  (logged, committed) => logged.some((zxid) => !committed.includes(zxid)),
)

/** What must happen between servers for a pass of the grain `zab` to mean something. */
export const zabGoals: readonly Sometimes<ZooKeeperState>[] = [restartsBehind, restartsAhead]

/** And of the grain `server`, in which a leader sends what a learner lacks rather than all that it has. */
export const serverGoals: readonly Sometimes<ZooKeeperState>[] = [
  ...zabGoals,
  isSynchronisedBy("DIFF", "A learner is sent what it lacks"),
  isSynchronisedBy("TRUNC", "A learner has to cut off what its leader has not"),
  isSynchronisedBy("SNAP", "A learner is so far behind that it is sent the whole tree"),
]
