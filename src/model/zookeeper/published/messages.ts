import type { Zxid } from "../zxid.ts"
import type { ServerId, Txn, ZabDraft, ZabState } from "./state.ts"

/** What a message says, by its type. */
interface Contents {
  readonly CEPOCH: { readonly mepoch: number }
  readonly NEWEPOCH: { readonly mepoch: number }
  readonly ACKEPOCH: { readonly mepoch: number; readonly mhistory: readonly Txn[] }
  readonly NEWLEADER: { readonly mepoch: number; readonly mhistory: readonly Txn[] }
  readonly ACKLD: { readonly mzxid: Zxid }
  readonly COMMITLD: { readonly mzxid: Zxid }
  readonly PROPOSE: { readonly mzxid: Zxid; readonly mdata: number }
  readonly ACK: { readonly mzxid: Zxid }
  readonly COMMIT: { readonly mzxid: Zxid }
}

export type MessageType = keyof Contents

/** A message of one type. */
export type Of<Type extends MessageType> = { readonly mtype: Type } & Contents[Type]

/** What servers send each other, under the names of the specification. */
export type ZabMessage = { readonly [Type in MessageType]: Of<Type> }[MessageType]

/** The channel from one server to another: `1>2`. */
export const channelName = (from: ServerId, to: ServerId): string => `${from}>${to}`

/** The message that a server would receive next from another, or undefined where there is none. */
export const pending = ({ msgs }: Pick<ZabState, "msgs">, to: ServerId, from: ServerId): ZabMessage | undefined =>
  msgs[channelName(from, to)]?.[0]

/** Whether the message that a server would receive next from another is of this type. */
export const isPending = (state: Pick<ZabState, "msgs">, to: ServerId, from: ServerId, type: MessageType): boolean =>
  pending(state, to, from)?.mtype === type

/** Puts a message at the end of its channel. */
export function send(draft: ZabDraft, from: ServerId, to: ServerId, message: ZabMessage): void {
  draft.msgs[channelName(from, to)]?.push(message as never)
}

/** Takes the oldest message out of its channel. */
export function discard(draft: ZabDraft, from: ServerId, to: ServerId): void {
  draft.msgs[channelName(from, to)]?.shift()
}

/** Loses all that is on its way between two servers. */
export function clean({ msgs }: ZabDraft, a: ServerId, b: ServerId): void {
  empty(msgs, channelName(a, b))
  empty(msgs, channelName(b, a))
}

/** Loses all that is on its way to some servers. */
export function cleanInputBuffer({ msgs }: ZabDraft, servers: readonly ServerId[]): void {
  for (const name of Object.keys(msgs))
    if (servers.includes(Number(name.slice(name.indexOf(">") + 1)))) empty(msgs, name)
}

function empty(msgs: ZabDraft["msgs"], name: string): void {
  if (msgs[name] !== undefined) msgs[name] = []
}

/** Sends a message to some of a leader's learners, itself left out. */
export function broadcast(draft: ZabDraft, from: ServerId, to: readonly ServerId[], message: ZabMessage): void {
  const learners = draft.servers[from]?.learners ?? []
  for (const learner of to) if (learner !== from && learners.includes(learner)) send(draft, from, learner, message)
}
