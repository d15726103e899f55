/** The number at this share of an ordered list, between two neighbours in proportion, as spreadsheets do (PERCENTILE.INC). */
export function quantile(ordered: ArrayLike<number>, share: number): number {
  const place = (ordered.length - 1) * share;
  const below = ordered[Math.floor(place)] ?? 0;
  const above = ordered[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}
