import type { Draft } from "immer"
import type { Action, Visible } from "../../engine/model.ts"
import { invariant } from "../../errors.ts"
import type { Channels, LinkName } from "./state.ts"

/** Deliveries that one step can set off; a model in which messages beget messages without end has no use for this. */
const deliveriesMax = 10_000

/** The channels of one kind: the key of the state where they are, and their links. */
export interface Carriers<S> {
  readonly key: keyof S & string
  readonly links: readonly LinkName[]
}

/** An action that happens as soon as it can. */
export interface Prompt<S> {
  readonly action: Action<S>
  /** Where its messages are on their way: while there are none its guards need not be asked. Null where it waits for none. */
  readonly carriers: Carriers<S> | null
}

/**
 * A coarser grain of the same rules: some deliveries happen within the step that makes them possible, one after another until
 * none is left, instead of any time later. What then can happen is a part of what can happen without: every step stands for
 * a run of the finer steps, in which nothing else comes between.
 */
export function withPrompt<S>(actions: readonly Action<S>[], prompt: readonly Prompt<S>[]): readonly Action<S>[] {
  if (prompt.length === 0) return actions
  return actions
    .filter((action) => !prompt.some((one) => one.action === action))
    .map((action) => ({
      ...action,
      effect: (draft, choice) => {
        action.effect(draft, choice)
        deliver(draft, prompt)
      },
    }))
}

/** Takes what is enabled of some actions until nothing is, the first one first. */
export function deliver<S>(draft: Draft<S>, prompt: readonly Prompt<S>[]): void {
  for (let count = 0; deliverOne(draft, prompt); count += 1)
    invariant(count < deliveriesMax, "prompt deliveries never come to an end")
}

function deliverOne<S>(draft: Draft<S>, prompt: readonly Prompt<S>[]): boolean {
  const state = draft as Visible<S>
  const known = new Map<Carriers<S>, boolean>()
  const areBusy = (carriers: Carriers<S>): boolean => {
    const isBusy = known.get(carriers) ?? carriesSomething(state, carriers)
    known.set(carriers, isBusy)
    return isBusy
  }
  for (const { action, carriers } of prompt) {
    if (carriers !== null && !areBusy(carriers)) continue
    const { choices, guard, effect } = action
    for (const choice of typeof choices === "function" ? choices(state) : choices)
      if (guard(state, choice)) {
        effect(draft, choice)
        return true
      }
  }
  return false
}

function carriesSomething<S>(state: Visible<S>, { key, links }: Carriers<S>): boolean {
  const channels = (state as Record<string, unknown>)[key] as Channels<unknown>
  return links.some((link) => (channels[link]?.length ?? 0) > 0)
}
