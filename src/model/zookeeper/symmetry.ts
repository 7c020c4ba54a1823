import type { Image, Symmetry } from "../../engine/model.ts"
import type { ProcessName } from "../network/state.ts"
import type { ZooKeeperState } from "./state.ts"

/** A value in which processes are called by their names, as in `client1>zk2`, with others in their places. */
function renamed<T>(value: T, image: Image): T {
  if (typeof value === "string") return value.replaceAll(/\w+/g, (word) => image(word)) as T
  if (Array.isArray(value)) return value.map((part) => renamed(part, image)) as T
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [renamed(key, image), renamed(part, image)]),
  ) as T
}

/** Plain clients all do the same. Servers do not: where two know as much, the one with the larger id is elected. */
export const clientsAreAlike = (clients: readonly ProcessName[]): Symmetry<ZooKeeperState> => ({
  of: "clients",
  members: clients,
  renaming: {
    servers: { value: renamed },
    zkClients: { entry: renamed, value: renamed },
    links: { entry: renamed },
    zkChannels: { entry: renamed, value: renamed },
    peers: { value: renamed },
    quorumChannels: { value: renamed },
    history: { whole: renamed },
  },
})
