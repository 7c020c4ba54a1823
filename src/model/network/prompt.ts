import type { Draft } from "immer"
import type { Action, Visible } from "../../engine/model.ts"
import { type Delivery, deliverInTurn } from "./rounds.ts"
import type { Channels, LinkName } from "./state.ts"

/** More deliveries than one step sets off, unless messages go round and round. */
const patience = 1_000

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
export function withPrompt<S extends object>(
  actions: readonly Action<S>[],
  prompt: readonly Prompt<S>[],
): readonly Action<S>[] {
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

/** Places for the choices of an action. */
const placesEach = 1_000_000

/**
 * Takes what is enabled of some actions until nothing is, the first one first. That comes to no end where messages go round
 * and round, such as those of a follower that asks again each time it is refused: see `deliverInTurn`.
 */
export function deliver<S extends object>(draft: Draft<S>, prompt: readonly Prompt<S>[]): void {
  for (let count = 0; count < patience; count += 1) {
    const delivery = nextBehind(draft, prompt, -1)
    if (delivery === undefined) return
    delivery.take()
  }
  deliverInTurn(draft as object, (place) => nextBehind(draft, prompt, place))
}

/** The first delivery that can happen now and has its place behind this one, or else the first of all. */
function nextBehind<S>(draft: Draft<S>, prompt: readonly Prompt<S>[], behind: number): Delivery | undefined {
  const state = draft as Visible<S>
  const known = new Map<Carriers<S>, boolean>()
  const areBusy = (carriers: Carriers<S>): boolean => {
    const isBusy = known.get(carriers) ?? carriesSomething(state, carriers)
    known.set(carriers, isBusy)
    return isBusy
  }
  let first: Delivery | undefined
  let places = 0
  for (const { action, carriers } of prompt) {
    let place = places
    places += placesEach
    if (carriers !== null && !areBusy(carriers)) continue
    const { choices, guard, effect } = action
    for (const choice of typeof choices === "function" ? choices(state) : choices) {
      if (guard(state, choice)) {
        const delivery = { place, take: () => effect(draft, choice) }
        if (place > behind) return delivery
        first ??= delivery
      }
      place += 1
    }
  }
  return first
}

function carriesSomething<S>(state: Visible<S>, { key, links }: Carriers<S>): boolean {
  const channels = (state as Record<string, unknown>)[key] as Channels<unknown>
  return links.some((link) => (channels[link]?.length ?? 0) > 0)
}
