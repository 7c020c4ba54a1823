import { always } from "../../src/engine/property.ts"
import { type Server, sharedPath, type Written, type ZooKeeperState } from "../../src/model/zookeeper/index.ts"

/** Sequential consistency, in the words of the documentation: whatever server a client is connected to, and was before. */
export const writesKeepTheirOrder = always<ZooKeeperState>({
  name: "writes-keep-their-order",
  says: "What a client writes is done in the order in which it asked for it",
  cites: ["zookeeper.session-order", "zookeeper.session-moved", "zookeeper.zxid", "zookeeper.commit-order"],
  broken: ({ servers }) => {
    for (const [id, server] of Object.entries(servers)) {
      const late = firstLate(server)
      if (late !== null) return { server: Number(id), ...late }
    }
    return null
  },
})

/** The first write in a server's log that its client asked for before another that is there already. */
function firstLate({ log }: Server) {
  const least: Record<string, number> = {}
  for (const { zxid, changes } of log) {
    const written = changes[sharedPath]?.data as Written | null | undefined
    if (written == null) continue
    const { by, left } = written
    if (left > (least[by] ?? left)) return { client: by, zxid }
    least[by] = left
  }
  return null
}
