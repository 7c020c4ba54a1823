/** By this a view has what its names stand for, in the order of its names. */
const behind: unique symbol = Symbol("behind")

interface View<T> {
  readonly [behind]: readonly T[]
}

type Getter<T> = (this: View<T>) => unknown

/**
 * Makes records whose names are looked up when somebody reads them. Those with the same names have one shape and the same
 * getters, so that whoever reads many of them is quick.
 */
export function newViews<T>(
  read: (what: T, index: number) => unknown,
): (names: readonly string[], stands: readonly T[]) => Readonly<Record<string, unknown>> {
  const getters = new Map<string, Getter<T>>()

  function getterOf(name: string, index: number): Getter<T> {
    const key = `${index} ${name}`
    const known = getters.get(key)
    if (known !== undefined) return known
    const getter = function (this: View<T>): unknown {
      return read(this[behind][index] as T, index)
    }
    getters.set(key, getter)
    return getter
  }

  return (names, stands) => {
    const view = {}
    Object.defineProperty(view, behind, { value: stands })
    for (const [index, name] of names.entries())
      Object.defineProperty(view, name, { enumerable: true, get: getterOf(name, index) })
    return Object.freeze(view)
  }
}
