import { describe, expect, test } from "vitest"
import { enabledSteps, type Image, initialState, type Model, type Symmetry } from "../../../engine/index.ts"
import { take } from "../../../engine/walk.ts"
import { asyncIsrConfig } from "./async-isr/config.ts"
import { asyncIsr } from "./async-isr/model.ts"
import { publishedConfig } from "./config.ts"
import { publishedSpecs } from "./specs.ts"

type Data = Readonly<Record<string, unknown>>

/** A state with its parts in order, so that equal states are equal texts. */
const textOf = (state: object): string =>
  JSON.stringify(state, (_, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )

/** Every state that a model reaches, by its text, with the texts of those that come next. */
function graphOf<S extends object>(
  model: Model<S>,
): ReadonlyMap<string, { readonly state: S; next: readonly string[] }> {
  const known = new Map([[textOf(model.initial), { state: initialState(model), next: [] as readonly string[] }]])
  for (const entry of known.values()) {
    const after = enabledSteps(model, entry.state).map((step) => take(entry.state, step))
    for (const state of after) if (!known.has(textOf(state))) known.set(textOf(state), { state, next: [] })
    entry.next = [...new Set(after.map(textOf))]
  }
  return known
}

/** A record renamed part by part, as an engine does where each part is a component. */
const byParts = (record: Data, rename: (part: never) => unknown): object =>
  Object.assign({}, ...Object.entries(record).map(([name, part]) => rename({ [name]: part } as never)))

/** A state in which two members of a symmetry have changed places. */
function renamed<S extends object>(
  { components }: Model<S>,
  { renaming }: Symmetry<S>,
  state: S,
  image: Image,
): object {
  const rules = renaming as Symmetry<Readonly<Record<string, Data>>>["renaming"]
  return Object.fromEntries(
    Object.entries(state as Readonly<Record<string, Data>>).map(([key, part]) => {
      const rule = rules[key]
      if (rule === undefined) return [key, part]
      if ("whole" in rule) return [key, byParts(part, (one) => rule.whole(one, image))]
      const { entry = (name: string) => name, value = (one: unknown) => one } = rule
      const ofEntry = (one: unknown) =>
        components[key as keyof S] === "eachField"
          ? byParts(one as Data, (field) => value(field, image))
          : value(one as never, image)
      return [key, Object.fromEntries(Object.entries(part).map(([name, one]) => [entry(name, image), ofEntry(one)]))]
    }),
  )
}

/** Whether the whole graph stays as it is when any two neighbours change places. */
function expectAlike<S extends object>(model: Model<S>): void {
  const graph = graphOf(model)
  const [symmetry] = model.symmetry as readonly Symmetry<S>[]
  const members = symmetry?.members ?? []
  expect(members.length).toBeGreaterThan(1)
  for (const [index, a] of members.slice(1).entries()) {
    const b = members[index]
    const image: Image = (part) => (part === a ? b : part === b ? a : part) as typeof part
    for (const { state, next } of graph.values()) {
      const other = graph.get(textOf(renamed(model, symmetry as Symmetry<S>, state, image)))
      const images = next.map((text) => textOf(renamed(model, symmetry as Symmetry<S>, JSON.parse(text), image)))
      expect(other?.next.toSorted()).toEqual(images.sort())
    }
  }
}

describe("replicas that change places change nothing", () => {
  test.each(publishedSpecs)("in $module", ({ model }) => {
    expectAlike(model(publishedConfig.parse({ replicas: 2, maxLeaderEpoch: 1 })))
    expectAlike(model(publishedConfig.parse({ replicas: 3, logSize: 1, maxRecords: 1, maxLeaderEpoch: 0 })))
  })

  test("in AsyncIsr, but for the leader", () => {
    expectAlike(asyncIsr(asyncIsrConfig.parse({ maxOffset: 1, maxVersion: 1 })))
  })
})
