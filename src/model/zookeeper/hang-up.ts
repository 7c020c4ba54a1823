import { drop } from "../network/channels.ts"
import type { ProcessName } from "../network/state.ts"
import { abandonRequests } from "./peer/abandoned.ts"
import { serverProcess, type ZooKeeperDraft } from "./state.ts"

/** A server closes a client's connection: what the client has on its way to it is lost. */
export function hangUpOn(draft: ZooKeeperDraft, id: number, name: ProcessName): void {
  drop(draft.zkChannels, name, serverProcess(id))
  forgetConnection(draft, id, name)
}

/** A client's connection is gone from its server's memory, with its watches; nobody waits for what was asked on it. */
export function forgetConnection(draft: ZooKeeperDraft, id: number, name: ProcessName): void {
  const connections = draft.servers[id]?.connections
  if (connections?.[name]) delete connections[name]
  abandonRequests(draft, id, name)
}
