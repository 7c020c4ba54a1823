import { behind, type StandIn } from "../draft/node.ts"
import { immerState, inImmersWords } from "../draft/symbols.ts"
import type { Place } from "./place.ts"
import type { Recorder } from "./reading.ts"

/** What a record that splits is made of, name by name. */
export interface Contents {
  isThere(name: string): boolean
  /** The part of this name, or undefined where there is none. */
  partOf(name: string): unknown
}

type Parts = Record<string, unknown>

/** What a change to a record comes to. */
export type Changing = Required<Pick<ProxyHandler<Parts>, "set" | "deleteProperty">> &
  Pick<ProxyHandler<Parts>, "defineProperty">

/**
 * A record whose entries, or whose entries' fields, are components; that its names were listed is taken down. One that may be
 * put elsewhere has something that tells what it stands for.
 */
export function newRecord(
  place: Place,
  { listed }: Pick<Recorder, "listed">,
  { isThere, partOf }: Contents,
  changing: Changing,
  standIn: StandIn | null,
): Parts {
  return new Proxy<Parts>(
    {},
    {
      get: (target, name) => {
        if (name === behind) return standIn ?? undefined
        if (name === immerState && standIn !== null) return inImmersWords(() => standIn.base(), true)
        return typeof name === "symbol" || (name in target && !place.children.has(name))
          ? Reflect.get(target, name)
          : partOf(name)
      },
      has: (_target, name) => typeof name === "string" && isThere(name),
      ownKeys: () => {
        listed.add(place)
        return place.names.filter(isThere)
      },
      getOwnPropertyDescriptor: (_target, name) =>
        typeof name === "string" && isThere(name)
          ? { configurable: true, enumerable: true, writable: standIn !== null, value: partOf(name) }
          : undefined,
      ...changing,
    },
  )
}
