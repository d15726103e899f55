/**
 * Inputs made up for a check: other ones each time, so that nobody can type the answers in, and the same ones again for the same
 * seed, so that a verdict can be explained. Runs where the author's tests run; nothing of it enters the learner's process but the
 * values themselves.
 */

export interface Generate {
  /** A whole number, both ends included. */
  int(low: number, high: number): number;
  /** A number with so many digits behind the point. */
  number(low: number, high: number, digits?: number): number;
  /** True as often as `share` (0 to 1) says. */
  chance(share: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** The same items in another order. */
  shuffle<T>(items: readonly T[]): T[];
  /** A made-up word of small letters. */
  word(length?: number): string;
  /** A day between two days, all as `2026-11-25`. */
  date(first: string, last: string): string;
  list<T>(count: number, make: (index: number) => T): T[];
  /** Rows of a table: a function for each column that makes its next cell. */
  rows(count: number, columns: Readonly<Record<string, (index: number) => unknown>>): Record<string, unknown>[];
  /** The text of a CSV file with these rows, for `withData`. */
  csv(rows: readonly Readonly<Record<string, unknown>>[]): string;
}

/** Seeds are whole numbers from 0 to this one. */
export const largestSeed = 0xff_ff_ff_ff;

const dayMs = 86_400_000;
const consonants = "bcdfghjklmnprstvw".split("");
const vowels = "aeiou".split("");

/** @throws RangeError where an author asks for what can't be made: an empty choice, ends the wrong way round */
export function createGenerate(seed: number): Generate {
  const random = randomFrom(seed);
  const int = (low: number, high: number): number => {
    if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high) || low > high) {
      throw new RangeError(`generate.int(${low}, ${high}): give two whole numbers, the smaller one first.`);
    }
    return low + Math.floor(random() * (high - low + 1));
  };
  const pick = <T>(items: readonly T[]): T => {
    if (items.length === 0) throw new RangeError("generate.pick([]): there is nothing to choose from.");
    return items[int(0, items.length - 1)]!;
  };
  const list = <T>(count: number, make: (index: number) => T): T[] =>
    Array.from({ length: count }, (_, index) => make(index));
  return {
    int,
    number: (low, high, digits = 2) => {
      if (!(low <= high)) throw new RangeError(`generate.number(${low}, ${high}): give the smaller one first.`);
      return Number((low + random() * (high - low)).toFixed(digits));
    },
    chance: (share) => random() < share,
    pick,
    shuffle: (items) => {
      const left = [...items];
      return items.map(() => left.splice(int(0, left.length - 1), 1)[0]!);
    },
    word: (length = 6) => list(length, (index) => pick(index % 2 === 0 ? consonants : vowels)).join(""),
    date: (first, last) => {
      const [from, to] = [Date.parse(first) / dayMs, Date.parse(last) / dayMs];
      return new Date(int(Math.floor(from), Math.floor(to)) * dayMs).toISOString().slice(0, 10);
    },
    list,
    rows: (count, columns) =>
      list(count, (index) =>
        Object.fromEntries(Object.entries(columns).map(([name, make]) => [name, make(index)] as const)),
      ),
    csv: csvOf,
  };
}

/** Numbers from 0 up to 1, the same ones for the same seed. Mulberry32: one addition and three mixings of 32 bits a number. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function csvOf(rows: readonly Readonly<Record<string, unknown>>[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [columns, ...rows.map((row) => columns.map((name) => row[name]))];
  return lines.map((cells) => `${cells.map((cell) => csvCell(cell)).join(",")}\n`).join("");
}

function csvCell(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (value instanceof Date) return value.toISOString();
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
