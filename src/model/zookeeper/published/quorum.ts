import { majority } from "../../quorum/index.ts"
import type { ZabConfig } from "./config.ts"
import type { Heard, ServerId } from "./state.ts"

/** How many servers are a quorum. */
export function quorumSize({ servers, quorum }: Pick<ZabConfig, "servers" | "quorum">): number {
  if (quorum === "majority") return majority(servers)
  return quorum === "half" ? Math.ceil(servers / 2) : 1
}

/** The servers that a leader has heard of, whether it is still connected with them or not. */
export const sidsOf = (heard: Heard): ServerId[] => Object.keys(heard).map(Number)

/** Those with which it still is. */
export const connectedOf = (heard: Heard): ServerId[] => sidsOf(heard).filter((sid) => heard[sid]?.connected === true)

/** Whether a leader has heard of a quorum. */
export const isFormed = (heard: Heard, config: Pick<ZabConfig, "servers" | "quorum">): boolean =>
  Object.keys(heard).length >= quorumSize(config)
