import type { Draft } from "immer"
import type { Components } from "../../../engine/model.ts"
import type { Zxid } from "../zxid.ts"
import type { ZabConfig } from "./config.ts"
import { channelName, type ZabMessage } from "./messages.ts"

export type ServerId = number

/** A transaction, with those that are known to have it, by rising id, and the epoch in which it came into the history. */
export interface Txn {
  readonly zxid: Zxid
  readonly value: number
  readonly ackSid: readonly ServerId[]
  readonly epoch: number
}

/** What a leader knows of servers that it has heard of in some way; those that it lost stay, no longer connected. */
export type Heard<About = object> = Readonly<Record<ServerId, About & { readonly connected: boolean }>>

/** One server: the first fields are everybody's, `connectInfo` is a follower's, the rest a leader's. */
export interface ZabServer {
  readonly state: "LOOKING" | "FOLLOWING" | "LEADING"
  readonly zabState: "ELECTION" | "DISCOVERY" | "SYNCHRONIZATION" | "BROADCAST"
  /** The last epoch that it was proposed: f.p of the paper. */
  readonly acceptedEpoch: number
  /** The last epoch whose leader it took its history from: f.a of the paper. */
  readonly currentEpoch: number
  readonly history: readonly Txn[]
  /** How much of the history is committed, and the last transaction of that; -1 is an index too. */
  readonly lastCommitted: { readonly index: number; readonly zxid: Zxid }
  /** The leader that it is connected with. */
  readonly connectInfo: ServerId | null
  /** Those who are connected with this leader, and itself, by rising id. */
  readonly learners: readonly ServerId[]
  readonly cepochRecv: Heard<{ readonly epoch: number }>
  readonly ackeRecv: Heard<{ readonly peerLastEpoch: number; readonly peerHistory: readonly Txn[] }>
  readonly ackldRecv: Heard
  /** How many transactions of its epoch it has broadcast. */
  readonly sendCounter: number
}

/** A transaction that a leader has sent, in PROPOSE or in NEWLEADER. */
export interface Proposal {
  readonly epoch: number
  readonly zxid: Zxid
  readonly data: number
}

/** What the specification says can never happen, and notes when it does. */
export type Mishap =
  | "stateInconsistent"
  | "proposalInconsistent"
  | "commitInconsistent"
  | "ackInconsistent"
  | "messageIllegal"

/** What is counted for the sake of the bounds, and which action came last with whom: a part of the state as TLC counts it. */
export interface Recorder {
  readonly nTimeout: number
  readonly nTransaction: number
  readonly maxEpoch: number
  readonly nRestart: number
  readonly nClientRequest: number
  readonly pc: readonly [name: string, ...servers: ServerId[]]
}

/** What the specification itself decides by. */
export interface ZabView {
  readonly servers: Readonly<Record<ServerId, ZabServer>>
  /** The server that is to lead, as if an oracle said so. */
  readonly leaderOracle: ServerId | null
  /** The messages on their way, oldest first, by channel. */
  readonly msgs: Readonly<Record<string, readonly ZabMessage[]>>
  readonly recorder: Recorder
}

/** An ensemble as the specification sees it, with what only promises look at. */
export interface ZabState extends ZabView {
  /** What each server has sent while it led, in order of epoch and zxid. */
  readonly proposalMsgsLog: Readonly<Record<ServerId, readonly Proposal[]>>
  /** Who has led in each epoch, by rising id. */
  readonly epochLeader: Readonly<Record<number, readonly ServerId[]>>
  readonly violatedInvariants: Readonly<Record<Mishap, boolean>>
}

export type ZabDraft = Draft<ZabState>

export const zabComponents: Components<ZabState> = {
  servers: "eachField",
  leaderOracle: "one",
  msgs: "each",
  recorder: "each",
  proposalMsgsLog: "each",
  epochLeader: "each",
  violatedInvariants: "each",
}

export const serverIds = ({ servers }: Pick<ZabConfig, "servers">): readonly ServerId[] =>
  Array.from({ length: servers }, (_, index) => index + 1)

/** A server that there is, of a state or of a draft of it. */
export const serverIn = <S>({ servers }: { readonly servers: Readonly<Record<ServerId, S>> }, id: ServerId): S =>
  servers[id] as S

const freshServer: ZabServer = {
  state: "LOOKING",
  zabState: "ELECTION",
  acceptedEpoch: 0,
  currentEpoch: 0,
  history: [],
  lastCommitted: { index: 0, zxid: 0 },
  connectInfo: null,
  learners: [],
  cepochRecv: {},
  ackeRecv: {},
  ackldRecv: {},
  sendCounter: 0,
}

/** Everybody looks for a leader, and nothing has happened yet. */
export function initialZab(config: Pick<ZabConfig, "servers">): ZabState {
  const ids = serverIds(config)
  const each = <T>(value: T): Record<ServerId, T> => Object.fromEntries(ids.map((id) => [id, value]))
  return {
    servers: each(freshServer),
    leaderOracle: null,
    msgs: Object.fromEntries(
      ids.flatMap((from) => ids.filter((to) => to !== from).map((to) => [channelName(from, to), []])),
    ),
    recorder: { nTimeout: 0, nTransaction: 0, maxEpoch: 0, nRestart: 0, nClientRequest: 0, pc: ["Init"] },
    proposalMsgsLog: each([]),
    epochLeader: {},
    violatedInvariants: {
      stateInconsistent: false,
      proposalInconsistent: false,
      commitInconsistent: false,
      ackInconsistent: false,
      messageIllegal: false,
    },
  }
}
