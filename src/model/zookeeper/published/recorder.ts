import type { ServerId, ZabDraft, ZabView } from "./state.ts"

/** Notes the action that is taken, and with whom; the last thing that every effect does, but for that of discarding what should not be there. */
export function record({ recorder }: ZabDraft, name: string, ...servers: ServerId[]): void {
  recorder.pc = [name, ...servers]
}

/** Notes the longest history, once a leader has taken a request. */
export function recordRequest({ recorder, servers }: ZabDraft): void {
  recorder.nTransaction = Math.max(...Object.values(servers).map(({ history }) => history.length))
  recorder.nClientRequest += 1
}

/** Notes the highest epoch that anybody has accepted. */
export function recordEpoch({ recorder, servers }: ZabDraft): void {
  recorder.maxEpoch = Math.max(...Object.values(servers).map(({ acceptedEpoch }) => acceptedEpoch))
}

/** Whether a count is below its bound. */
export const isWithin = (
  { recorder }: ZabView,
  name: "nTimeout" | "nTransaction" | "nRestart",
  bound: number,
): boolean => recorder[name] < bound
