import type { Proposal, ServerId, ZabDraft } from "./state.ts"

/** Notes what a leader sends, each proposal once, in order of epoch and zxid. */
export function logProposals({ proposalMsgsLog }: ZabDraft, server: ServerId, proposals: readonly Proposal[]): void {
  const known = proposalMsgsLog[server] ?? []
  const fresh = proposals.filter((one) => !known.some((other) => isSame(one, other)))
  if (fresh.length > 0) proposalMsgsLog[server] = [...known, ...fresh].sort(byEpochAndZxid)
}

const isSame = (a: Proposal, b: Proposal): boolean => byEpochAndZxid(a, b) === 0

const byEpochAndZxid = (a: Proposal, b: Proposal): number => a.epoch - b.epoch || a.zxid - b.zxid || a.data - b.data
