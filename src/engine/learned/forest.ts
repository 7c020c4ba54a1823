import { type Node, newAnswerTrees } from "./answer-trees.ts"
import { type Forest, NotDeterministic, type Questions } from "./asking.ts"
import { doubled, newNumbers } from "./numbers.ts"
import { newTripleTable } from "./triple-table.ts"

/** A node together with the question that it belongs to. */
interface Member {
  readonly question: number
  readonly node: Node
}

/** What is left of a question after a look-up: a node, or the answer. */
interface Rest {
  readonly question: number
  readonly next: Node | number
}

/**
 * The result of a look-up in which nothing is enabled and nothing is left to look at. Others are negative, for one bundle
 * that goes on, or tell where a list of answers and bundles begins; 0 is not known yet.
 */
const nothing = 1
/** A bundle is known by where its words begin: the position, where its memory begins, and how large that is. */
const bundleWords = 3
/** Results for numbers below this stand in a row for each bundle; those for larger numbers, of which few are met, in a table. */
const smallNumbers = 32
/**
 * As nearly all questions are done after a look at one or two components, they are not looked at one by one: all nodes that
 * wait for the same component are a bundle, and one look-up tells at once which of them are answered with nothing, which
 * are answered otherwise, and which bundles are left. A question is asked of the model only where its tree has no
 * branch for what the row holds, and an answer is a function of what was read; so the forest answers as the model does, as
 * long as the model is deterministic and reads the row only by its recorder.
 */
export function newForest({ count, ask, conflict, hear }: Questions): Forest {
  const trees = newAnswerTrees()
  const counts = {
    asked: 0,
    visits: 0,
    get nodes() {
      return trees.size
    },
  }
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

  function insert(...[question, ...learned]: Parameters<typeof trees.insert>): void {
    try {
      trees.insert(question, ...learned)
    } catch (error) {
      throw error instanceof NotDeterministic ? conflict(question, error) : error
    }
  }

  /** What is left of a question at some branches; learned, where the branch for a number is not there. */
  function branchAt(
    question: number,
    branches: ReadonlyMap<number, Node | number>,
    number: number,
    row: Int32Array,
  ): Node | number {
    if (!branches.has(number)) hear?.()
    if (!branches.has(number) && !isStale) {
      counts.asked += 1
      const { answer, read } = ask(question, row)
      insert(question, read, (position) => row[position] ?? 0, answer)
    }
    return branches.get(number) ?? 0
  }

  /** Turns what is left of some questions into a result: the answers, and the bundles that go on. */
  function resultOf(after: readonly Rest[]): number {
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

  function newBundle(position: number, nodes: readonly Member[]): number {
    members.push(nodes)
    const at = bundles.length
    bundles.push(position, 0, 0)
    return at
  }

  function resolve(bundle: number, number: number, row: Int32Array): number {
    const waiting = members[bundle / bundleWords] as readonly Member[]
    const after: Rest[] = []
    for (const { question, node } of waiting) {
      after.push({ question, next: branchAt(question, node.next, number, row) })
      if (isStale) return nothing
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

  /** What all questions come to before anything is looked at. */
  function begin(row: Int32Array): number {
    const after: Rest[] = []
    for (let question = 0; question < count; question += 1) {
      after.push({ question, next: branchAt(question, trees.roots, question, row) })
      if (isStale) return nothing
    }
    return resultOf(after)
  }

  /** Follows all bundles for a row, and says how many answers there are; -1 where what was learned is stale by now. */
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
      counts.visits += 1
      for (;;) {
        if (isStale) clear()
        const found = look(row)
        if (found >= 0) return found
      }
    },
    forget(question) {
      trees.forget(question)
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
