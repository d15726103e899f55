/** Codes that were replaced by others: a district that became part of a new authority has that one's code from then on. */
export interface Successor {
  /** The code of today, by as many changes as there were; null where an area was divided among several, which nobody can choose for you. */
  readonly code: string | null;
}

export type CodeChanges = (code: string) => Successor | undefined;

/** @param pairs old code, new code */
export function codeChanges(pairs: readonly (readonly [old: string, now: string])[]): CodeChanges {
  const next = new Map<string, Set<string>>();
  for (const [old, now] of pairs) {
    if (old === now || old === "" || now === "") continue;
    next.set(old, (next.get(old) ?? new Set()).add(now));
  }
  return (code) => {
    const seen = new Set<string>();
    let at = code;
    for (;;) {
      const successors = next.get(at);
      if (successors === undefined) return at === code ? undefined : { code: at };
      const [only] = successors;
      seen.add(at);
      // Divided, or a list that leads round in a circle.
      if (only === undefined || successors.size > 1 || seen.has(only)) return { code: null };
      at = only;
    }
  };
}
