/** What TLC says of the module within some bounds. */
export interface ZabFigures {
  /** Servers, MaxTransactionNum, MaxTimeoutFailures and MaxRestarts, in the order in which the authors publish their figures. */
  readonly bounds: readonly [servers: number, maxTransactions: number, maxTimeouts: number, maxRestarts: number]
  readonly symmetry: boolean
  readonly distinct: number
  /** Of the whole graph; the initial state counts. */
  readonly depth: number
  /** Successors, the initial state included, as TLC counts them and as the authors publish them where they have these bounds. */
  readonly generated: number
  /**
   * The same where TLC counts a state once which a disjunction of conditions gives it twice: `~exist \\/ ~monotonicallyInc`
   * and its like in LeaderProcessACK and LeaderTryToCommit. Left out where there is no such state.
   */
  readonly once?: number
}

/**
 * Figures of TLC (one worker, no MaxEpoch, no check for deadlock), of the module as it is. All its invariants hold. A state
 * is counted with the last action and its servers (`recorder.pc`), as it is published.
 */
export const zabFigures: readonly ZabFigures[] = [
  { bounds: [1, 2, 2, 2], symmetry: false, distinct: 10, depth: 5, generated: 12 },
  { bounds: [2, 1, 0, 0], symmetry: false, distinct: 39, depth: 15, generated: 43 },
  { bounds: [2, 2, 0, 1], symmetry: true, distinct: 1_267, depth: 29, generated: 1_739 },
  { bounds: [2, 1, 1, 1], symmetry: true, distinct: 5_110, depth: 33, generated: 6_708 },
  { bounds: [2, 2, 2, 0], symmetry: true, distinct: 15_497, depth: 38, generated: 19_980 },
  { bounds: [2, 2, 0, 2], symmetry: true, distinct: 18_626, depth: 38, generated: 25_959 },
  { bounds: [2, 2, 1, 1], symmetry: true, distinct: 19_572, depth: 38, generated: 26_865 },
  { bounds: [2, 2, 1, 1], symmetry: false, distinct: 39_143, depth: 38, generated: 53_725 },
  { bounds: [3, 1, 0, 0], symmetry: true, distinct: 446, depth: 25, generated: 871, once: 846 },
  { bounds: [3, 2, 0, 0], symmetry: true, distinct: 3_656, depth: 32, generated: 9_019, once: 8_663 },
  { bounds: [3, 2, 0, 0], symmetry: false, distinct: 21_871, depth: 32, generated: 53_941, once: 51_805 },
  { bounds: [4, 1, 0, 0], symmetry: true, distinct: 1_271, depth: 36, generated: 3_211, once: 3_107 },
  { bounds: [3, 1, 1, 0], symmetry: true, distinct: 24_045, depth: 34, generated: 47_689, once: 46_489 },
  { bounds: [3, 2, 1, 0], symmetry: true, distinct: 251_332, depth: 43, generated: 610_035, once: 588_303 },
]
