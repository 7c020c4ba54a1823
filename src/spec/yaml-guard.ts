import { Lexer } from "yaml"

/** What the guard found, and how far into the text. */
export interface Refused {
  readonly offset: number
  readonly says: string
}

/** Deeper than any file of ours; a bomb is far deeper, and the parser would take the process down with it. */
const deepest = 64
const widestIndent = 128

/**
 * Looks at the words of a YAML text before it is parsed, and refuses what must not reach the parser (nesting that
 * overflows its stack or its regular expressions) or has no place in a file of data (aliases, tags).
 * The lexer alone is linear and not recursive.
 */
export function guard(text: string): Refused | null {
  const place: Place = { offset: 0, depth: 0, onLine: 0 }
  let isScalar = false
  for (const word of new Lexer().lex(text)) {
    if (isControl(word)) {
      isScalar = word === "\x1f"
      continue
    }
    const says = isScalar ? null : refusal(word, place)
    if (says !== null) return { offset: place.offset, says }
    place.offset += word.length
    isScalar = false
  }
  return null
}

interface Place {
  offset: number
  /** Of open `[` and `{`. */
  depth: number
  /** Of `-`, `?` and `:` on this line, each of which can open a level. */
  onLine: number
}

/** Byte order mark aside, what the lexer says about the text rather than of it. */
const isControl = (word: string): boolean => word === "\x02" || word === "\x18" || word === "\x1f"

function refusal(word: string, place: Place): string | null {
  const first = word[0] ?? ""
  if (first === "\n" || first === "\r") place.onLine = 0
  if (first === " " && place.onLine === 0 && word.length > widestIndent && place.depth === 0) return tooDeep
  if (first === "[" || first === "{") place.depth += 1
  if (first === "]" || first === "}") place.depth -= 1
  if (place.depth === 0 && (word === "-" || word === "?" || word === ":")) place.onLine += 1
  if (place.depth > deepest || place.onLine > deepest) return tooDeep
  if (place.depth < 0) return `expected a value, found ${first} that closes nothing`
  if (first === "*") return `expected a value, found the alias ${word.slice(0, 40)}; write the value out`
  if (first === "!") return `expected a plain value, found the tag ${word.slice(0, 40)}; leave it out`
  return null
}

const tooDeep = `expected at most ${deepest} levels of nesting, found more`
