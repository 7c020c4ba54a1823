import { arriving } from "../network/channels.ts"
import type { ProcessName } from "../network/state.ts"
import { isServing } from "./ensemble.ts"
import type { ZkMessage } from "./messages.ts"
import { isRead } from "./operations.ts"
import { serverProcess, type ZooKeeperView } from "./state.ts"

/** What a client asks a server next, where that serves clients. */
export function nextAsked(state: ZooKeeperView, server: number, client: ProcessName): ZkMessage | undefined {
  if (!isServing(state.servers[server])) return undefined
  return arriving(state.zkChannels, state.links, client, serverProcess(server))
}

/** Whether a client asks for nothing but what a server reads in its own tree. */
export function asksOnlyToRead(message: ZkMessage): boolean {
  if (message.kind !== "Request") return false
  for (const operation of message.operations) if (!isRead(operation)) return false
  return true
}
