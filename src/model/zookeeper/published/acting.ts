import { type Action, type ActionKind, action } from "../../../engine/model.ts"
import type { ZabConfig } from "./config.ts"
import { isPending, type MessageType, type Of, pending } from "./messages.ts"
import { record } from "./recorder.ts"
import {
  type ServerId,
  serverIds,
  serverIn,
  type ZabDraft,
  type ZabServer,
  type ZabState,
  type ZabView,
} from "./state.ts"

interface One {
  readonly server: ServerId
}

/** Two servers: the one that acts, and the other. */
export interface Two extends One {
  readonly other: ServerId
}

interface Definition<Who> {
  readonly kind: ActionKind
  readonly cites: readonly string[]
  guard(state: ZabView, who: Who): boolean
  effect(draft: ZabDraft, who: Who): void
}

/** An action of one server. */
export const ofOne = (
  { servers }: Pick<ZabConfig, "servers">,
  name: string,
  { effect, ...definition }: Definition<One>,
): Action<ZabState> =>
  action<ZabState, One>(name, {
    ...definition,
    choices: serverIds({ servers }).map((server) => ({ server })),
    effect(draft, who) {
      effect(draft, who)
      record(draft, name, who.server)
    },
  })

/** An action of a server with another. */
export const ofTwo = (
  config: Pick<ZabConfig, "servers">,
  name: string,
  { effect, ...definition }: Definition<Two>,
): Action<ZabState> =>
  action<ZabState, Two>(name, {
    ...definition,
    choices: pairs(config),
    effect(draft, who) {
      effect(draft, who)
      record(draft, name, who.server, who.other)
    },
  })

const pairs = (config: Pick<ZabConfig, "servers">): readonly Two[] =>
  serverIds(config).flatMap((server) =>
    serverIds(config)
      .filter((other) => other !== server)
      .map((other) => ({ server, other })),
  )

/** How a server processes one type of message: the message is still in its channel when the effect begins. */
interface Processing<Type extends MessageType> {
  readonly type: Type
  readonly cites: readonly string[]
  process(draft: ZabDraft, who: Two, message: Of<Type>): void
}

/** A leader processes the next message of one of its learners. */
export const leaderProcesses = <Type extends MessageType>(
  config: Pick<ZabConfig, "servers">,
  processing: Processing<Type>,
): Action<ZabState> =>
  processes(config, `LeaderProcess${processing.type}`, processing, "LEADING", (leader, from) =>
    leader.learners.includes(from),
  )

/** A follower processes the next message of the leader that it is connected with. */
export const followerProcesses = <Type extends MessageType>(
  config: Pick<ZabConfig, "servers">,
  processing: Processing<Type>,
): Action<ZabState> =>
  processes(
    config,
    `FollowerProcess${processing.type}`,
    processing,
    "FOLLOWING",
    (follower, from) => follower.connectInfo === from,
  )

const processes = <Type extends MessageType>(
  config: Pick<ZabConfig, "servers">,
  name: string,
  { type, cites, process }: Processing<Type>,
  role: ZabServer["state"],
  isFromPeer: (server: ZabServer, from: ServerId) => boolean,
): Action<ZabState> =>
  ofTwo(config, name, {
    kind: "protocol",
    cites,
    guard(state, { server: id, other }) {
      const server = serverIn(state, id)
      return server.state === role && isPending(state, id, other, type) && isFromPeer(server, other)
    },
    effect: (draft, who) => process(draft, who, pending(draft, who.server, who.other) as unknown as Of<Type>),
  })
