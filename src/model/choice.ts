import { z } from "zod"

/** A rule with a history, as a named choice; the first value is what is done today. */
export const choice = <const V extends readonly [string, ...string[]]>(values: V, about: string) =>
  z
    .enum(values)
    .default(values[0] as z.output<z.ZodEnum<{ [K in V[number]]: K }>>)
    .describe(about)
