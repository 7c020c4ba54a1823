/** What TLC says of a published module within some bounds. */
export interface TlcFigures {
  /** The constants, in the order of the configuration: replicas, log size, records and last leader epoch, or replicas, offset and version. */
  readonly bounds: readonly number[]
  readonly distinct: number
  /** Of the whole graph; the initial state counts. */
  readonly depth: number
  /** By invariant: the states of the trace that breaks it, or that it holds. What is left out was not tried. */
  readonly WeakIsr?: number | "holds"
  readonly StrongIsr?: number | "holds"
  readonly ValidHighWatermark?: "holds"
}

/**
 * Figures of TLC (one worker, no symmetry, no check for deadlock), which our models are compared with. AsyncIsr was checked
 * under the constraint leaderState.offsets[Leader] <= MaxOffset /\ controllerState.version <= MaxVersion.
 */
export const tlcFigures = {
  KafkaTruncateToHighWatermark: [
    { bounds: [2, 1, 1, 1], distinct: 353, depth: 12 },
    { bounds: [2, 1, 1, 3], distinct: 10_731, depth: 18, WeakIsr: 9, StrongIsr: 10 },
    { bounds: [2, 2, 1, 2], distinct: 2_149, depth: 15, WeakIsr: 9, StrongIsr: 10 },
    { bounds: [2, 1, 2, 2], distinct: 2_925, depth: 17 },
    { bounds: [2, 2, 2, 1], distinct: 1_251, depth: 16, WeakIsr: 9, StrongIsr: 10 },
    { bounds: [2, 2, 2, 2], distinct: 10_131, depth: 20, WeakIsr: 9, StrongIsr: 10 },
    { bounds: [2, 3, 3, 1], distinct: 3_721, depth: 20 },
    { bounds: [3, 1, 1, 1], distinct: 10_681, depth: 17, WeakIsr: 9, StrongIsr: 9 },
    { bounds: [2, 2, 2, 3], distinct: 62_855, depth: 23, WeakIsr: 9, StrongIsr: 10 },
    { bounds: [2, 3, 3, 3], distinct: 276_363, depth: 29 },
    { bounds: [3, 2, 2, 1], distinct: 67_807, depth: 21, WeakIsr: 9, StrongIsr: 9 },
    { bounds: [3, 2, 1, 2], distinct: 225_196, depth: 22, WeakIsr: 9, StrongIsr: 9 },
    { bounds: [3, 3, 3, 1], distinct: 310_171, depth: 26 },
    { bounds: [4, 2, 1, 1], distinct: 296_929, depth: 23 },
    { bounds: [3, 2, 2, 2], distinct: 1_988_158, depth: 28, WeakIsr: 9, StrongIsr: 9 },
  ],
  Kip101: [
    { bounds: [2, 1, 1, 1], distinct: 341, depth: 12 },
    { bounds: [2, 1, 1, 3], distinct: 9_533, depth: 17, WeakIsr: "holds", StrongIsr: "holds" },
    { bounds: [2, 2, 1, 2], distinct: 1_995, depth: 14, WeakIsr: "holds", StrongIsr: "holds" },
    { bounds: [2, 1, 2, 2], distinct: 2_697, depth: 15 },
    { bounds: [2, 2, 2, 1], distinct: 1_177, depth: 15, WeakIsr: "holds", StrongIsr: "holds" },
    { bounds: [2, 2, 2, 2], distinct: 9_045, depth: 18, WeakIsr: 12, StrongIsr: 12 },
    { bounds: [2, 3, 3, 1], distinct: 3_441, depth: 18 },
    { bounds: [3, 1, 1, 1], distinct: 9_841, depth: 18, WeakIsr: "holds", StrongIsr: 12 },
    { bounds: [2, 2, 2, 3], distinct: 53_413, depth: 21, WeakIsr: 12, StrongIsr: 12 },
    { bounds: [2, 3, 3, 3], distinct: 229_695, depth: 24 },
    { bounds: [3, 2, 2, 1], distinct: 59_788, depth: 22, WeakIsr: "holds", StrongIsr: 12 },
    { bounds: [3, 2, 1, 2], distinct: 192_952, depth: 22, WeakIsr: 11, StrongIsr: 11 },
    { bounds: [3, 3, 3, 1], distinct: 268_336, depth: 26 },
    { bounds: [4, 2, 1, 1], distinct: 258_629, depth: 24 },
    { bounds: [3, 2, 2, 2], distinct: 1_613_089, depth: 26, WeakIsr: 11, StrongIsr: 11 },
  ],
  Kip279: [
    { bounds: [2, 1, 1, 1], distinct: 341, depth: 12 },
    { bounds: [2, 1, 1, 3], distinct: 9_533, depth: 17, WeakIsr: "holds", StrongIsr: "holds" },
    { bounds: [2, 2, 1, 2], distinct: 1_995, depth: 14, WeakIsr: "holds", StrongIsr: "holds" },
    { bounds: [2, 1, 2, 2], distinct: 2_697, depth: 15 },
    { bounds: [2, 2, 2, 1], distinct: 1_177, depth: 15, WeakIsr: "holds", StrongIsr: "holds" },
    { bounds: [2, 2, 2, 2], distinct: 9_027, depth: 18, WeakIsr: "holds", StrongIsr: "holds" },
    { bounds: [2, 3, 3, 1], distinct: 3_441, depth: 18 },
    { bounds: [3, 1, 1, 1], distinct: 9_841, depth: 18, WeakIsr: "holds", StrongIsr: 12 },
    { bounds: [2, 2, 2, 3], distinct: 53_099, depth: 21, WeakIsr: "holds", StrongIsr: "holds" },
    { bounds: [2, 3, 3, 3], distinct: 225_761, depth: 24 },
    { bounds: [3, 2, 2, 1], distinct: 60_106, depth: 22, WeakIsr: "holds", StrongIsr: 12 },
    { bounds: [3, 2, 1, 2], distinct: 192_592, depth: 22, WeakIsr: 11, StrongIsr: 11 },
    { bounds: [3, 3, 3, 1], distinct: 270_640, depth: 26 },
    { bounds: [4, 2, 1, 1], distinct: 258_629, depth: 24 },
    { bounds: [3, 2, 2, 2], distinct: 1_616_461, depth: 26, WeakIsr: 11, StrongIsr: 11 },
  ],
  Kip320FirstTry: [
    { bounds: [2, 1, 1, 1], distinct: 337, depth: 12 },
    { bounds: [2, 1, 1, 3], distinct: 8_661, depth: 17, WeakIsr: "holds", StrongIsr: "holds" },
    { bounds: [2, 2, 1, 2], distinct: 1_895, depth: 14, WeakIsr: "holds", StrongIsr: "holds" },
    { bounds: [2, 1, 2, 2], distinct: 2_697, depth: 16 },
    { bounds: [2, 2, 2, 1], distinct: 1_165, depth: 15, WeakIsr: "holds", StrongIsr: "holds" },
    { bounds: [2, 2, 2, 2], distinct: 8_429, depth: 18, WeakIsr: "holds", StrongIsr: "holds" },
    { bounds: [2, 3, 3, 1], distinct: 3_447, depth: 18 },
    { bounds: [3, 1, 1, 1], distinct: 9_661, depth: 18, WeakIsr: "holds", StrongIsr: "holds" },
    { bounds: [2, 2, 2, 3], distinct: 46_465, depth: 21, WeakIsr: "holds", StrongIsr: "holds" },
    { bounds: [2, 3, 3, 3], distinct: 196_973, depth: 25 },
    { bounds: [3, 2, 2, 1], distinct: 59_092, depth: 22, WeakIsr: "holds", StrongIsr: "holds" },
    { bounds: [3, 2, 1, 2], distinct: 175_453, depth: 23, WeakIsr: 12, StrongIsr: 13 },
    { bounds: [3, 3, 3, 1], distinct: 269_902, depth: 26 },
    { bounds: [4, 2, 1, 1], distinct: 251_293, depth: 24 },
    { bounds: [3, 2, 2, 2], distinct: 1_437_076, depth: 28, WeakIsr: 12, StrongIsr: 13 },
  ],
  Kip320: [
    { bounds: [3, 3, 3, 2], distinct: 4_093_531, depth: 31, WeakIsr: "holds", StrongIsr: "holds" },
    { bounds: [2, 1, 1, 1], distinct: 277, depth: 12 },
    { bounds: [2, 1, 1, 3], distinct: 5_513, depth: 18, WeakIsr: "holds", StrongIsr: "holds" },
    { bounds: [2, 2, 1, 2], distinct: 1_365, depth: 14, WeakIsr: "holds", StrongIsr: "holds" },
    { bounds: [2, 1, 2, 2], distinct: 1_919, depth: 15 },
    { bounds: [2, 2, 2, 1], distinct: 957, depth: 15, WeakIsr: "holds", StrongIsr: "holds" },
    { bounds: [2, 2, 2, 2], distinct: 5_973, depth: 18, WeakIsr: "holds", StrongIsr: "holds" },
    { bounds: [2, 3, 3, 1], distinct: 2_809, depth: 18 },
    { bounds: [3, 1, 1, 1], distinct: 6_787, depth: 18, WeakIsr: "holds", StrongIsr: "holds" },
    { bounds: [2, 2, 2, 3], distinct: 28_939, depth: 22, WeakIsr: "holds", StrongIsr: "holds" },
    { bounds: [2, 3, 3, 3], distinct: 120_879, depth: 26 },
    { bounds: [3, 2, 2, 1], distinct: 39_619, depth: 22, WeakIsr: "holds", StrongIsr: "holds" },
    { bounds: [3, 2, 1, 2], distinct: 97_531, depth: 22, WeakIsr: "holds", StrongIsr: "holds" },
    { bounds: [3, 3, 3, 1], distinct: 176_440, depth: 26 },
    { bounds: [4, 2, 1, 1], distinct: 155_041, depth: 24 },
    { bounds: [3, 2, 2, 2], distinct: 737_794, depth: 26, WeakIsr: "holds", StrongIsr: "holds" },
  ],
  AsyncIsr: [
    { bounds: [1, 2, 2], distinct: 3, depth: 3, ValidHighWatermark: "holds" },
    { bounds: [2, 1, 1], distinct: 24, depth: 7, ValidHighWatermark: "holds" },
    { bounds: [2, 2, 3], distinct: 168, depth: 15, ValidHighWatermark: "holds" },
    { bounds: [2, 3, 5], distinct: 680, depth: 23, ValidHighWatermark: "holds" },
    { bounds: [3, 1, 1], distinct: 220, depth: 10, ValidHighWatermark: "holds" },
    { bounds: [3, 2, 2], distinct: 4_088, depth: 17, ValidHighWatermark: "holds" },
    { bounds: [4, 1, 1], distinct: 2_016, depth: 13, ValidHighWatermark: "holds" },
    { bounds: [3, 2, 3], distinct: 22_456, depth: 21, ValidHighWatermark: "holds" },
    { bounds: [3, 3, 3], distinct: 48_120, depth: 24, ValidHighWatermark: "holds" },
    { bounds: [4, 2, 2], distinct: 165_312, depth: 22, ValidHighWatermark: "holds" },
  ],
} as const satisfies Readonly<Record<string, readonly TlcFigures[]>>
