import type { Draft } from "immer"
import { type Action, action } from "../../../../engine/model.ts"
import type { BrokerId } from "../../state.ts"
import { excluding, members } from "../members.ts"
import type { AsyncIsrConfig } from "./config.ts"
import { type AsyncIsrState, theLeader } from "./state.ts"

/** What the controller does: every ISR that it writes has a version, and an update that tells the leader. */
export function asyncControllerActions(
  { maxVersion }: AsyncIsrConfig,
  followers: readonly BrokerId[],
): readonly Action<AsyncIsrState>[] {
  /** The failure of a broker, as the controller sees it. */
  const shrinkIsr = action<AsyncIsrState, { replica: BrokerId }>("ControllerShrinkIsr", {
    kind: "fault",
    cites: ["published.async-controller-shrink-isr"],
    choices: followers.map((replica) => ({ replica })),
    guard: ({ controller }, { replica }) => controller.isr.includes(replica) && controller.version < maxVersion,
    effect: (draft, { replica }) => write(draft, excluding(draft.controller.isr, replica)),
  })

  /** Requests against an earlier version are refused, and stay where they are. */
  const handleRequest = action<AsyncIsrState, { isr: readonly BrokerId[] }>("ControllerHandleRequest", {
    kind: "protocol",
    cites: ["published.async-controller-handle-request"],
    choices: subsets(followers).map((some) => ({ isr: members([theLeader, ...some]) })),
    guard: ({ controller, requests }, { isr }) =>
      controller.version < maxVersion &&
      (requests[controller.version] ?? []).some((asked) => asked.join() === isr.join()),
    effect: (draft, { isr }) => write(draft, isr),
  })

  return [shrinkIsr, handleRequest]
}

function write({ controller, updates }: Draft<AsyncIsrState>, isr: readonly BrokerId[]): void {
  controller.version += 1
  controller.isr = [...isr]
  updates[controller.version] = [...isr]
}

const subsets = (all: readonly BrokerId[]): readonly BrokerId[][] =>
  Array.from({ length: 2 ** all.length }, (_, chosen) => all.filter((_, index) => (chosen >> index) % 2 === 1))
