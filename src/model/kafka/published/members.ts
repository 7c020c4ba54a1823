import type { BrokerId } from "../state.ts"

/** Replicas as a set: each once and by rising id, so that equal sets are equal data. */
export const members = (replicas: readonly BrokerId[]): BrokerId[] => [...new Set(replicas)].sort((a, b) => a - b)

/** A set of replicas with one more. */
export const including = (replicas: readonly BrokerId[], one: BrokerId): BrokerId[] => members([...replicas, one])

/** A set of replicas with one less. */
export const excluding = (replicas: readonly BrokerId[], one: BrokerId): BrokerId[] =>
  replicas.filter((other) => other !== one)
