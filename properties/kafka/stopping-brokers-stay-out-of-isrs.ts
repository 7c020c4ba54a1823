import { alwaysNext } from "../../src/engine/index.ts"
import type { ClusterState } from "../../src/model/cluster/index.ts"
import { paths } from "../../src/model/kafka/index.ts"
import { authoritativeTree } from "../../src/model/zookeeper/index.ts"
import { partitionsIn } from "./stored.ts"

/** What a planned stop needs: who has given its partitions away is not counted on again (KIP-841). Leaders that write the ISR themselves, as before 2.7, know nothing of it. */
export const stoppingBrokersStayOutOfIsrs = alwaysNext<ClusterState>({
  name: "stopping-brokers-stay-out-of-isrs",
  says: "No ISR takes in a broker that the last elected controller is shutting down",
  cites: ["kafka.controlled-shutdown", "kafka.isr-eligibility"],
  broken(before, after) {
    if (before.servers === after.servers) return null
    const [old, now] = [authoritativeTree(before), authoritativeTree(after)]
    if (old === now) return null
    const epoch = Number(now.nodes[paths.controllerEpoch]?.data)
    const stopping = Object.values(before.controllers).find((controller) => controller?.epoch === epoch)?.shuttingDown
    if (!stopping || stopping.length === 0) return null
    for (const { partition, topicId, isr } of partitionsIn(now)) {
      const was = partitionsIn(old).find((each) => each.partition === partition && each.topicId === topicId)
      const broker = stopping.find((each) => isr.includes(each) && was?.isr.includes(each) === false)
      if (broker !== undefined) return { partition, broker, isr, before: was?.isr }
    }
    return null
  },
})
