import { current, type Draft, isDraft, original } from "immer"
import { describe, expect, test } from "vitest"
import { changed } from "../draft/index.ts"
import { frozen } from "../walk.ts"
import { newCatalogue } from "./catalogue.ts"
import { newRecorder } from "./reading.ts"
import { newWriter } from "./writing.ts"

interface Replica {
  epoch: number
  log: number[]
  leader: { id: number } | null
}

interface State {
  replicas: Record<string, Replica | null>
  seen: unknown
}

const initial = (): State => ({
  replicas: {
    a: { epoch: 1, log: [1], leader: { id: 1 } },
    b: { epoch: 2, log: [], leader: null },
    c: null,
  },
  seen: null,
})

const components = { replicas: "eachField", seen: "one" } as const

/** What an effect writes to `seen`, and to the replicas, by the learned engine's drafts. */
function written(effect: (draft: Draft<State>) => void): Record<string, unknown> {
  const catalogue = newCatalogue({ name: "toy", components, initial: frozen(initial()) })
  const recorder = newRecorder()
  recorder.begin(new Int32Array(64))
  const writes = newWriter<State>(catalogue, recorder).write(effect)
  const found: Record<string, unknown> = {}
  for (let at = 0; at < writes.length; at += 2) {
    const slot = writes[at] as number
    found[catalogue.slots[slot]?.place.name ?? ""] = catalogue.valueOf(slot, writes[at + 1] as number)
  }
  return found
}

/** The same by drafts of the whole state: what is at a place afterwards. */
function at(state: State, name: string): unknown {
  return name.split(".").reduce<unknown>((part, key) => (part as Record<string, unknown> | null)?.[key], state)
}

const effects: Record<string, (draft: Draft<State>) => void> = {
  "reads a record that it has replaced": (draft) => {
    const known = draft.replicas.a
    draft.replicas.a = { epoch: 9, log: [], leader: null }
    draft.seen = [known?.epoch, known?.log, known?.leader?.id]
  },
  "reads a record that it has replaced by a copy": (draft) => {
    const known = draft.replicas.a
    if (!known) return
    draft.replicas.a = { ...known, epoch: known.epoch + 1 }
    draft.seen = [known.epoch, draft.replicas.a?.epoch]
  },
  "changes a record, replaces it, and reads the old one": (draft) => {
    const known = draft.replicas.a
    if (known) known.epoch = 5
    draft.replicas.a = { epoch: 9, log: [], leader: null }
    draft.seen = known?.epoch
  },
  "changes a record that it has replaced": (draft) => {
    const known = draft.replicas.a
    draft.replicas.a = { epoch: 9, log: [], leader: null }
    if (known) known.epoch = 5
    draft.seen = [known?.epoch, draft.replicas.a?.epoch]
  },
  "puts a record that it has replaced elsewhere": (draft) => {
    const known = draft.replicas.a ?? null
    draft.replicas.a = null
    draft.replicas.c = known
    draft.seen = [draft.replicas.a, draft.replicas.c?.epoch]
  },
  "deletes a record and reads it": (draft) => {
    const known = draft.replicas.a
    delete draft.replicas.a
    draft.seen = [known?.epoch, draft.replicas.a === undefined]
  },
  "replaces all records and reads an old one": (draft) => {
    const known = draft.replicas.a
    const all = draft.replicas
    draft.replicas = { a: { epoch: 9, log: [], leader: null } }
    draft.seen = [known?.epoch, all.a?.epoch, draft.replicas.a?.epoch, Object.keys(draft.replicas)]
  },
  "changes what it has put in place of a record": (draft) => {
    draft.replicas.a = { epoch: 9, log: [], leader: null }
    const now = draft.replicas.a
    if (now) now.epoch = 10
    draft.seen = draft.replicas.a?.epoch
  },
  "makes a record, deletes it and puts it elsewhere": (draft) => {
    draft.replicas.d = { epoch: 4, log: [], leader: null }
    const made = draft.replicas.d
    if (made) made.epoch = 5
    delete draft.replicas.d
    draft.replicas.a = made ?? null
    draft.seen = [draft.replicas.a?.epoch, Object.keys(draft.replicas)]
  },
  "puts all records into a new one, twice, and changes one of them": (draft) => {
    draft.replicas = { ...draft.replicas }
    draft.replicas = { ...draft.replicas, c: draft.replicas.b ?? null }
    if (draft.replicas.a) draft.replicas.a.epoch = 8
    draft.seen = Object.keys(draft.replicas)
  },
  "puts records into something new": (draft) => {
    draft.seen = { first: draft.replicas.a, all: [draft.replicas.b, draft.replicas] }
    if (draft.replicas.a) draft.replicas.a.epoch = 6
  },
  "asks immer what its records are": (draft) => {
    const { a } = draft.replicas
    if (!a) return
    a.epoch = 3
    a.log.push(2)
    delete draft.replicas.b
    const was = [original(a), original(draft.replicas), original(draft)?.replicas.c]
    draft.seen = [isDraft(a), isDraft(draft.replicas), isDraft(draft), current(a), current(draft).replicas, was]
  },
  "puts one record in place of another and changes that": (draft) => {
    const known = draft.replicas.a
    draft.replicas.b = known ?? null
    if (known) known.epoch = 7
    draft.seen = [draft.replicas.b?.epoch, draft.replicas.a?.epoch]
  },
}

describe("an effect that", () => {
  test.each(Object.entries(effects))("%s", (_name, effect) => {
    const after = changed(frozen(initial()), effect)
    const writes = written(effect)
    for (const [name, value] of Object.entries(writes))
      if (typeof value !== "symbol") expect([name, value]).toEqual([name, at(after as State, name)])
    expect(writes.seen).toEqual(after.seen)
    for (const replica of ["a", "b", "c"])
      for (const field of ["epoch", "log", "leader"]) {
        const name = `replicas.${replica}.${field}`
        const before = at(frozen(initial()), name)
        const now = at(after as State, name)
        if (JSON.stringify(before) !== JSON.stringify(now) && now !== undefined) expect(writes[name]).toEqual(now)
      }
  })
})
