import { newInterner, rowKey } from "../components.ts"
import { newJudge } from "../judge.ts"
import type { Model, Step } from "../model.ts"
import type { Property } from "../property.ts"
import { enabledSteps, initialState, take } from "../walk.ts"

/** What a plain search finds: as an exhaustive report, but only what does not depend on how it is found. */
export interface PlainReport {
  readonly distinct: number
  readonly generated: number
  readonly depth: number
  readonly violation: { readonly property: string; readonly steps: readonly Step[] } | undefined
}

/**
 * Every reachable state, breadth first, with the model's own code at every step and whole states in memory: slow, and so
 * simple that it can be believed. What the learned search finds is compared with this. Healing is not judged.
 */
export function plainSearch<S extends object>(
  model: Model<S>,
  properties: readonly Property<S>[],
  depthMax = Number.POSITIVE_INFINITY,
): PlainReport {
  const judge = newJudge(properties)
  const interner = newInterner(model)
  const seen = new Map<string, Node<S>>()
  const initial: Node<S> = { state: initialState(model), depth: 1, step: null, parent: null }
  let generated = 1
  let depth = 1

  function report(property?: string, last: Node<S> | null = null): PlainReport {
    const violation = property === undefined ? undefined : { property, steps: pathTo(last) }
    return { distinct: seen.size, generated, depth, violation }
  }

  seen.set(rowKey(interner.row(initial.state)), initial)
  const wrong = judge.ofState(initial.state)
  if (wrong !== null) return report(wrong.property)
  for (const node of seen.values()) {
    if (node.depth >= depthMax) continue
    const steps = enabledSteps(model, node.state)
    if (judge.isStuck(steps, node.state)) return report(judge.deadlock?.name, node)
    for (const step of steps) {
      generated += 1
      const reached = { state: take(node.state, step), depth: node.depth + 1, step, parent: node }
      const key = rowKey(interner.row(reached.state))
      const isNew = !seen.has(key)
      if (isNew) {
        seen.set(key, reached)
        depth = reached.depth
      }
      const broken = judge.ofStep(node.state, reached.state, step)
      if (broken !== null) return report(broken.property, reached)
    }
  }
  return report()
}

interface Node<S> {
  readonly state: S
  readonly depth: number
  readonly step: Step | null
  readonly parent: Node<S> | null
}

function pathTo<S>(last: Node<S> | null): Step[] {
  const steps: Step[] = []
  for (let node = last; node !== null; node = node.parent)
    if (node.step !== null) steps.unshift({ action: node.step.action, choice: node.step.choice })
  return steps
}
