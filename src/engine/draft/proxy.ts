import { isObject } from "../data.ts"
import { behind, Node, nodeBehind, type Parts } from "./node.ts"
import { immerState, inImmersWords } from "./symbols.ts"

/** What a draft tells of itself by symbols. */
function ofDraft(node: Node, key: symbol): unknown {
  if (key === behind) return node
  return key === immerState ? inImmersWords(() => node.base, node.isModified) : undefined
}

/** What the user of a node sees. The proxy of a record is around its node; that of an array around an array with the node in it. */
export function draftOf(node: Node): object {
  if (node.proxy !== null) return node.proxy
  node.proxy = Array.isArray(node.base) ? new Proxy([node], items) : new Proxy(node as unknown as Parts, entries)
  return node.proxy
}

/** A record: its parts become drafts when they are asked for, but for new ones, which may be changed as they are. */
const entries: ProxyHandler<Parts> = {
  get(target, key) {
    const node = target as unknown as Node
    node.checkOpen()
    const value = node.latest[key]
    if (!isObject(value)) return typeof key === "symbol" ? ofDraft(node, key) : value
    const known = node.drafted?.get(key)
    if (known !== undefined) return draftOf(known)
    if (node.copy !== null && value !== node.base[key] && !Object.isFrozen(value)) return value
    const part = new Node(node.scope, value, node)
    node.drafted ??= new Map()
    node.drafted.set(key, part)
    return draftOf(part)
  },
  set(target, key, value) {
    const node = target as unknown as Node
    node.checkOpen()
    if (isSame(node, key, value)) return true
    node.change()[key] = value
    node.drafted?.delete(key)
    if (isObject(value)) {
      node.assigned ??= new Set()
      node.assigned.add(key)
    }
    return true
  },
  deleteProperty(target, key) {
    const node = target as unknown as Node
    node.checkOpen()
    if (!Object.hasOwn(node.latest, key)) return true
    delete node.change()[key]
    node.drafted?.delete(key)
    return true
  },
  has: (target, key) => key in (target as unknown as Node).latest,
  ownKeys: (target) => Reflect.ownKeys((target as unknown as Node).latest),
  getOwnPropertyDescriptor: (target, key) => descriptor(target as unknown as Node, key, true),
  getPrototypeOf: (target) => Object.getPrototypeOf((target as unknown as Node).base),
  defineProperty: refuse,
}

/** Whether a part is given the value that it has. */
function isSame(node: Node, key: PropertyKey, value: unknown): boolean {
  const { latest } = node
  const old = latest[key]
  if (Object.is(old, value)) return value !== undefined || Object.hasOwn(latest, key)
  return isObject(value) && node.drafted?.get(key)?.proxy === value
}

/** An array: items become drafts when they are asked for, but for new ones, and stay so in the copy, whatever their index. */
const items: ProxyHandler<unknown[]> = {
  get(target, key) {
    const node = nodeIn(target)
    node.checkOpen()
    const value = node.latest[key]
    if (!isObject(value)) return typeof key === "symbol" ? (ofDraft(node, key) ?? value) : methodOr(key, value)
    if (node.copy !== null && !Object.isFrozen(value) && !(node.base as unknown as unknown[]).includes(value))
      return value
    const draft = draftOf(new Node(node.scope, value, node))
    node.own()[key] = draft
    return draft
  },
  set(target, key, value) {
    const node = nodeIn(target)
    node.checkOpen()
    if (key !== "length" && !isIndex(key)) throw new TypeError("an array takes values by index")
    if (Object.is(node.latest[key], value) && (value !== undefined || Object.hasOwn(node.latest, key))) return true
    node.change()[key] = value
    return true
  },
  deleteProperty(target, key) {
    const node = nodeIn(target)
    node.checkOpen()
    return delete node.change()[key]
  },
  has: (target, key) => key in nodeIn(target).latest,
  ownKeys: (target) => Reflect.ownKeys(nodeIn(target).latest),
  getOwnPropertyDescriptor: (target, key) => descriptor(nodeIn(target), key, key !== "length"),
  defineProperty: refuse,
}

const methodOr = (key: string, value: unknown): unknown => (key === "push" ? push : key === "shift" ? shift : value)

const isIndex = (key: string | symbol): boolean => typeof key === "string" && /^\d+$/.test(key)

const nodeIn = (target: readonly unknown[]): Node => target[0] as Node

/** The commonest methods that change an array, at one go. */
function push(this: object, ...given: readonly unknown[]): number {
  return (nodeBehind(this) as Node).changeItems().push(...given)
}

function shift(this: readonly unknown[]): unknown {
  if (this.length === 0) return undefined
  const first = this[0]
  ;(nodeBehind(this) as Node).changeItems().shift()
  return first
}

function descriptor(node: Node, key: PropertyKey, configurable: boolean): PropertyDescriptor | undefined {
  const known = Object.getOwnPropertyDescriptor(node.latest, key)
  if (known === undefined) return undefined
  const value: unknown = (draftOf(node) as Parts)[key]
  return { configurable, enumerable: known.enumerable === true, writable: true, value }
}

function refuse(): never {
  throw new TypeError("a draft takes values by assignment only")
}
