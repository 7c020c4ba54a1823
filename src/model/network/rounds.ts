import { dataText } from "../../engine/data.ts"
import { invariant } from "../../errors.ts"

/** Something that can be delivered now. */
export interface Delivery {
  /** Its place among all that there can be. */
  readonly place: number
  take(): void
}

/** The first delivery behind a place, or else the first of all. */
type NextBehind = (place: number) => Delivery | undefined

/** Deliveries after which there is no hope for an end, nor for a state that comes again. */
const deliveriesMax = 10_000

/**
 * Delivers each in its turn, so that those which go round and round keep nothing else waiting, until none is left or the
 * state comes again. Then nothing new would ever come of going on: what is on its way stays there, others may act, and what
 * they do may end it. At which state of the round it stays depends on the round alone.
 */
export function deliverInTurn(draft: object, nextBehind: NextBehind): void {
  const turns = newTurns(nextBehind)
  const round = roundOf(draft, turns)
  if (round === 0) return
  let least = dataText(draft)
  for (let count = 0; count < round; count += 1) {
    turns.deliver()
    const now = dataText(draft)
    if (now < least) least = now
  }
  while (dataText(draft) !== least) turns.deliver()
}

interface Turns {
  /** The place of what was delivered last. */
  last(): number
  /** Delivers what comes next behind that, or false where there is nothing to deliver. */
  deliver(): boolean
}

function newTurns(nextBehind: NextBehind): Turns {
  let last = -1
  return {
    last: () => last,
    deliver() {
      const next = nextBehind(last)
      if (next === undefined) return false
      next.take()
      last = next.place
      return true
    },
  }
}

/** Delivers until a state comes again at the same turn, and tells how many deliveries lie between; 0 where none is left (Brent's method). */
function roundOf(draft: object, turns: Turns): number {
  const told = () => `${turns.last()} ${dataText(draft)}`
  let [mark, since, limit] = [told(), 0, 1]
  for (let count = 0; count < deliveriesMax; count += 1) {
    if (!turns.deliver()) return 0
    since += 1
    const now = told()
    if (now === mark) return since
    if (since === limit) [mark, since, limit] = [now, 0, 2 * limit]
  }
  invariant(false, "prompt deliveries never come to an end")
}
