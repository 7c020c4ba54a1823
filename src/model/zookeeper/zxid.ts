/** The position of a transaction: its leader's epoch and a counter that starts at 1 in each epoch. */
export type Zxid = number

/** How many counters an epoch has room for in the number that holds a zxid. */
const ROOM = 1_000_000

/** The largest counter; a leader that has used it up steps down (the real one has 32 bits). */
export const LARGEST_COUNTER = ROOM - 1

export const zxid = (epoch: number, counter: number): Zxid => epoch * ROOM + counter

export const epochOf = (of: Zxid): number => Math.floor(of / ROOM)

export const counterOf = (of: Zxid): number => of % ROOM

/** For people: `2.13` is the thirteenth transaction of epoch 2. */
export const showZxid = (of: Zxid): string => `${epochOf(of)}.${counterOf(of)}`
