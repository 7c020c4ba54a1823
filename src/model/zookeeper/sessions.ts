import { castDraft } from "immer"
import { invariant } from "../../errors.ts"
import { send } from "../network/channels.ts"
import type { ProcessName } from "../network/state.ts"
import type { ZkMessage } from "./messages.ts"
import { type SessionId, serverProcess, type WatchName, type ZooKeeperDraft } from "./state.ts"
import { plain } from "./tree.ts"
import { rearm } from "./watches.ts"
import type { Zxid } from "./zxid.ts"

/** Connects a client to a server, with a session that has just been opened or that goes on. */
export function accept(draft: ZooKeeperDraft, id: number, client: ProcessName, session: SessionId): void {
  const server = draft.servers[id]
  invariant(server, `no server ${id}`)
  server.connections[client] = castDraft({ session, dataWatches: [], childWatches: [] })
  send<ZkMessage>(draft.zkChannels, serverProcess(id), client, { kind: "ConnectResponse", session })
}

/** Lets a client go on with its session, and sets its watches again (rules N7 and W5). */
export function reattach(
  draft: ZooKeeperDraft,
  id: number,
  client: ProcessName,
  given: { readonly session: SessionId; readonly lastZxidSeen: Zxid; readonly watches: readonly WatchName[] },
): void {
  accept(draft, id, client, given.session)
  const tree = draft.servers[id]?.tree
  if (tree) rearm(draft, id, client, plain(tree), given.watches, given.lastZxidSeen)
}

/** Tells a client that its session is over. */
export const refuse = (draft: ZooKeeperDraft, id: number, client: ProcessName): void =>
  send<ZkMessage>(draft.zkChannels, serverProcess(id), client, { kind: "Expired" })
