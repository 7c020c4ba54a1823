import { action, afterHealing, always, type Model, sometimes } from "quorate"

type Name = "alice" | "bob" | "carol"

/** Everything there is: plain data. */
interface State {
  readonly participants: Readonly<Record<Name, "working" | "ready" | "committed" | "aborted">>
  readonly votes: Readonly<Record<Name, boolean>>
  readonly coordinator: "undecided" | "commit" | "abort"
}

const names: readonly Name[] = ["alice", "bob", "carol"]

/** A participant promises to do whatever the coordinator will decide. */
const vote = action<State, Name>("Vote", {
  kind: "protocol",
  cites: [],
  choices: names,
  guard: ({ participants }, name) => participants[name] === "working",
  effect: ({ participants, votes }, name) => {
    participants[name] = "ready"
    votes[name] = true
  },
})

/** The coordinator commits once everybody has promised, or aborts, whenever it likes. */
const decide = action<State, "commit" | "abort">("Decide", {
  kind: "protocol",
  cites: [],
  choices: ["commit", "abort"],
  guard: ({ coordinator, votes }, decision) =>
    coordinator === "undecided" && (decision === "abort" || names.every((name) => votes[name])),
  effect: (state, decision) => {
    state.coordinator = decision
  },
})

/** A participant hears of the decision. */
const obey = action<State, Name>("Obey", {
  kind: "protocol",
  cites: [],
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
    cites: [],
    choices: names,
    guard: ({ participants }, name) =>
      participants[name] === "working" || (patience === "always" && participants[name] === "ready"),
    effect: ({ participants }, name) => {
      participants[name] = "aborted"
    },
  })

/** Two-phase commit of three participants; `givesUp: "always"` is wrong. */
export const twoPhaseCommit = (givesUp: "untilVote" | "always"): Model<State> => ({
  name: "two-phase-commit",
  initial: {
    participants: { alice: "working", bob: "working", carol: "working" },
    votes: { alice: false, bob: false, carol: false },
    coordinator: "undecided",
  },
  components: { participants: "each", votes: "each", coordinator: "one" },
  actions: [vote, decide, obey, giveUp(givesUp)],
})

/** What it is for. */
export const atomic = always<State>({
  name: "atomic",
  says: "Nobody commits what another one aborts",
  cites: [],
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
  cites: [],
  reached: (_before, { participants }) => names.every((name) => participants[name] === "committed"),
})

/** When nobody gives up any more, and everything else that can happen does. */
export const everybodyKnows = afterHealing<State>({
  name: "everybody-knows",
  says: "In the end everybody has committed or aborted",
  cites: [],
  broken: ({ participants }) => {
    const waiting = names.filter((name) => participants[name] === "working" || participants[name] === "ready")
    return waiting.length > 0 ? { waiting } : null
  },
})
