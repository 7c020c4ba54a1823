import { invariant } from "../errors.ts"

/** What is left of each kind of fault and workload; what is not listed is none. */
export type Budgets = Readonly<Record<string, number>>

/** Whether something may still happen. */
export const affords = (state: { readonly budgets: Budgets }, name: string): boolean => (state.budgets[name] ?? 0) > 0

/** Takes one from a budget. */
export function spend(draft: { budgets: Record<string, number> }, name: string): void {
  const left = draft.budgets[name] ?? 0
  invariant(left > 0, `nothing is left of ${name}`)
  draft.budgets[name] = left - 1
}
