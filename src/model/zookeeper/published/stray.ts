import { type Action, action } from "../../../engine/model.ts"
import type { Two } from "./acting.ts"
import type { ZabConfig } from "./config.ts"
import { discard, type MessageType, pending } from "./messages.ts"
import { serverIds, serverIn, type ZabState } from "./state.ts"

const fromFollowers: ReadonlySet<MessageType> = new Set(["CEPOCH", "ACKEPOCH", "ACKLD", "ACK"])

/** Takes away a message that nobody processes. There is none as long as all rules are right; and it is not recorded as an action. */
export const filterNonexistentMessage = (config: ZabConfig): Action<ZabState> =>
  action<ZabState, Two>("FilterNonexistentMessage", {
    kind: "protocol",
    cites: ["published.zab-filter-nonexistent-message"],
    choices: serverIds(config).flatMap((server) =>
      serverIds(config)
        .filter((other) => other !== server)
        .map((other) => ({ server, other })),
    ),
    guard(state, { server: id, other }) {
      const message = pending(state, id, other)
      if (message === undefined) return false
      const server = serverIn(state, id)
      if (server.state === "LOOKING") return true
      if (server.state === "LEADING") return !fromFollowers.has(message.mtype) || !server.learners.includes(other)
      return fromFollowers.has(message.mtype) || server.connectInfo !== other
    },
    effect(draft, { server, other }) {
      discard(draft, other, server)
      draft.violatedInvariants.messageIllegal = true
    },
  })
