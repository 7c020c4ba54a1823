/** Gives each distinct value of plain JSON data a small integer, from 1, the same one whenever it comes again. */
export interface Intern {
  /** 0 where the value is not plain JSON data: then `notPlain` says why. */
  idOf(value: unknown): number
}

/**
 * The order of keys does not matter, the order of array items does. Values are interned from the inside out,
 * and what is frozen is remembered by identity: of a state made from another one only what changed is looked at.
 */
export function newIntern(): Intern {
  const byText = new Map<string, number>()
  const byObject = new WeakMap<object, number>()

  function idOf(value: unknown): number {
    if (typeof value !== "object" || value === null) {
      const text = textOf(value)
      return text === "" ? 0 : idOfText(text)
    }
    const known = byObject.get(value)
    if (known !== undefined) return known
    const text = Array.isArray(value) ? textOfArray(value) : textOfRecord(value)
    const id = text === "" ? 0 : idOfText(text)
    if (id !== 0 && Object.isFrozen(value)) byObject.set(value, id)
    return id
  }

  function idOfText(text: string): number {
    const known = byText.get(text)
    if (known !== undefined) return known
    const id = byText.size + 1
    byText.set(text, id)
    return id
  }

  /** The text of a part of a value: JSON for a primitive, the id for the rest; empty where it is not plain. */
  function textOf(value: unknown): string {
    if (typeof value === "string") return JSON.stringify(value)
    if (typeof value === "number") return Number.isFinite(value) ? `${value}` : ""
    if (typeof value === "boolean" || value === null) return `${value}`
    if (typeof value !== "object") return ""
    const id = idOf(value)
    return id === 0 ? "" : `#${id}`
  }

  function textOfArray(items: readonly unknown[]): string {
    let text = "["
    for (let i = 0; i < items.length; i += 1) {
      const part = textOf(items[i])
      if (part === "") return ""
      text += `${part},`
    }
    return `${text}]`
  }

  function textOfRecord(record: object): string {
    if (!isPlainRecord(record)) return ""
    let text = "{"
    for (const key of Object.keys(record).sort()) {
      const part = textOf(record[key])
      if (part === "") return ""
      text += `${JSON.stringify(key)}:${part},`
    }
    return `${text}}`
  }

  return { idOf }
}

/** Whether this is a record that was written with braces, and not a Map, a Date or an instance of a class. */
export function isPlainRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

/** Where and why a value is not plain JSON data (`brokers.1.log.0 is undefined`), or null where it is. */
export function notPlain(value: unknown, at: string): string | null {
  if (value === null || typeof value === "string" || typeof value === "boolean") return null
  if (typeof value === "number") return Number.isFinite(value) ? null : `${at} is ${value}`
  if (typeof value !== "object") return `${at} is ${value === undefined ? "undefined" : `a ${typeof value}`}`
  if (!Array.isArray(value) && !isPlainRecord(value)) return `${at} is a ${value.constructor?.name ?? "strange object"}`
  const entries: Iterable<readonly [string | number, unknown]> = Array.isArray(value)
    ? value.entries()
    : Object.entries(value)
  for (const [key, part] of entries) {
    const found = notPlain(part, `${at}.${key}`)
    if (found !== null) return found
  }
  return null
}
