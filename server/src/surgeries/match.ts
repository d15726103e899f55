/**
 * Who sits beside whom: a suggestion with its reasons, for a person to change. A pure function; the same people in any order
 * give the same groups.
 *
 * Nobody is put together who shares no language. Within that everybody who can be helped is, no surgeon has more people than
 * needed (when there are too few, groups form around one need), and what fits best is chosen: needs and skills, who worked
 * together before. Solved as an assignment of people to seats (each surgeon has as many seats as the fair share) by the
 * shortest augmenting path; then people are exchanged while that makes groups more of one kind.
 */
import { topicsIn, type Topic } from "./topics.js";

export interface Patient {
  readonly id: string;
  readonly need: string;
  readonly languages: readonly string[];
  readonly accessNeeds: string;
  /** Surgeons they sat with before. */
  readonly satWith?: readonly string[];
  /** The surgeon that a person chose for them, or null for "nobody": then nothing is suggested. */
  readonly chosen?: string | null;
}

export interface Surgeon {
  readonly id: string;
  readonly skills: string;
  readonly languages: readonly string[];
}

export interface Group {
  readonly surgeon: string;
  readonly patients: readonly { readonly id: string; readonly because: string }[];
  /** What most of them came for, when there are several. */
  readonly around: string | undefined;
}

export interface Matching {
  readonly groups: readonly Group[];
  readonly unmatched: readonly { readonly id: string; readonly because: string }[];
  readonly free: readonly string[];
}

interface Pair {
  readonly score: number;
  readonly because: string;
}

interface Side {
  readonly patients: readonly Patient[];
  readonly surgeons: readonly Surgeon[];
  readonly needs: readonly (readonly Topic[])[];
  /** Undefined where two share no language. */
  readonly pairs: readonly (readonly (Pair | undefined)[])[];
}

export function match(patients: readonly Patient[], surgeons: readonly Surgeon[]): Matching {
  const side = sideOf(byId(patients), byId(surgeons));
  const seated = seat(side);
  exchange(side, seated);
  return matchingOf(side, seated);
}

const byId = <T extends { readonly id: string }>(all: readonly T[]): T[] =>
  [...all].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));

function sideOf(patients: readonly Patient[], surgeons: readonly Surgeon[]): Side {
  const needs = patients.map(({ need }) => topicsIn(need));
  const skills = surgeons.map((surgeon) => topicsIn(surgeon.skills));
  const pairs = patients.map((patient, at) =>
    surgeons.map((surgeon, s) => pairOf(patient, surgeon, needs[at]!, skills[s]!)),
  );
  return { patients, surgeons, needs, pairs };
}

const plain = (text: string): string => text.trim().toLowerCase();

function pairOf(
  patient: Patient,
  surgeon: Surgeon,
  need: readonly Topic[],
  skills: readonly Topic[],
): Pair | undefined {
  if (patient.chosen !== undefined) {
    return patient.chosen === surgeon.id ? { score: 50, because: "you put them together" } : undefined;
  }
  const spoken = new Set(surgeon.languages.map(plain));
  const shared = patient.languages.filter((language) => spoken.has(plain(language)));
  if (shared.length === 0) return undefined;
  const both = need.filter(({ id }) => skills.some((skill) => skill.id === id));
  const before = patient.satWith?.includes(surgeon.id) === true;
  const other = shared.filter((language) => plain(language) !== "english");
  const signs = /\b(bsl|sign language)\b/i;
  const signing = signs.test(patient.accessNeeds) && signs.test(`${surgeon.skills} ${surgeon.languages.join(" ")}`);
  const reasons = [
    signing ? "signs, as they need" : "",
    both.length > 0 ? `both about ${both.map(({ words }) => words).join(" and ")}` : "",
    before ? "sat together before" : "",
    other.length > 0 ? `both speak ${other.join(" and ")}` : "",
  ].filter((reason) => reason !== "");
  return {
    score: 6 * Number(signing) + 3 * both.length + 2 * Number(before) + Math.min(1, other.length),
    because: reasons.length > 0 ? reasons.join("; ") : `both speak ${shared[0]!}`,
  };
}

/** For each patient the surgeon, or -1. The fair share grows only while somebody who could be helped is left over. */
function seat(side: Side): number[] {
  const { patients, surgeons, pairs } = side;
  if (surgeons.length === 0) return patients.map(() => -1);
  const helpable = pairs.filter((row) => row.some((pair) => pair !== undefined)).length;
  for (let share = Math.max(1, Math.ceil(patients.length / surgeons.length)); ; share++) {
    const seated = assign(side, share);
    if (seated.filter((surgeon) => surgeon >= 0).length === helpable) return seated;
  }
}

/**
 * Minimum-cost assignment with `share` seats a surgeon (the Hungarian method by shortest augmenting paths: Jonker and Volgenant
 * 1987). A seat of nobody's stands for "not matched" and costs more than any pair could gain.
 */
function assign({ patients, surgeons, pairs }: Side, share: number): number[] {
  const rows = patients.length;
  const seats = surgeons.length * share;
  const columns = seats + rows;
  const nobody = 10_000;
  const cost = (row: number, column: number): number => {
    if (column >= seats) return nobody;
    const pair = pairs[row]![Math.floor(column / share)];
    // A second, third … seat costs a little, so that people spread where nothing speaks against it.
    return pair === undefined ? Number.POSITIVE_INFINITY : 100 - pair.score + (column % share) * 0.01;
  };
  const u = new Float64Array(rows + 1);
  const v = new Float64Array(columns + 1);
  /** Row that has a column, both counted from 1; 0 is nobody. */
  const rowOf = new Int32Array(columns + 1);
  const way = new Int32Array(columns + 1);
  for (let row = 1; row <= rows; row++) {
    const least = new Float64Array(columns + 1).fill(Number.POSITIVE_INFINITY);
    const done = new Uint8Array(columns + 1);
    rowOf[0] = row;
    let column = 0;
    do {
      done[column] = 1;
      const from = rowOf[column]!;
      let next = 0;
      let step = Number.POSITIVE_INFINITY;
      for (let to = 1; to <= columns; to++) {
        if (done[to] === 1) continue;
        const reduced = cost(from - 1, to - 1) - u[from]! - v[to]!;
        if (reduced < least[to]!) {
          least[to] = reduced;
          way[to] = column;
        }
        if (least[to]! < step) {
          step = least[to]!;
          next = to;
        }
      }
      for (let to = 0; to <= columns; to++) {
        if (done[to] === 1) {
          u[rowOf[to]!]! += step;
          v[to]! -= step;
        } else least[to]! -= step;
      }
      column = next;
    } while (rowOf[column] !== 0);
    do {
      const from = way[column]!;
      rowOf[column] = rowOf[from]!;
      column = from;
    } while (column !== 0);
  }
  const seated = patients.map(() => -1);
  for (let column = 1; column <= seats; column++) {
    const row = rowOf[column]!;
    if (row > 0) seated[row - 1] = Math.floor((column - 1) / share);
  }
  return seated;
}

/** Two people change seats while that brings people with one need together and costs no fit. Loads stay as they are. */
function exchange({ pairs, needs }: Side, seated: number[]): void {
  const scoreAt = (patient: number, surgeon: number): number =>
    pairs[patient]![surgeon]?.score ?? Number.NEGATIVE_INFINITY;
  const together = (patient: number, surgeon: number, without: number): number =>
    seated.reduce(
      (sum, other, at) =>
        other === surgeon &&
        at !== patient &&
        at !== without &&
        needs[at]!.some(({ id }) => needs[patient]!.some((need) => need.id === id))
          ? sum + 1
          : sum,
      0,
    );
  for (let changed = true, rounds = 0; changed && rounds < 50; rounds++) {
    changed = false;
    for (let a = 0; a < seated.length; a++) {
      for (let b = a + 1; b < seated.length; b++) {
        const [x, y] = [seated[a]!, seated[b]!];
        if (x === y || x < 0 || y < 0) continue;
        const fit = scoreAt(a, y) + scoreAt(b, x) - scoreAt(a, x) - scoreAt(b, y);
        if (!(fit >= 0)) continue;
        const kind = together(a, y, b) + together(b, x, a) - together(a, x, -1) - together(b, y, -1);
        if (fit + kind <= 0 || kind < 0) continue;
        seated[a] = y;
        seated[b] = x;
        changed = true;
      }
    }
  }
}

function matchingOf({ patients, surgeons, pairs, needs }: Side, seated: readonly number[]): Matching {
  const groups = surgeons.flatMap((surgeon, s): Group[] => {
    const own = patients.flatMap((_patient, at) => (seated[at] === s ? [at] : []));
    if (own.length === 0) return [];
    return [
      {
        surgeon: surgeon.id,
        patients: own.map((at) => ({ id: patients[at]!.id, because: pairs[at]![s]!.because })),
        around: own.length > 1 ? commonest(own.map((at) => needs[at]!)) : undefined,
      },
    ];
  });
  const left = patients.filter((_patient, at) => seated[at] === -1);
  const noLanguage = "nobody who helps speaks one of their languages";
  return {
    groups,
    unmatched: left.map(({ id, chosen }) => ({
      id,
      because:
        chosen !== undefined
          ? "you put them with nobody"
          : surgeons.length === 0
            ? "nobody has come to help yet"
            : noLanguage,
    })),
    free: surgeons.filter((_surgeon, s) => !seated.includes(s)).map(({ id }) => id),
  };
}

/** What at least half of a group came for. */
function commonest(needs: readonly (readonly Topic[])[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { words } of needs.flat()) counts.set(words, (counts.get(words) ?? 0) + 1);
  const [best] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return best !== undefined && best[1] * 2 >= needs.length && best[1] > 1 ? best[0] : undefined;
}
