/**
 * How people go on: who came with a question learns, who has learned becomes a champion, and champions help others. Worked out
 * anew from what is recorded anyway; nobody is asked to keep it. A pure projection.
 */
export const pathwaySteps = ["patient", "learner", "champion", "surgeon"] as const;
export type PathwayStep = (typeof pathwaySteps)[number];

/** Something that somebody did, once or again. */
export interface PathwayRecord {
  readonly contactId: string;
  readonly step: PathwayStep;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface ReachedStep {
  readonly step: PathwayStep;
  /** The first time. */
  readonly since: number;
  readonly times: number;
}

export interface PathwayCounts {
  /** People by the furthest that they have come: each is counted once. */
  readonly patient: number;
  readonly learner: number;
  readonly champion: number;
  readonly surgeon: number;
  /** From where to where people went further, most frequent first. Who begins further on has moved nowhere. */
  readonly moved: readonly { readonly from: PathwayStep; readonly to: PathwayStep; readonly people: number }[];
}

const rank = (step: PathwayStep): number => pathwaySteps.indexOf(step);

/** What each has reached, in the order of the pathway. */
export function reachedBy(records: readonly PathwayRecord[]): ReadonlyMap<string, readonly ReachedStep[]> {
  const people = new Map<string, Map<PathwayStep, ReachedStep>>();
  for (const { contactId, step, at } of records) {
    const own = people.get(contactId) ?? new Map<PathwayStep, ReachedStep>();
    const before = own.get(step);
    own.set(step, { step, since: Math.min(at, before?.since ?? at), times: (before?.times ?? 0) + 1 });
    people.set(contactId, own);
  }
  return new Map(
    [...people].map(([id, own]) => [id, [...own.values()].toSorted((a, b) => rank(a.step) - rank(b.step))]),
  );
}

export function pathwayCounts(records: readonly PathwayRecord[]): PathwayCounts {
  const counts = { patient: 0, learner: 0, champion: 0, surgeon: 0 };
  const moves = new Map<string, { from: PathwayStep; to: PathwayStep; people: number }>();
  for (const reached of reachedBy(records).values()) {
    counts[reached.at(-1)!.step]++;
    for (const { from, to } of movesOf(reached)) {
      const move = moves.get(`${from} ${to}`) ?? { from, to, people: 0 };
      moves.set(`${from} ${to}`, { ...move, people: move.people + 1 });
    }
  }
  const order = (one: { from: PathwayStep; to: PathwayStep }): number => rank(one.from) * 10 + rank(one.to);
  return { ...counts, moved: [...moves.values()].toSorted((a, b) => b.people - a.people || order(a) - order(b)) };
}

/** Each time that somebody came further than ever before. On the same evening counts as further, too. */
export function movesOf(reached: readonly ReachedStep[]): { from: PathwayStep; to: PathwayStep }[] {
  const inTime = reached.toSorted((a, b) => a.since - b.since || rank(a.step) - rank(b.step));
  const moves: { from: PathwayStep; to: PathwayStep }[] = [];
  let furthest = inTime[0]?.step;
  for (const { step } of inTime.slice(1)) {
    if (furthest === undefined || rank(step) <= rank(furthest)) continue;
    moves.push({ from: furthest, to: step });
    furthest = step;
  }
  return moves;
}
