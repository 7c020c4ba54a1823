import { QuorateError } from "../errors.ts"
import { majority, tolerated } from "../model/quorum/index.ts"
import { parse } from "./arguments.ts"
import type { Context } from "./context.ts"
import { quorumHelp } from "./help.ts"

/** `quorate quorum N…`: majorities, and why an even number of servers gains nothing. */
export function quorum(args: readonly string[], { io, help }: Context): number {
  const { values, positionals } = parse("quorum", args, {})
  if (values.help === true) return help(quorumHelp)
  if (positionals.length === 0)
    throw new QuorateError("USAGE", "quorum: expected a number of servers, such as quorate quorum 3 4 5, found none")
  const rows = positionals.map((text) => rowFor(servers(text)))
  if (values.json === true) io.out(JSON.stringify({ ensembles: rows }, null, 2))
  else for (const line of table(rows)) io.out(line)
  return 0
}

interface Row {
  readonly servers: number
  readonly quorum: number
  readonly failuresTolerated: number
  readonly why: string
}

function servers(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new QuorateError("USAGE", `quorum: expected a whole number of servers from 1 to 999999999, found ${text}`)
}

const rowFor = (servers: number): Row => ({
  servers,
  quorum: majority(servers),
  failuresTolerated: tolerated(servers),
  why: why(servers),
})

function why(servers: number): string {
  const [need, may] = [majority(servers), tolerated(servers)]
  if (servers === 1) return "no failure is tolerated: a single server is its own quorum"
  if (servers % 2 === 1) return `any ${need} of ${servers} share a server with any other ${need}`
  const fewer = servers - 1
  return `gains nothing over ${fewer}: needs ${need} instead of ${majority(fewer)}, tolerates ${may} all the same; half (${servers / 2}) is no majority, as the other half could decide too`
}

function table(rows: readonly Row[]): readonly string[] {
  const heads = ["servers", "quorum", "failures tolerated"] as const
  const cells = rows.map((row) => [row.servers, row.quorum, row.failuresTolerated].map(String))
  const widths = heads.map((head, column) => Math.max(head.length, ...cells.map((row) => row[column]?.length ?? 0)))
  const aligned = (row: readonly string[]): string =>
    row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join("  ")
  return [aligned(heads), ...rows.map((row, index) => `${aligned(cells[index] ?? [])}  ${row.why}`)]
}
