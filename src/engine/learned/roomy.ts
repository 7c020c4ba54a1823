/** Room for components that are met while a row is worked on. */
const spareSlots = 1_024

/** Whether a row has room for the components there are, and for about as many as may be met before it is asked again. */
export const isRoomy = (row: Int32Array, slots: number): boolean => slots + spareSlots / 2 <= row.length

/** A copy of a row, with room for more components than there are. */
export function roomy(row: Int32Array, slots: number): Int32Array {
  const copy = new Int32Array(Math.max(row.length, slots + spareSlots))
  copy.set(row)
  return copy
}
