/** The least and the greatest. Not `Math.min(...numbers)`: a long list would not fit on the stack. */
export function endsOf(numbers: readonly number[]): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const number of numbers) [low, high] = [Math.min(low, number), Math.max(high, number)];
  return [low, high];
}
