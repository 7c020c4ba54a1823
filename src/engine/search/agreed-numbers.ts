import { QuorateError } from "../../errors.ts"
import type { Agreement, Catalogue } from "../learned/catalogue.ts"
import { type SharedLog, textAt, textWords } from "./shared-log.ts"
import { valueOfText, valueText } from "./value-text.ts"

/** The first word of an entry: below 0 for a component, else the component whose value it is. */
const component = -1

/** Numbers on which the threads of a search agree, by way of a log that all read in the same order. */
export interface AgreedNumbers {
  /** Takes over what other threads have made. */
  catchUp(): void
}

export function agreeOnNumbers<S extends object>(catalogue: Catalogue<S>, log: SharedLog): AgreedNumbers {
  let read = 0

  function catchUp(): void {
    const end = log.length()
    while (read < end) {
      const first = log.at(read)
      const { text, end: next } = textAt(log, read + 1)
      if (first === component) catalogue.adopt.component(JSON.parse(text) as readonly string[])
      else catalogue.adopt.value(first, valueOfText(text))
      read = next
    }
  }

  function write(first: number, text: string): void {
    const words = [first, ...textWords(text)]
    if (!log.append(words))
      throw new QuorateError(
        "BAD_MODEL",
        "the states have more different values than several threads can share; use one",
      )
    read += words.length
  }

  const agreement: Agreement = {
    alone: (work) =>
      log.locked(() => {
        catchUp()
        return work()
      }),
    component: (path) => write(component, JSON.stringify(path)),
    value: (slot, value) => write(slot, valueText(value)),
  }
  catalogue.agree(agreement)
  return { catchUp }
}
