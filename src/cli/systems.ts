import type { System } from "../spec/system.ts"

/** The systems that this installation can check. */
export const systems: readonly System[] = []
