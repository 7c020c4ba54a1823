import { always } from "../../src/engine/property.ts"
import type { ZooKeeperState } from "../../src/model/zookeeper/index.ts"

/** Of a create that asks for a number its client cannot make sense of the answer that the name exists. */
export const sequentialNamesAreNew = always<ZooKeeperState>({
  name: "sequential-names-are-new",
  says: "No sequential node is refused because its name, which ZooKeeper has made, exists already",
  cites: ["zookeeper.sequential", "zookeeper.multi-rollback", "zookeeper.replay"],
  broken: ({ history }) => {
    const path = history.quorum.collisions[0]
    return path === undefined ? null : { path }
  },
})
