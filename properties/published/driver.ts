import { exhaustive, type Model, type Property } from "../../src/engine/index.ts"
import { asyncIsrConfig } from "../../src/model/kafka/published/async-isr/config.ts"
import { asyncIsr } from "../../src/model/kafka/published/async-isr/model.ts"
import { publishedConfig } from "../../src/model/kafka/published/config.ts"
import { publishedSpecs } from "../../src/model/kafka/published/specs.ts"
import { publishedProperties, validHighWatermark } from "./index.ts"
import { type TlcFigures, tlcFigures } from "./tlc.ts"

/** One row of a module's figures, with ours to hold against it. */
export interface Compared {
  readonly module: string
  readonly figures: TlcFigures
  search(promises: readonly string[]): ReturnType<typeof exhaustive>
}

/** The invariants of which TLC was asked. */
export const invariants = ["WeakIsr", "StrongIsr", "ValidHighWatermark"] as const

/** Searches a model by some of its promises. */
export function searched<S extends object>(model: Model<S>, properties: readonly Property<S>[]): Compared["search"] {
  return (promises) =>
    exhaustive(
      model,
      properties.filter(({ name }) => promises.includes(name)),
    )
}

function compared(module: string, figures: TlcFigures): Compared {
  const [replicas, ...others] = figures.bounds
  if (module === "AsyncIsr") {
    const [maxOffset, maxVersion] = others
    const config = asyncIsrConfig.parse({ replicas, maxOffset, maxVersion })
    return { module, figures, search: searched(asyncIsr(config), [validHighWatermark(config)]) }
  }
  const [logSize, maxRecords, maxLeaderEpoch] = others
  const config = publishedConfig.parse({ replicas, logSize, maxRecords, maxLeaderEpoch })
  const spec = publishedSpecs.find((one) => one.module === module)
  if (spec === undefined) throw new Error(`no module ${module}`)
  return { module, figures, search: searched(spec.model(config), publishedProperties) }
}

/** Every row of every module. */
export const rows = Object.entries(tlcFigures as Readonly<Record<string, readonly TlcFigures[]>>).flatMap(
  ([module, all]) => all.map((figures) => compared(module, figures)),
)

/** States up to which a row is compared in the unit tests; the larger ones are for the slow suite. */
export const smallStates = 100_000
