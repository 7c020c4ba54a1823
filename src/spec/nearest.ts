/** Longer words are cut before they are compared: nobody mistypes more than this, and the cost is quadratic. */
const longest = 64

/** How many letters have to be put in, left out or changed to make one word of the other (Levenshtein). */
export function distance(left: string, right: string): number {
  const a = left.slice(0, longest)
  const b = right.slice(0, longest)
  let row = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let i = 1; i <= a.length; i += 1) {
    const above = row
    row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const substituted = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min(substituted, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1))
    }
  }
  return row[b.length] ?? 0
}

/** The candidate that was most likely meant, or `undefined` where none is near. Case and punctuation cost little. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined
  let least = Number.POSITIVE_INFINITY
  for (const candidate of candidates) {
    const cost = distance(plain(word), plain(candidate))
    if (cost < least) [best, least] = [candidate, cost]
  }
  return best !== undefined && least <= Math.max(2, Math.ceil(best.length / 3)) ? best : undefined
}

const plain = (word: string): string => word.toLowerCase().replaceAll(/[-_. ]/g, "")

/** Of so many words at most all are told, even where one of them was surely meant. */
const few = 12

/** `; did you mean X?` and what is valid, for the end of a message. */
export function suggestion(word: string, candidates: Iterable<string>): string {
  const all = [...candidates]
  const near = nearest(word, all)
  if (all.length === 0) return ""
  if (near === undefined) return `; valid: ${list(all)}`
  return `; did you mean ${near}?${all.length > few ? "" : ` valid: ${list(all)}`}`
}

/** A list that stays readable however many there are. */
export function list(words: readonly string[], limit = 24): string {
  const more = words.length - limit
  return more > 0 ? `${words.slice(0, limit).join(", ")} and ${more} more` : words.join(", ")
}
