import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from "yaml"
import { type ErrorCode, invariant } from "../errors.ts"
import { readText } from "./file.ts"
import { dotted, type Path, type Problem, refusal } from "./problem.ts"
import { guard } from "./yaml-guard.ts"

/** A YAML text as plain data, which still knows where each part of it stands. */
export interface SpecDocument {
  readonly file: string
  readonly data: unknown
  /** The place of the value at a path (or of its key), or of the nearest part above it that is there. */
  place(path: Path, part?: "key" | "value"): Pick<Problem, "line" | "column">
}

/** Reads one YAML document from a file; everything that can be wrong with it is a `QuorateError`. */
export const readDocument = (file: string, code: ErrorCode = "BAD_SPEC"): SpecDocument =>
  parseText(readText(file), file, code)

/** The same for a text at hand. Nothing in it is ever evaluated: no tags, no aliases, one document. */
export function parseText(text: string, file: string, code: ErrorCode = "BAD_SPEC"): SpecDocument {
  const lines = new LineCounter()
  const at = (offset: number): Pick<Problem, "line" | "column"> => position(lines, offset)
  const refused = guard(text)
  if (refused !== null) throw refusal(code, file, [{ ...positionIn(text, refused.offset), says: refused.says }])

  const parsed = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false, logLevel: "error" })
  const errors = parsed.errors.slice(0, 100).map((error) => ({ ...at(error.pos[0]), says: sentence(error) }))
  if (errors.length > 0) throw refusal(code, file, errors)
  if (parsed.contents === null)
    throw refusal(code, file, [{ line: 1, column: 1, says: "expected YAML, found nothing" }])

  const reading = new Reading(at)
  const data = reading.read(parsed.contents, [])
  if (reading.problems.length > 0) throw refusal(code, file, reading.problems)
  return { file, data, place: (path, part = "value") => reading.place(path, part) }
}

function sentence({ code, message }: { readonly code: string; readonly message: string }): string {
  if (code === "MULTIPLE_DOCS") return "expected one YAML document, found another one; split them into files"
  return `expected YAML, found something else: ${message.split("\n", 1)[0]?.slice(0, 200)}`
}

function position(lines: LineCounter, offset: number): Pick<Problem, "line" | "column"> {
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(line, 1), column: Math.max(col, 1) }
}

function positionIn(text: string, offset: number): Pick<Problem, "line" | "column"> {
  const before = text.slice(0, offset)
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") }
}

/** Turns nodes to plain data and remembers where they were. The guard has bounded how deep this goes. */
class Reading {
  readonly problems: Problem[] = []
  readonly #places = new Map<string, { readonly key: number; readonly value: number }>()
  readonly #at: (offset: number) => Pick<Problem, "line" | "column">

  constructor(at: (offset: number) => Pick<Problem, "line" | "column">) {
    this.#at = at
  }

  read(node: Node | null, path: Path, key = start(node) ?? 0): unknown {
    this.#places.set(JSON.stringify(path), { key, value: start(node) ?? key })
    if (isMap(node)) return this.#map(node.items as readonly Pair<Node, Node | null>[], path)
    if (isSeq(node)) return node.items.map((item, index) => this.read(item as Node | null, [...path, index]))
    if (!isScalar(node)) return null
    if (typeof node.value === "number" && !Number.isFinite(node.value))
      this.#refuse(start(node) ?? key, `${dotted(path)}: expected a finite number, found ${node.source}`)
    return node.value
  }

  place(path: Path, part: "key" | "value"): Pick<Problem, "line" | "column"> {
    const found = this.#places.get(JSON.stringify(path))
    if (found !== undefined) return this.#at(found[part])
    invariant(path.length > 0, "the whole document has a place")
    return this.place(path.slice(0, -1), part)
  }

  #map(pairs: readonly Pair<Node, Node | null>[], path: Path): Record<string, unknown> {
    const data: Record<string, unknown> = {}
    const names = new Set<string>()
    for (const { key, value } of pairs) {
      const from = start(key) ?? start(value) ?? 0
      const name = nameOf(key)
      if (name === null) this.#refuse(from, "expected a plain name as the key, found something else")
      else if (names.has(name)) this.#refuse(from, `expected each key once, found ${name} again`)
      else data[name] = this.read(value, [...path, name], from)
      names.add(name ?? "")
    }
    return data
  }

  #refuse(offset: number, says: string): void {
    if (this.problems.length < 100) this.problems.push({ ...this.#at(offset), says })
  }
}

const start = (node: Node | null | undefined): number | undefined => node?.range?.[0]

/** `__proto__` is no name: as a key of an object it would not be data. */
function nameOf(key: Node): string | null {
  if (isAlias(key) || !isScalar(key) || key.value === null) return null
  const name = typeof key.value === "string" ? key.value : (key.source ?? String(key.value))
  return name === "__proto__" ? null : name
}
