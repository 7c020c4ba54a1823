import type { Draft } from "immer"
import type { Action, Visible } from "../../engine/model.ts"
import { invariant } from "../../errors.ts"

/** Deliveries that one step can set off; a model in which messages beget messages without end has no use for this. */
const deliveriesMax = 10_000

/**
 * A coarser grain of the same rules: some deliveries happen within the step that makes them possible, one after another until
 * none is left, instead of any time later. What then can happen is a part of what can happen without: every step stands for
 * a run of the finer steps, in which nothing else comes between.
 */
export function withPrompt<S>(
  actions: readonly Action<S>[],
  isPrompt: (name: string) => boolean,
): readonly Action<S>[] {
  const prompt = actions.filter(({ name }) => isPrompt(name))
  if (prompt.length === 0) return actions
  return actions
    .filter(({ name }) => !isPrompt(name))
    .map((action) => ({
      ...action,
      effect: (draft, choice) => {
        action.effect(draft, choice)
        deliver(draft, prompt)
      },
    }))
}

/** Takes what is enabled of some actions until nothing is, the first one first. */
export function deliver<S>(draft: Draft<S>, actions: readonly Action<S>[]): void {
  for (let count = 0; deliverOne(draft, actions); count += 1)
    invariant(count < deliveriesMax, "prompt deliveries never come to an end")
}

function deliverOne<S>(draft: Draft<S>, actions: readonly Action<S>[]): boolean {
  const state = draft as Visible<S>
  for (const { choices, guard, effect } of actions)
    for (const choice of typeof choices === "function" ? choices(state) : choices)
      if (guard(state, choice)) {
        effect(draft, choice)
        return true
      }
  return false
}
