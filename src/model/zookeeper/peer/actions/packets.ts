import { type Action, action } from "../../../../engine/model.ts"
import { arriving, receive } from "../../../network/channels.ts"
import type { Ensemble } from "../../actions/ensemble.ts"
import { serverProcess, type ZooKeeperDraft, type ZooKeeperState, type ZooKeeperView } from "../../state.ts"
import type { FromLeader, FromLearner, QuorumPacket } from "../messages.ts"
import { isLeading, isLinked, peerOf } from "../peers.ts"
import type { LearnerHandler, Peer } from "../state.ts"
import { eachPeer, type Pair, pairs } from "./choices.ts"

type PacketOf<P extends QuorumPacket, K extends P["kind"]> = Extract<P, { kind: K }>

/** How a server handles packets of some kinds. */
interface Handling<P extends QuorumPacket, K extends P["kind"], C> {
  readonly kinds: readonly K[]
  readonly cites: readonly string[]
  effect(draft: ZooKeeperDraft, choice: C, packet: PacketOf<P, K>): void
}

/** A leader takes the next packet of a learner, where it is of these kinds and the handler has come so far. */
export const leaderHandles = <K extends FromLearner["kind"]>(
  ensemble: Ensemble,
  name: string,
  {
    kinds,
    cites,
    effect,
    phases,
  }: Handling<FromLearner, K, Pair> & { readonly phases: readonly LearnerHandler["phase"][] | null },
): Action<ZooKeeperState> =>
  action<ZooKeeperState, Pair>(name, {
    kind: "protocol",
    cites,
    choices: pairs(ensemble),
    guard: (state, { leader, learner }) => {
      const packet = arriving(state.quorumChannels, state.links, serverProcess(learner), serverProcess(leader))
      if (packet === undefined || !isOf(packet, kinds) || !isLeading(state, leader)) return false
      const handler = state.peers[leader]?.learners[learner]
      return phases === null || (handler !== undefined && phases.includes(handler.phase))
    },
    effect: (draft, choice) => {
      const { leader, learner } = choice
      const packet = receive<QuorumPacket>(draft.quorumChannels, serverProcess(learner), serverProcess(leader))
      effect(draft, choice, packet as PacketOf<FromLearner, K>)
    },
  })

/** A learner takes the next packet of its leader, where it is of these kinds and it is ready for it. */
export const learnerHandles = <K extends FromLeader["kind"]>(
  ensemble: Ensemble,
  name: string,
  {
    kinds,
    cites,
    effect,
    when,
  }: Handling<FromLeader, K, { server: number }> & { readonly when: (peer: Peer) => boolean },
): Action<ZooKeeperState> =>
  action<ZooKeeperState, { server: number }>(name, {
    kind: "protocol",
    cites,
    choices: eachPeer(ensemble),
    guard: (state, { server }) => {
      const packet = nextFromLeader(state, server)
      const peer = state.peers[server]
      return packet !== undefined && isOf(packet, kinds) && peer !== undefined && when(peer)
    },
    effect: (draft, choice) => {
      const leader = peerOf(draft, choice.server).leader ?? 0
      const packet = receive<QuorumPacket>(draft.quorumChannels, serverProcess(leader), serverProcess(choice.server))
      effect(draft, choice, packet as PacketOf<FromLeader, K>)
    },
  })

/** The next packet of a learner's leader, where their connection is open and carries it. */
export function nextFromLeader(state: ZooKeeperView, learner: number): QuorumPacket | undefined {
  const leader = state.peers[learner]?.leader ?? null
  if (leader === null || !isLinked(state, learner, leader)) return undefined
  return arriving(state.quorumChannels, state.links, serverProcess(leader), serverProcess(learner))
}

const isOf = (packet: QuorumPacket, kinds: readonly string[]): boolean => kinds.includes(packet.kind)
