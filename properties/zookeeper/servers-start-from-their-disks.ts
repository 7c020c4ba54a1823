import { always } from "../../src/engine/property.ts"
import type { ZooKeeperState } from "../../src/model/zookeeper/index.ts"

/** One that refuses to needs an operator who empties its disk: it is lost for the ensemble, and so is what it had promised. */
export const serversStartFromTheirDisks = always<ZooKeeperState>({
  name: "servers-start-from-their-disks",
  says: "Whenever a server crashes, what it has written by then is something that it can start from",
  cites: ["zookeeper.boot-checks", "zookeeper.restart", "zookeeper.replay", "zookeeper.epoch-files"],
  broken: ({ history }) => {
    const found = history.quorum.refusals[0]
    return found === undefined ? null : { ...found }
  },
})
