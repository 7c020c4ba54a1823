import { always } from "../../src/engine/property.ts"
import type { ZooKeeperState } from "../../src/model/zookeeper/index.ts"

/** Judged by what clients see, whatever the servers remember. */
export const watchesFireOnceAndFirst = always<ZooKeeperState>({
  name: "watches-fire-once-and-first",
  says: "A watch fires once, and its client hears of the change before it can see it",
  cites: [
    "zookeeper.watch-arming",
    "zookeeper.watch-triggers",
    "zookeeper.watch-once",
    "zookeeper.watch-before-data",
    "zookeeper.watch-reconnect",
  ],
  broken: ({ history: { watchFaults } }) => (watchFaults[0] === undefined ? null : { ...watchFaults[0] }),
})
