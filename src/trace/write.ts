import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Document, isMap, isNode, isSeq, type Node, type YAMLMap } from "yaml"
import { QuorateError } from "../errors.ts"
import { reason } from "../spec/file.ts"
import type { TraceData } from "./trace.ts"

/** A flow collection up to here stands on one line. */
const flowLimit = 60

/** A trace as YAML for people: first what is broken and how to see it, then the steps, numbered. */
export function traceText(trace: TraceData, replayWith = "quorate replay FILE"): string {
  const document = new Document(trace, { aliasDuplicateObjects: false })
  const { length } = trace.steps
  const says = trace.says ?? trace.property
  const healed = trace.healing === undefined ? "" : `, and ${trace.healing.length} of healing`
  const round = trace.loop === undefined ? "" : `, and then round and round through ${trace.loop.length}`
  document.commentBefore = [
    ` Broken: ${says}`,
    ` by ${length} ${length === 1 ? "step" : "steps"}${healed}${round}.`,
    ` See it happen: ${replayWith}`,
  ].join("\n")
  for (const name of ["steps", "healing", "loop"]) numberSteps(document.get(name))
  for (const name of ["where", "found"]) onOneLine(document.get(name))
  return document.toString({ lineWidth: 0 })
}

function numberSteps(steps: unknown): void {
  if (!isSeq(steps)) return
  for (const [index, step] of steps.items.entries()) {
    if (!isMap(step)) continue
    step.commentBefore = ` ${index + 1}`
    onOneLine((step as YAMLMap).get("choice", true))
  }
}

function onOneLine(node: unknown): void {
  if (!isNode(node) || (!isMap(node) && !isSeq(node))) return
  if (JSON.stringify((node as Node).toJSON()).length <= flowLimit) node.flow = true
}

/**
 * Writes a trace into a folder, under the name of its property, with a number where that name is taken by another
 * trace. The file appears whole or not at all. Gives the path.
 */
export function saveTrace(
  trace: TraceData,
  folder: string,
  replayWith = (path: string): string => `quorate replay ${path}`,
): string {
  try {
    mkdirSync(folder, { recursive: true })
    for (let number = 1; ; number += 1) {
      const path = join(folder, `${fileName(trace.property)}${number === 1 ? "" : `-${number}`}.yaml`)
      const text = traceText(trace, replayWith(path))
      if (reserve(path)) return replaceBy(path, text)
      if (isSame(path, text)) return path
    }
  } catch (error) {
    throw new QuorateError("FILE", `${folder}: the trace cannot be written there: ${reason(error)}`, { cause: error })
  }
}

const fileName = (property: string): string => property.replaceAll(/[^\w-]+/g, "-").slice(0, 100) || "trace"

function reserve(path: string): boolean {
  try {
    closeSync(openSync(path, "wx"))
    return true
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "EEXIST" || error.code === "EISDIR")) return false
    throw error
  }
}

function replaceBy(path: string, text: string): string {
  const draft = `${path}.${process.pid}.tmp`
  try {
    writeFileSync(draft, text)
    renameSync(draft, path)
    return path
  } catch (error) {
    rmSync(draft, { force: true })
    rmSync(path, { force: true })
    throw error
  }
}

function isSame(path: string, text: string): boolean {
  try {
    return readFileSync(path, "utf8") === text
  } catch {
    return false
  }
}
