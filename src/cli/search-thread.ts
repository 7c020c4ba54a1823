import { parentPort } from "node:worker_threads"
import { systems } from "../../properties/systems.ts"
import { joinSearch, noDeadlockIn } from "../engine/index.ts"
import { invariant } from "../errors.ts"
import { propertiesByName } from "../spec/system.ts"
import type { SearchTask } from "./messages.ts"

/** A thread that helps to search: it is told what, works until the search is over, and waits to be told again. */
const port = parentPort
invariant(port !== null, "a search thread has somebody to start it")

port.on("message", ({ system: name, config, properties: names, symmetry, verify, memory, thread }: SearchTask) => {
  const system = systems.find((one) => one.name === name)
  invariant(system, `there is no model ${name}`)
  const model = system.model(config)
  const all = [...propertiesByName(system, config), noDeadlockIn(model)]
  const properties = names.flatMap((wanted) => all.filter((property) => property.name === wanted))
  joinSearch(model, properties, { symmetry, verify }, memory, thread)
})
