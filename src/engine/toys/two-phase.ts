import { type Action, action, type Image, type Model } from "../model.ts"
import { always, type Property, sometimes } from "../property.ts"

type Manager = "working" | "prepared" | "committed" | "aborted"

interface TwoPhase {
  readonly managers: Readonly<Record<string, Manager>>
  readonly coordinator: "init" | "committed" | "aborted"
  readonly heard: Readonly<Record<string, boolean>>
  readonly sent: Readonly<Record<string, boolean>>
}

const named = { entry: (name: string, image: Image): string => image(name) }

/**
 * Lamport's TwoPhase: messages are never removed. With 3 resource managers it has 288 states, with 5 it has 8,832. The wrong
 * one lets a manager change its mind after it has promised.
 */
export function twoPhase(managers: number, promise: "kept" | "broken" = "kept"): Model<TwoPhase> {
  const names = Array.from({ length: managers }, (_, i) => `rm${i + 1}`)
  const own = ownActions(names, promise)
  const all = <T>(value: T) => Object.fromEntries(names.map((name) => [name, value]))
  return {
    name: "two-phase",
    initial: { managers: all<Manager>("working"), coordinator: "init", heard: all(false), sent: {} },
    components: { managers: "each", coordinator: "one", heard: "each", sent: "each" },
    actions: [...coordinatorActions(names), ...own],
    symmetry: [{ of: "resource managers", members: names, renaming: { managers: named, heard: named, sent: named } }],
  }
}

function coordinatorActions(names: readonly string[]): readonly Action<TwoPhase>[] {
  const decide = action<TwoPhase, "commit" | "abort">("TMDecide", {
    kind: "protocol",
    choices: ["commit", "abort"],
    guard: ({ coordinator, heard }, decision) =>
      coordinator === "init" && (decision === "abort" || names.every((name) => heard[name])),
    effect: (draft, decision) => {
      draft.coordinator = decision === "commit" ? "committed" : "aborted"
      draft.sent[decision] = true
    },
  })
  const hear = action<TwoPhase, string>("TMRcvPrepared", {
    kind: "protocol",
    choices: names,
    guard: ({ coordinator, sent }, name) => coordinator === "init" && sent[name] === true,
    effect: (draft, name) => {
      draft.heard[name] = true
    },
  })
  return [decide, hear]
}

function ownActions(names: readonly string[], promise: "kept" | "broken"): readonly Action<TwoPhase>[] {
  const prepare = action<TwoPhase, string>("RMPrepare", {
    kind: "protocol",
    choices: names,
    guard: ({ managers }, name) => managers[name] === "working",
    effect: (draft, name) => {
      draft.managers[name] = "prepared"
      draft.sent[name] = true
    },
  })
  const giveUp = action<TwoPhase, string>("RMChooseToAbort", {
    kind: "fault",
    choices: names,
    guard: ({ managers }, name) =>
      managers[name] === "working" || (promise === "broken" && managers[name] === "prepared"),
    effect: (draft, name) => {
      draft.managers[name] = "aborted"
    },
  })
  const obey = action<TwoPhase, { readonly name: string; readonly decision: "commit" | "abort" }>("RMRcvDecision", {
    kind: "protocol",
    choices: names.flatMap((name) => [{ name, decision: "commit" } as const, { name, decision: "abort" } as const]),
    guard: ({ sent }, { decision }) => sent[decision] === true,
    effect: (draft, { name, decision }) => {
      draft.managers[name] = decision === "commit" ? "committed" : "aborted"
    },
  })
  return [prepare, giveUp, obey]
}

/** TCConsistent. */
export const consistent: Property<TwoPhase> = always({
  name: "consistent",
  says: "No manager commits what another one aborts",
  broken: ({ managers }) => {
    const committed = Object.keys(managers).find((name) => managers[name] === "committed")
    const aborted = Object.keys(managers).find((name) => managers[name] === "aborted")
    return committed === undefined || aborted === undefined ? null : { committed, aborted }
  },
})

/** A goal, without which the promise would be kept by never deciding. */
export const someoneCommits: Property<TwoPhase> = sometimes({
  name: "someone-commits",
  says: "A manager commits",
  reached: (_before, { managers }) => Object.values(managers).includes("committed"),
})
