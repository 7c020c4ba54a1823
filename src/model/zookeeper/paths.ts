import type { Path } from "./state.ts"

/** The node that plain clients change and watch. */
export const sharedPath: Path = "/shared"

/** The node below which they create others. */
export const parentPath: Path = "/nodes"
