import { alwaysNext, type Where } from "../../src/engine/index.ts"
import type { ClusterState } from "../../src/model/cluster/index.ts"
import { paths } from "../../src/model/kafka/index.ts"
import { authoritativeTree } from "../../src/model/zookeeper/index.ts"
import { partitionsIn } from "./stored.ts"

/** Several brokers may believe to be the controller, but not in one epoch, and the store obeys only the last one elected. */
export const oneControllerActs = alwaysNext<ClusterState>({
  name: "one-controller-acts",
  says: "At most one controller's writes take effect in a controller epoch, and a controller that was replaced changes nothing",
  cites: ["kafka.controller-election", "kafka.controller-write-fencing"],
  broken: (before, after) => twoInOneEpoch(after) ?? zombieWrite(before, after),
})

function twoInOneEpoch({ controllers }: ClusterState): Where | null {
  const reigns = new Map<number, string>()
  for (const broker in controllers) {
    const epoch = controllers[broker]?.epoch
    if (epoch === undefined) continue
    const other = reigns.get(epoch)
    if (other !== undefined) return { controllerEpoch: epoch, brokers: [Number(other), Number(broker)] }
    reigns.set(epoch, broker)
  }
  return null
}

/** Every change by a controller carries its epoch; a leader that changes its ISR leaves the leader epoch as it is. */
function zombieWrite(before: ClusterState, after: ClusterState): Where | null {
  if (before.servers === after.servers) return null
  const [old, now] = [authoritativeTree(before), authoritativeTree(after)]
  if (old === now) return null
  const current = Number(old.nodes[paths.controllerEpoch]?.data)
  for (const { partition, topicId, leaderEpoch, controllerEpoch } of partitionsIn(now)) {
    if (controllerEpoch >= current) continue
    const was = partitionsIn(old).find((each) => each.partition === partition && each.topicId === topicId)
    if (was && was.leaderEpoch === leaderEpoch) continue
    return { partition, leaderEpoch, writtenInControllerEpoch: controllerEpoch, currentControllerEpoch: current }
  }
  return null
}
