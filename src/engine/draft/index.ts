import type { Draft } from "immer"
import { isObject } from "../data.ts"
import { finished } from "./finish.ts"
import { Node, nodeBehind } from "./node.ts"
import { draftOf } from "./proxy.ts"

/**
 * What an effect makes of a value of plain JSON data, as immer's `produce` does it: the effect changes a draft, and
 * what it left alone is the same object as before; what is new is frozen. It is made for the many small changes of a search,
 * which touch little of a large state. The drafts answer immer's `isDraft`, `original` and `current`.
 */
export function changed<T extends object>(base: T, effect: (draft: Draft<T>) => void): T {
  const scope = { isOpen: true }
  const node = new Node(scope, base, null)
  effect(draftOf(node) as Draft<T>)
  const after = finished(node) as T
  scope.isOpen = false
  return after
}

/** What a draft stands for: the value as it was before the change. What is no draft is itself. */
export function original<T>(value: T): T {
  const node = isObject(value) ? nodeBehind(value) : undefined
  return node === undefined ? value : (node.base as T)
}
