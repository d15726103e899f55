/** Small counts are left out of what is written, and with them as many more as it takes so that none can be worked out from the whole. */
export interface CountedPlace {
  readonly name: string;
  readonly count: number;
}

/**
 * The places whose counts are not shown. Whoever knows the whole and all other counts knows what the hidden ones add up to: so there are at
 * least two, and together at least `below`. Nought is shown: nobody is in it.
 */
export function hiddenPlaces(places: readonly CountedPlace[], below: number): ReadonlySet<string> {
  const filled = places.filter(({ count }) => count > 0).toSorted((one, other) => one.count - other.count);
  const hidden = filled.filter(({ count }) => count < below);
  if (hidden.length === 0) return new Set();
  const sum = (): number => hidden.reduce((all, { count }) => all + count, 0);
  for (const next of filled.slice(hidden.length)) {
    if (hidden.length >= 2 && sum() >= below) break;
    hidden.push(next);
  }
  return new Set(hidden.map(({ name }) => name));
}
