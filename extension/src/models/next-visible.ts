/**
 * Where the cursor goes on when it would stand on something hidden: onwards in the direction it was going, else back.
 * @param hidden for each place whether it is hidden
 */
export function nextVisible(hidden: readonly boolean[], from: number, to: number): number {
  const step = to < from ? -1 : 1;
  const isFree = (index: number): boolean => hidden[index] === false;
  for (let index = to; index >= 0 && index < hidden.length; index += step) if (isFree(index)) return index;
  for (let index = to; index >= 0 && index < hidden.length; index -= step) if (isFree(index)) return index;
  return to;
}
