/** A record or an array, by name or index. */
export type Parts = Record<PropertyKey, unknown>

/** One change, from its first draft to the finished value. */
export interface Scope {
  /** Whether its drafts may still be used. */
  isOpen: boolean
}

/** A draft from the inside: a record or array, and what has become of it. */
export class Node {
  readonly scope: Scope
  readonly base: Parts
  readonly parent: Node | null
  /** What it has become; null where that is the base. An array has a copy as soon as one of its items was drafted. */
  copy: Parts | null = null
  isModified = false
  /** Of a record: the drafts of parts that were asked for, by name. Those of an array are in its copy. */
  drafted: Map<PropertyKey, Node> | null = null
  /** Of a record: the names of parts that were given another value, which may hold drafts. */
  assigned: Set<PropertyKey> | null = null
  /** What its user sees, once it was asked for. */
  proxy: object | null = null
  finished: Parts | null = null

  constructor(scope: Scope, base: object, parent: Node | null) {
    this.scope = scope
    this.base = base as Parts
    this.parent = parent
  }

  get latest(): Parts {
    return this.copy ?? this.base
  }

  /** The contents to write into. */
  own(): Parts {
    this.copy ??= Array.isArray(this.base) ? ([...this.base] as unknown as Parts) : { ...this.base }
    return this.copy
  }

  /** The same, where that makes it another value, and with it everything that it is a part of. */
  change(): Parts {
    for (let one: Node | null = this; one !== null && !one.isModified; one = one.parent) one.isModified = true
    return this.own()
  }

  changeItems(): unknown[] {
    return this.change() as unknown as unknown[]
  }

  /** Fails where the change is over. */
  checkOpen(): void {
    if (!this.scope.isOpen) throw new TypeError("a draft was kept and used later; use it only within the effect")
  }
}

/** Behind what is no draft of ours but stands for a value: what it was before the change, and what it is once that is over. */
export interface StandIn {
  base(): unknown
  whole(): unknown
}

/** By this a draft tells the node behind it. */
export const behind: unique symbol = Symbol("behind")

/** What is behind a draft, or behind what stands for a value; undefined where nothing is. */
export const whatIsBehind = (value: object): Node | StandIn | undefined =>
  (value as { readonly [behind]?: Node | StandIn })[behind]

/** The node behind a draft; undefined for what is none. */
export function nodeBehind(value: object): Node | undefined {
  const found = whatIsBehind(value)
  return found instanceof Node ? found : undefined
}
