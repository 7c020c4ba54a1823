import { clusterWrongModels } from "./cluster.ts"
import { publishedWrongModels } from "./published.ts"
import { recordWrongModels } from "./records.ts"
import { serverWrongModels } from "./server.ts"
import type { WrongModel } from "./wrong-model.ts"
import { zabWrongModels } from "./zab.ts"
import { zooKeeperWrongModels } from "./zookeeper.ts"

export { judged } from "./judged.ts"
export type { WrongModel } from "./wrong-model.ts"

/** For each promise a wrong model on which it fails. */
export const wrongModels: readonly WrongModel[] = [
  ...zooKeeperWrongModels,
  ...serverWrongModels,
  ...clusterWrongModels,
  ...recordWrongModels,
  ...publishedWrongModels,
  ...zabWrongModels,
]
