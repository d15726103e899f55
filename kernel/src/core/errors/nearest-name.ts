/** The name most like the one that was typed, if one is near enough to have been meant. */
export function nearestName(typed: string, names: Iterable<string>): string | undefined {
  const wanted = loosely(typed);
  // One slip in a short name, more in a long one. Of a name of one or two letters anything would be near.
  const allowed = wanted.length < 3 ? 0 : Math.max(1, Math.floor(wanted.length / 4));
  let best: string | undefined;
  let bestSlips = allowed + 1;
  for (const name of names) {
    if (name === typed || Math.abs(name.length - typed.length) > allowed + 2) continue;
    const slips = countSlips(wanted, loosely(name), bestSlips);
    if (slips < bestSlips) {
      best = name;
      bestSlips = slips;
    }
  }
  return best;
}

/** Capitals, dashes and underscores are the commonest slips, so they do not count. */
function loosely(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]+/g, "");
}

/** Letters added, dropped, changed, or swapped with their neighbour; `enough` or more is not counted further. */
function countSlips(from: string, to: string, enough: number): number {
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1] ? 0 : 1;
      let slips = Math.min((row[j - 1] ?? 0) + same, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      if (swapped) slips = Math.min(slips, (before[j - 2] ?? 0) + 1);
      next.push(slips);
    }
    if (Math.min(...next) >= enough) return enough;
    before = row;
    row = next;
  }
  return row[to.length] ?? enough;
}
