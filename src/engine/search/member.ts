import { newSpace, type Space } from "../learned/space.ts"
import type { Model } from "../model.ts"
import type { ExhaustiveOptions } from "../options.ts"
import type { Property } from "../property.ts"
import { agreeOnNumbers } from "./agreed-numbers.ts"
import { newCheck } from "./check.ts"
import { type Exchange, newExchange, type Sizes } from "./exchange.ts"
import { exchangeIn, fail, OtherThreadFailed, type SharedMemory } from "./memory.ts"
import { obey } from "./orders.ts"
import { shareFacts } from "./shared-facts.ts"
import { sharedLog } from "./shared-log.ts"
import { type Canon, newCanon, symmetriesOf } from "./symmetry.ts"
import { SearchThread } from "./thread.ts"

/** One thread of a search, with all that it works with. */
interface Member<S extends object> {
  readonly space: Space<S>
  readonly canon: Canon | undefined
  readonly exchange: Exchange
  readonly thread: SearchThread<S>
}

/** What of the options every thread has to know. */
export type MemberOptions = Pick<ExhaustiveOptions, "symmetry" | "verify">

/** How much room threads need to search a model by these properties. */
export function sizesOf<S extends object>(
  { actions }: Model<S>,
  properties: readonly Property<S>[],
  threads: number,
): Sizes {
  return { threads, properties: properties.length + 1, actions: actions.length }
}

/** Builds a thread's part of a search, and waits until the others have built theirs. */
export function newMember<S extends object>(
  model: Model<S>,
  properties: readonly Property<S>[],
  { symmetry = false, verify = false }: MemberOptions,
  memory: SharedMemory | undefined,
  me: number,
): Member<S> {
  const space = newSpace(model, properties)
  const forests = [space.moves.forest, space.states, space.steps.forest]
  for (const forest of forests) forest.isChecking = verify
  const exchange = memory === undefined ? newExchange(sizesOf(model, properties, 1)) : exchangeIn(memory)
  const share =
    memory === undefined
      ? undefined
      : shareFacts(
          forests,
          memory.facts.map((buffer) => new Int32Array(buffer)),
          me,
          agreeOnNumbers(space.catalogue, sharedLog(new Int32Array(memory.numbers))),
        )
  const canon = symmetry ? newCanon(space.catalogue, symmetriesOf(model)) : undefined
  const thread = new SearchThread({
    space,
    exchange,
    me,
    canon,
    ...(verify && { check: newCheck(space, canon) }),
    ...(share && { share }),
  })
  thread.begin()
  exchange.meet()
  return { space, canon, exchange, thread }
}

/**
 * What every thread but the first one does, from its beginning to its end. What goes wrong is told to the first thread, which
 * fails with it.
 */
export function joinSearch<S extends object>(
  model: Model<S>,
  properties: readonly Property<S>[],
  options: MemberOptions,
  memory: SharedMemory,
  me: number,
): void {
  try {
    const { thread, exchange } = newMember(model, properties, options, memory, me)
    obey(thread, exchange)
  } catch (error) {
    if (!(error instanceof OtherThreadFailed)) fail(memory, error)
  }
}
