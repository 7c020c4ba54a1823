/** By this symbol immer's `isDraft`, `original` and `current` ask a value what draft it is. */
export const immerState = Symbol.for("immer-state")

/** The answer, in the words that immer reads: what there was before, and whether it may be something else by now. */
export const inImmersWords = (base: () => unknown, isModified: boolean) => ({
  get base_() {
    return base()
  },
  modified_: isModified,
  scope_: { immer_: { useStrictShallowCopy_: false, shouldUseStrictIteration: () => false } },
})
