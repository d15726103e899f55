/** Cursor positions: the protocol counts Unicode code points, JavaScript counts UTF-16 units. Both clamp to the text. */
export function toUnits(text: string, points: number): number {
  let units = 0;
  let left = points;
  for (const letter of text) {
    if (left-- <= 0) break;
    units += letter.length;
  }
  return units;
}

export function toPoints(text: string, units: number): number {
  let points = 0;
  let at = 0;
  for (const letter of text) {
    if (at >= units) break;
    at += letter.length;
    points++;
  }
  return points;
}
