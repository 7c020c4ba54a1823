import { QuorateError } from "../errors.ts"
import { scenarioFile, scenarioNames } from "../spec/find-scenario.ts"
import { readScenario, type Scenario } from "../spec/scenario.ts"
import type { System } from "../spec/system.ts"
import { parse } from "./arguments.ts"
import type { Context } from "./context.ts"
import { listHelp } from "./help.ts"
import { type Io, paintFor, wrapped } from "./io.ts"

/** `quorate list`: the models with their promises, and the scenarios of the package. */
export function list(args: readonly string[], { io, root, systems, help }: Context): number {
  const { values, positionals } = parse("list", args, {})
  if (values.help === true) return help(listHelp)
  if (positionals.length > 0)
    throw new QuorateError("USAGE", `list: expected no more words, found ${positionals.join(" ")}`)
  const models = systems.map(modelOf)
  const scenarios = scenarioNames(root).map((name) => {
    const { path, shownAs } = scenarioFile(name, root)
    return scenarioRow(name, readScenario(path, systems, { shownAs, root }))
  })
  if (values.json === true) io.out(JSON.stringify({ models, scenarios }, null, 2))
  else for (const line of lines(models, scenarios, io)) io.out(line)
  return 0
}

/** With the default configuration: promises do not depend on sizes. */
function modelOf(system: System) {
  const config = system.config.parse({})
  return {
    name: system.name,
    about: system.about,
    actions: system.model(config).actions.map(({ name, kind }) => ({ name, kind })),
    properties: system.properties(config).map(({ name, kind, says }) => ({ name, kind, says })),
  }
}

const scenarioRow = (name: string, { file, about, system }: Scenario) => ({ name, file, about, model: system.name })

function lines(
  models: readonly ReturnType<typeof modelOf>[],
  scenarios: readonly ReturnType<typeof scenarioRow>[],
  io: Io,
): readonly string[] {
  const { strong } = paintFor(io)
  const entry = (name: string, says: string): readonly string[] => [`  ${name}`, ...wrapped(says, io.width, "      ")]
  return [
    ...models.flatMap(({ name, about, actions, properties }) => [
      strong(`Model ${name}`),
      ...wrapped(about, io.width, "  "),
      `  ${actions.length} actions, ${properties.length} promises and goals:`,
      ...properties.flatMap((property) => entry(property.name, property.says)),
      "",
    ]),
    strong("Scenarios"),
    ...scenarios.flatMap(({ name, about }) => entry(name, about)),
    "",
    `Run one: ${io.program} check NAME`,
  ]
}
