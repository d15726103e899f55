/** Whoever runs a notebook anew wants to know what it found: the packs that were made are noted under this key of the global object. */
const notedKey: unique symbol = Symbol.for("data-surgery.evidence");

/** What can be compared: the same figures give the same. */
export interface NotedEvidence {
  readonly question: string;
  readonly findings: readonly NotedFinding[];
}

export interface NotedFinding {
  readonly sentence: string;
  /** What was drawn, as text; empty where nothing was. */
  readonly drawn: string;
}

export function noteEvidence(noted: NotedEvidence): void {
  const place = globalThis as { [notedKey]?: NotedEvidence[] };
  const all = Array.isArray(place[notedKey]) ? place[notedKey] : (place[notedKey] = []);
  all.push(noted);
}
