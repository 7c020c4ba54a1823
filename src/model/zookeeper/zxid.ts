/** The position of a transaction: its leader's epoch and a counter that starts at 1 in each epoch. */
export type Zxid = number

/** How many counters an epoch has room for in the number that holds a zxid (the real one: 2^32), so that 2000013 reads as the thirteenth of epoch 2. */
const ROOM = 1_000_000

export const zxid = (epoch: number, counter: number): Zxid => epoch * ROOM + counter

export const epochOf = (of: Zxid): number => Math.floor(of / ROOM)

export const counterOf = (of: Zxid): number => of % ROOM
