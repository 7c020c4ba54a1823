import { action, afterHealing, always, type Model, sometimes } from "quorate"

type Name = "alice" | "bob" | "carol"

/** Everything there is: plain data. */
interface State {
  readonly participants: Readonly<Record<Name, "working" | "ready" | "committed" | "aborted">>
  readonly votes: Readonly<Record<Name, "yes" | "no" | null>>
  readonly coordinator: "undecided" | "commit" | "abort"
}

const names: readonly Name[] = ["alice", "bob", "carol"]

/** A participant promises to do whatever the coordinator will decide. */
const vote = action<State, Name>("Vote", {
  kind: "protocol",
  choices: names,
  guard: ({ participants }, name) => participants[name] === "working",
  effect: ({ participants, votes }, name) => {
    participants[name] = "ready"
    votes[name] = "yes"
  },
})

/** The coordinator commits if everybody has promised, and aborts as soon as somebody refuses. */
const decide = action<State, "commit" | "abort">("Decide", {
  kind: "protocol",
  choices: ["commit", "abort"],
  guard: ({ coordinator, votes }, decision) =>
    coordinator === "undecided" &&
    (decision === "commit" ? names.every((name) => votes[name] === "yes") : names.some((name) => votes[name] === "no")),
  effect: (state, decision) => {
    state.coordinator = decision
  },
})

/** A participant hears of the decision. */
const obey = action<State, Name>("Obey", {
  kind: "protocol",
  choices: names,
  guard: ({ coordinator, participants }, name) =>
    coordinator !== "undecided" && (participants[name] === "working" || participants[name] === "ready"),
  effect: ({ coordinator, participants }, name) => {
    participants[name] = coordinator === "commit" ? "committed" : "aborted"
  },
})

/** A participant that has waited too long aborts by itself. Once it has promised it must not: `always` is the bug. */
const giveUp = (patience: "untilVote" | "always") =>
  action<State, Name>("GiveUp", {
    kind: "fault",
    choices: names,
    guard: ({ participants }, name) =>
      participants[name] === "working" || (patience === "always" && participants[name] === "ready"),
    effect: ({ participants, votes }, name) => {
      participants[name] = "aborted"
      votes[name] ??= "no"
    },
  })

/** Two-phase commit of three participants; `givesUp: "always"` is wrong. */
export const twoPhaseCommit = (givesUp: "untilVote" | "always"): Model<State> => ({
  name: "two-phase-commit",
  initial: {
    participants: { alice: "working", bob: "working", carol: "working" },
    votes: { alice: null, bob: null, carol: null },
    coordinator: "undecided",
  },
  components: { participants: "each", votes: "each", coordinator: "one" },
  actions: [vote, decide, obey, giveUp(givesUp)],
})

/** What it is for. */
export const atomic = always<State>({
  name: "atomic",
  says: "Nobody commits what another one aborts",
  broken: ({ participants }) => {
    const committed = names.find((name) => participants[name] === "committed")
    const aborted = names.find((name) => participants[name] === "aborted")
    return committed && aborted ? { committed, aborted } : null
  },
})

/** Without this goal, a protocol that never commits anything would pass. */
export const committed = sometimes<State>({
  name: "committed",
  says: "Everybody commits",
  reached: (_before, { participants }) => names.every((name) => participants[name] === "committed"),
})

/** When nobody gives up any more, and everything else that can happen does. */
export const everybodyKnows = afterHealing<State>({
  name: "everybody-knows",
  says: "In the end everybody has committed or aborted",
  broken: ({ participants }) => {
    const waiting = names.filter((name) => participants[name] === "working" || participants[name] === "ready")
    return waiting.length > 0 ? { waiting } : null
  },
})
