import { type Forest, NotDeterministic, type Questions } from "./asking.ts"
import { doubled, newNumbers } from "./numbers.ts"
import { newTripleTable } from "./triple-table.ts"

/** The position that is read next, and what follows from each number there: another node, or an answer. */
interface Node {
  readonly position: number
  readonly next: Map<number, Node | number>
}

/** A node together with the question that it belongs to. */
interface Member {
  readonly question: number
  readonly node: Node
}

/**
 * The result of a look-up in which nothing is enabled and nothing is left to look at. Others are negative, for one bundle
 * that goes on, or tell where a list of answers and bundles begins; 0 is not known yet.
 */
const nothing = 1
const bundleWords = 3
/** Results for numbers below this stand in a row for each bundle; those for larger numbers, of which few are met, in a table. */
const smallNumbers = 32

/**
 * What was learned of a question is a tree: the position that it reads first, then by the number found there the one that it
 * reads next, down to the answer. As nearly all questions are done after a look at one or two components, they are not
 * looked at one by one: all nodes that wait for the same component are a bundle, and one look-up tells at once which of
 * them are answered with nothing, which are answered otherwise, and which bundles are left. A question is asked of the
 * model only where its tree has no branch for what the row holds, and an answer is a function of what was read; so the
 * forest answers as the model does, as long as the model is deterministic and reads the row only by its recorder.
 */
export function newForest({ count, ask, hear }: Questions): Forest {
  const roots = new Map<number, Node | number>()
  const counts = { asked: 0, nodes: 0 }
  const bundles = newNumbers()
  const memo = newNumbers()
  const large = newTripleTable()
  const results = newNumbers()
  let members: (readonly Member[])[] = []
  let start = 0
  let isStale = false
  let stack: Int32Array = new Int32Array(64)

  function clear(): void {
    for (const numbers of [bundles, memo, results]) numbers.length = 0
    large.clear()
    results.push(0, 0)
    bundles.push(0, 0, 0)
    members = [[]]
    start = 0
    isStale = false
  }

  /** Asks the model, and keeps the answer. */
  function learn(question: number, row: Int32Array): void {
    counts.asked += 1
    const { answer, read } = ask(question, row)
    insert(question, read, (position) => row[position] ?? 0, answer)
  }

  function insert(
    question: number,
    read: readonly number[],
    numberAt: (position: number, index: number) => number,
    answer: number,
  ): void {
    let branches = roots
    let at = question
    for (const [index, position] of read.entries()) {
      const known = branches.get(at)
      if (typeof known === "number" || (known !== undefined && known.position !== position))
        throw new NotDeterministic(question)
      const node = known ?? { position, next: new Map<number, Node | number>() }
      if (known === undefined) {
        branches.set(at, node)
        counts.nodes += 1
      }
      branches = node.next
      at = numberAt(position, index)
    }
    const known = branches.get(at)
    if (known !== undefined && known !== answer) throw new NotDeterministic(question)
    if (known === undefined) counts.nodes += 1
    branches.set(at, answer)
  }

  /** Turns what is left of some questions into a result: the answers, and the bundles that go on. */
  function resultOf(after: readonly { readonly question: number; readonly next: Node | number }[]): number {
    const answers: number[] = []
    const waiting = new Map<number, Member[]>()
    for (const { question, next } of after) {
      if (next === 0) continue
      if (typeof next === "number") answers.push(next)
      else {
        const others = waiting.get(next.position)
        if (others === undefined) waiting.set(next.position, [{ question, node: next }])
        else others.push({ question, node: next })
      }
    }
    if (answers.length === 0 && waiting.size === 0) return nothing
    const waiters = Array.from(waiting, ([position, nodes]) => newBundle(position, nodes))
    if (answers.length === 0 && waiters.length === 1) return -(waiters[0] as number)
    const at = results.length
    results.push(answers.length, ...answers, waiters.length, ...waiters)
    return at
  }

  /** A bundle is known by where its three words begin: the position, where its memory begins, and how large that is. */
  function newBundle(position: number, nodes: readonly Member[]): number {
    members.push(nodes)
    const at = bundles.length
    bundles.push(position, 0, 0)
    return at
  }

  function resolve(bundle: number, number: number, row: Int32Array): number {
    const waiting = members[bundle / bundleWords] as readonly Member[]
    const after: { question: number; next: Node | number }[] = []
    for (const { question, node } of waiting) {
      if (!node.next.has(number)) hear?.()
      if (isStale) return nothing
      if (!node.next.has(number)) learn(question, row)
      if (isStale) return nothing
      after.push({ question, next: node.next.get(number) as Node | number })
    }
    const result = resultOf(after)
    remember(bundle, number, result)
    return result
  }

  function remember(bundle: number, number: number, result: number): void {
    if (number >= smallNumbers) {
      large.put(bundle, number, result)
      return
    }
    const had = bundles.all[bundle + 2] as number
    if (number >= had) {
      const has = Math.min(smallNumbers, Math.max(4, had * 2, number + 1))
      const from = bundles.all[bundle + 1] as number
      const to = memo.length
      for (let i = 0; i < has; i += 1) memo.add(i < had ? (memo.all[from + i] as number) : 0)
      bundles.all[bundle + 1] = to
      bundles.all[bundle + 2] = has
    }
    memo.all[(bundles.all[bundle + 1] as number) + number] = result
  }

  function begin(row: Int32Array): number {
    const after: { question: number; next: Node | number }[] = []
    for (let question = 0; question < count; question += 1) {
      if (!roots.has(question)) hear?.()
      if (isStale) return nothing
      if (!roots.has(question)) learn(question, row)
      if (isStale) return nothing
      after.push({ question, next: roots.get(question) as Node | number })
    }
    return resultOf(after)
  }

  function look(row: Int32Array): number {
    if (start === 0) start = begin(row)
    let found = 0
    let depth = 0
    let result = start
    for (;;) {
      while (result < 0) result = after(-result, row)
      if (isStale) return -1
      if (result !== nothing) {
        let at = result
        const { all } = results
        for (let left = all[at++] as number; left > 0; left -= 1) {
          if (found === forest.answers.length) forest.answers = doubled(forest.answers)
          forest.answers[found++] = all[at++] as number
        }
        for (let left = all[at++] as number; left > 0; left -= 1) {
          if (depth === stack.length) stack = doubled(stack)
          stack[depth++] = all[at++] as number
        }
      }
      if (depth === 0) return found
      result = after(stack[--depth] as number, row)
    }
  }

  /** What a look-up of the component that a bundle waits for comes to. */
  function after(bundle: number, row: Int32Array): number {
    const { all } = bundles
    const number = (row[all[bundle] as number] as number) | 0
    const result =
      number < (all[bundle + 2] as number)
        ? (memo.all[(all[bundle + 1] as number) + number] as number)
        : number < smallNumbers
          ? 0
          : large.get(bundle, number)
    return result === 0 ? resolve(bundle, number, row) : result
  }

  const forest: Forest = {
    answers: new Int32Array(64),
    counts,
    visit(row) {
      for (;;) {
        if (isStale) clear()
        const found = look(row)
        if (found >= 0) return found
      }
    },
    forget(question) {
      roots.delete(question)
      isStale = true
    },
    teach(question, read, numbers, answer) {
      insert(question, read, (_position, index) => numbers[index] as number, answer)
    },
    bytes: () => large.bytes() + 4 * [bundles, memo, results].reduce((sum, { all }) => sum + all.length, 0),
  }
  clear()
  return forest
}
