import { original } from "../../engine/index.ts"
import { invariant } from "../../errors.ts"
import { type Channels, type LinkName, type Links, linkName, type ProcessName } from "./state.ts"

/** Channels as an effect changes them. */
export type ChannelsDraft<Message> = Record<LinkName, Message[]>

/** Whether messages pass from one process to the other. */
export const carries = (links: Links, from: ProcessName, to: ProcessName): boolean =>
  links[linkName(from, to)] !== false

/** Whether messages pass both ways, as a connection needs. */
export const connected = (links: Links, a: ProcessName, b: ProcessName): boolean =>
  carries(links, a, b) && carries(links, b, a)

/** The message that would arrive next, or `undefined` where there is none or the link is cut. */
export function arriving<Message>(
  channels: Channels<Message>,
  links: Links,
  from: ProcessName,
  to: ProcessName,
): Message | undefined {
  return links[linkName(from, to)] === false ? undefined : channels[linkName(from, to)]?.[0]
}

/** Puts a message at the end of its channel. */
export function send<Message>(
  channels: ChannelsDraft<Message>,
  from: ProcessName,
  to: ProcessName,
  message: NoInfer<Message>,
): void {
  const channel = channels[linkName(from, to)]
  invariant(channel, `no channel ${linkName(from, to)}`)
  channel.push(message)
}

/** Takes the oldest message out of its channel: a value, since nobody changes what was sent. */
export function receive<Message>(channels: ChannelsDraft<Message>, from: ProcessName, to: ProcessName): Message {
  const message = channels[linkName(from, to)]?.shift()
  invariant(message !== undefined, `nothing to receive on ${linkName(from, to)}`)
  return original(message)
}

/** The oldest of some messages that are on their way, whatever is before it: these pass the others. */
export function findAmong<Message>(
  channels: Channels<Message>,
  from: ProcessName,
  to: ProcessName,
  isWanted: (message: Message) => boolean,
): Message | undefined {
  for (const message of channels[linkName(from, to)] ?? []) if (isWanted(message)) return message
  return undefined
}

/** Takes it out of its channel. */
export function takeAmong<Message>(
  channels: ChannelsDraft<Message>,
  from: ProcessName,
  to: ProcessName,
  isWanted: (message: Message) => boolean,
): Message {
  const channel = channels[linkName(from, to)]
  const index = channel?.findIndex(isWanted) ?? -1
  invariant(channel !== undefined && index >= 0, `nothing of that kind to take on ${linkName(from, to)}`)
  return original(channel.splice(index, 1)[0] as Message)
}

/** Loses what is on its way from one process to another. */
export function drop<Message>(channels: ChannelsDraft<Message>, from: ProcessName, to: ProcessName): void {
  const channel = channels[linkName(from, to)]
  if (channel && channel.length > 0) channels[linkName(from, to)] = []
}

/** Empty channels for a list of links. */
export const emptyChannels = <Message>(links: readonly LinkName[]): Channels<Message> =>
  Object.fromEntries(links.map((link) => [link, []]))
