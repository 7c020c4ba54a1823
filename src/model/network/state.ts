import { remembered } from "../remembered.ts"

/** A process by name: `zk1`, `broker2`, `client1`. */
export type ProcessName = string

/** The link from one process to another: `broker1>zk2`. */
export type LinkName = string

/** Whether each link carries messages. A link that is not listed (a process to itself) always does. */
export type Links = Readonly<Record<LinkName, boolean>>

/**
 * The messages on their way on one kind of connection, oldest first, by link. Each kind of
 * connection (ZooKeeper sessions, control requests, fetches, clients) keeps an order of its own.
 */
export type Channels<Message> = Readonly<Record<LinkName, readonly Message[]>>

export const linkName = remembered((from: ProcessName, to: ProcessName): LinkName => `${from}>${to}`)

/** The two ends of a link. */
export function ends(link: LinkName): { from: ProcessName; to: ProcessName } {
  const at = link.indexOf(">")
  return { from: link.slice(0, at), to: link.slice(at + 1) }
}

/** Every link between two different processes of a list, in a fixed order. */
export const allLinks = (processes: readonly ProcessName[]): LinkName[] =>
  processes.flatMap((from) => processes.filter((to) => to !== from).map((to) => linkName(from, to)))
