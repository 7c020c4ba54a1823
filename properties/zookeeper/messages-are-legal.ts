import { always } from "../../src/engine/property.ts"
import type { ZooKeeperState } from "../../src/model/zookeeper/index.ts"

/** The code logs an error, gives the connection up or exits where such a message comes: nothing is lost, but nobody can join. */
export const messagesAreLegal = always<ZooKeeperState>({
  name: "messages-are-legal",
  says: "No server is sent a message that makes no sense where it stands: a commit of nothing, an early acknowledgement",
  cites: ["zookeeper.synchronising", "zookeeper.new-leader", "zookeeper.commit-order", "network.fifo"],
  broken: ({ history }) => {
    const found = history.quorum.illegal[0]
    return found === undefined ? null : { ...found }
  },
})
