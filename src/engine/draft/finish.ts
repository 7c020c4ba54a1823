import { isObject } from "../data.ts"
import { Node, type Parts, whatIsBehind } from "./node.ts"

/** The frozen value that a draft has become: the base itself where nothing of it was changed. */
export function finished(node: Node): Parts {
  if (!node.isModified) return node.base
  if (node.finished !== null) return node.finished
  const copy = node.own()
  node.finished = copy
  if (Array.isArray(copy)) finishItems(copy)
  else {
    for (const [name, part] of node.drafted ?? []) if (part.isModified) copy[name] = finished(part)
    for (const name of node.assigned ?? []) if (name in copy) copy[name] = finishedValue(copy[name])
  }
  return Object.freeze(copy)
}

/** A value that was put into a draft: it may be a draft, hold drafts, stand for a value, or be frozen long since. */
function finishedValue(value: unknown): unknown {
  if (!isObject(value)) return value
  if (Object.isFrozen(value)) return value
  const found = whatIsBehind(value)
  if (found !== undefined) return found instanceof Node ? finished(found) : finishedValue(found.whole())
  if (Array.isArray(value)) finishItems(value)
  else finishParts(value as Parts)
  return Object.freeze(value)
}

function finishItems(items: unknown[]): void {
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index]
    if (isObject(item)) items[index] = finishedValue(item)
  }
}

function finishParts(parts: Parts): void {
  for (const name in parts) {
    const value = parts[name]
    if (isObject(value)) parts[name] = finishedValue(value)
  }
}
