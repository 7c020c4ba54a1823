import { rmSync } from "node:fs"
import { join } from "node:path"
import { judged, type WrongModel, wrongModels } from "../properties/wrong-models/index.ts"
import { exhaustive, explore } from "../src/engine/index.ts"
import { invariant } from "../src/errors.ts"
import { packageRoot } from "../src/spec/package-root.ts"
import { traceOf } from "../src/trace/tell.ts"
import { saveTrace } from "../src/trace/write.ts"

/** Finds every wrong model again and writes the shortest trace of each to `traces/`; `npm run traces`. */
for (const system of new Set(wrongModels.map(({ system }) => system))) {
  rmSync(join(packageRoot, "traces", system), { recursive: true, force: true })
  for (const wrongModel of wrongModels) if (wrongModel.system === system) write(wrongModel)
}

function write(wrongModel: WrongModel): void {
  const { system, config, model, property } = judged(wrongModel, "wrong")
  const report = wrongModel.isRare
    ? exhaustive(model, [property])
    : explore(model, [property], { runs: 8_000, depth: 80, seed: 1, healEvery: 1 })
  invariant(report.violation, `${wrongModel.property} is not broken`)
  const trace = traceOf({ file: undefined, system, config, model, properties: [property] }, report, report.violation)
  const { says } = trace
  const folder = join("traces", wrongModel.system)
  const path = saveTrace({ ...trace, says: `${says}. Wrong here: ${wrongModel.wrong}` }, folder)
  process.stdout.write(`${path}: ${report.violation.length} steps\n`)
}
