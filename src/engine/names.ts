/** How many edits (a letter more, less or other) turn one name into the other. */
function distance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (above[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min(changed, (above[j] as number) + 1, (row[j - 1] as number) + 1))
    }
    above = row
  }
  return above[b.length] as number
}

/** The names most like this one, the nearest first; for "did you mean". */
export function nearest(name: string, names: Iterable<string>, count = 3): readonly string[] {
  const near = [...names].map((other) => ({ other, edits: distance(name.toLowerCase(), other.toLowerCase()) }))
  return near
    .sort((a, b) => a.edits - b.edits)
    .slice(0, count)
    .map(({ other }) => other)
}
