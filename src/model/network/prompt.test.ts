import { describe, expect, test } from "vitest"
import { action, changed } from "../../engine/index.ts"
import { type Prompt, withPrompt } from "./prompt.ts"

/** A token that is passed on among four for as long as there is one, a letter that waits, and a count of what was passed. */
interface State {
  readonly holder: number | null
  readonly letters: number
  readonly passed: number
}

const start: State = { holder: null, letters: 0, passed: 0 }

const none = [{}]
const passOn = action<State, unknown>("PassOn", {
  kind: "protocol",
  choices: none,
  guard: ({ holder }) => holder !== null,
  effect(draft) {
    draft.holder = ((draft.holder ?? 0) + 1) % 4
  },
})
const passOnAndCount = action<State, unknown>("PassOnAndCount", {
  ...passOn,
  effect(draft) {
    draft.passed += 1
  },
})
const read = action<State, unknown>("Read", {
  kind: "protocol",
  choices: none,
  guard: ({ letters }) => letters > 0,
  effect(draft) {
    draft.letters -= 1
  },
})
const hand = action<State, number | null>("Hand", {
  kind: "workload",
  choices: [0, 1, 2, 3, null],
  guard: () => true,
  effect(draft, holder) {
    draft.holder = holder
  },
})
const post = action<State, unknown>("Post", {
  kind: "workload",
  choices: none,
  guard: () => true,
  effect(draft) {
    draft.letters += 3
  },
})

const promptly = (...actions: readonly Prompt<State>["action"][]) =>
  withPrompt<State>(
    [hand, post, ...actions],
    actions.map((one) => ({ action: one, carriers: null })),
  )

function taking(actions: ReturnType<typeof promptly>, from: State, name: string, choice: unknown = {}): State {
  const found = actions.find((one) => one.name === name)
  return changed(from, (draft) => found?.effect(draft, choice))
}

describe("messages that go round and round", () => {
  const actions = promptly(passOn, read)

  test("stay where they are once a state comes again, the same one wherever they entered the round", () => {
    const rests = [0, 1, 2, 3].map((holder) => taking(actions, start, "Hand", holder))
    expect(rests.map(({ holder }) => holder)).toEqual([0, 0, 0, 0])
  })

  test("keep no other message waiting", () => {
    const round = taking(actions, start, "Hand", 0)
    expect(taking(actions, round, "Post")).toEqual({ ...round, letters: 0 })
  })

  test("go on where a step ends the round", () => {
    const round = taking(actions, start, "Hand", 0)
    expect(taking(actions, round, "Hand", null)).toEqual(start)
  })
})

test("messages by which something grows without end are an error", () => {
  expect(() => taking(promptly(passOnAndCount), start, "Hand", 0)).toThrow("prompt deliveries never come to an end")
})
