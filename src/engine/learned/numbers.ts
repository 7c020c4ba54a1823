/** A list of whole numbers that grows, with its memory at hand for loops that must be fast. */
export interface Numbers {
  /** Room for more than `length`; replaced when it grows, so it is read anew after every push. */
  all: Int32Array
  length: number
  add(number: number): void
  push(...numbers: readonly number[]): void
}

export function newNumbers(room = 64): Numbers {
  const numbers: Numbers = {
    all: new Int32Array(room),
    length: 0,
    add(number) {
      if (numbers.length === numbers.all.length) numbers.all = doubled(numbers.all)
      numbers.all[numbers.length++] = number
    },
    push(...more) {
      for (const number of more) numbers.add(number)
    },
  }
  return numbers
}

/** The same numbers, with room for as many again. */
export function doubled(numbers: Int32Array): Int32Array {
  const more = new Int32Array(numbers.length * 2)
  more.set(numbers)
  return more
}
