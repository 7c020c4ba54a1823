/**
 * Remembers what a function of one name has made, so that the same name gives the same string. Guards ask for such strings
 * all the time, and one that was just put together is slow to look up by. For names of which there are few.
 */
export function rememberedOf<A, N>(make: (a: A) => N): (a: A) => N {
  const known = new Map<A, N>()
  return (a) => {
    const before = known.get(a)
    if (before !== undefined) return before
    const made = make(a)
    known.set(a, made)
    return made
  }
}

/** The same for a function of two names. */
export function remembered<A, B, N>(make: (a: A, b: B) => N): (a: A, b: B) => N {
  const ofFirst = rememberedOf((a: A) => rememberedOf((b: B) => make(a, b)))
  return (a, b) => ofFirst(a)(b)
}
