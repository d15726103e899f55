/** Two versions of a table beside each other: columns, codes, rows by key, jumps, gaps in time. Each different cell is looked at once. */
import { findKey } from "./column-facts.js";
import type { CellDifference, Difference } from "./difference.js";
import { jumpsOf } from "./find-jumps.js";
import { newGaps } from "./find-gaps.js";
import { groupSizes } from "./group-sizes.js";
import { pairColumns, type ColumnPair } from "./pair-columns.js";
import { countsOf, type PublishedColumn, type PublishedTable } from "./published-table.js";

export interface CompareOptions {
  /** Columns of the new version that tell its rows apart. */
  readonly key?: readonly string[];
}

const mostExamples = 10;
const mostCodes = 50;

export function compareTables(before: PublishedTable, after: PublishedTable, options: CompareOptions = {}): Difference {
  const { pairs, added, removed, renamed } = pairColumns(before, after);
  const retyped = pairs
    .filter(({ from, to }) => from.type !== to.type && !isEmpty(from) && !isEmpty(to))
    .map(({ from, to }) => ({ name: to.name, from: from.type, to: to.type }));
  const { key, keyFrom } = keyOf(before, after, pairs, options.key);
  const rows = key.length === 0 ? wholeRows(before, after, pairs) : byKey(before, after, pairs, key);
  const codes = pairs.flatMap(codeChanges);
  const columns = { added, removed, renamed, retyped };
  const schemaSame = added.length + removed.length + renamed.length + retyped.length === 0;
  const rowsSame = rows.rows.added + rows.rows.removed + rows.rows.changed === 0;
  return {
    same: schemaSame && rowsSame,
    rowsBefore: before.length,
    rowsAfter: after.length,
    columns,
    codes,
    key,
    keyFrom,
    ...rows,
    jumps: jumpsOf(before, after, pairs),
    missingMonths: newGaps(pairs),
  };
}

function keyOf(
  before: PublishedTable,
  after: PublishedTable,
  pairs: readonly ColumnPair[],
  given: readonly string[] | undefined,
): Pick<Difference, "key" | "keyFrom"> {
  const works = (names: readonly string[]): boolean => {
    const old = names.map((name) => pairs.find(({ to }) => to.name === name)?.from.name);
    if (names.length === 0 || old.includes(undefined)) return false;
    return (
      groupSizes(after, names).every((size) => size === 1) &&
      groupSizes(before, old as readonly string[]).every((size) => size === 1)
    );
  };
  if (given !== undefined && works(given)) return { key: given, keyFrom: "given" };
  const shared = { ...after, columns: pairs.map(({ to }) => to) };
  const found = findKey(shared, (names) => groupSizes(after, names));
  // A column that happens to be unique is no key where hardly any row is found again by it.
  if (found !== undefined && works(found) && overlaps(pairs, found)) return { key: found, keyFrom: "found" };
  return { key: [], keyFrom: "none" };
}

function overlaps(pairs: readonly ColumnPair[], key: readonly string[]): boolean {
  return key.every((name) => {
    const pair = pairs.find(({ to }) => to.name === name);
    if (pair === undefined) return false;
    const old = new Set(pair.from.texts);
    const again = pair.to.texts.filter((text) => old.has(text)).length;
    return again * 5 >= Math.min(pair.from.texts.length, pair.to.texts.length);
  });
}

type RowDifference = Pick<Difference, "rows" | "changedColumns" | "examples">;

/** Codes of both tables in one counting, so that the same cell has the same number in both. */
function sharedCodes({ from, to }: ColumnPair): { before: Uint32Array; after: Uint32Array; many: number } {
  const places = new Map(to.texts.map((text, place) => [text, place]));
  const moved = from.texts.map((text) => {
    let place = places.get(text);
    if (place === undefined) places.set(text, (place = places.size));
    return place;
  });
  return { before: from.codes.map((code) => moved[code] ?? 0), after: to.codes, many: places.size };
}

/** For each row of both tables a number that is the same where these columns are. */
function sharedGroups(
  columns: readonly ReturnType<typeof sharedCodes>[],
  lengths: readonly [number, number],
): [Uint32Array, Uint32Array, number] {
  // One column is its own grouping.
  const [first, ...others] = columns;
  const groups: [Uint32Array, Uint32Array] = [
    first?.before.slice() ?? new Uint32Array(lengths[0]),
    first?.after.slice() ?? new Uint32Array(lengths[1]),
  ];
  let many = first?.many ?? 1;
  for (const { before, after, many: width } of others) {
    const seen = new Map<number, number>();
    [before, after].forEach((codes, side) => {
      const own = groups[side] as Uint32Array;
      for (let row = 0; row < own.length; row++) {
        const pair = (own[row] ?? 0) * width + (codes[row] ?? 0);
        let group = seen.get(pair);
        if (group === undefined) seen.set(pair, (group = seen.size));
        own[row] = group;
      }
    });
    many = seen.size;
  }
  return [...groups, many];
}

function byKey(
  before: PublishedTable,
  after: PublishedTable,
  pairs: readonly ColumnPair[],
  key: readonly string[],
): RowDifference {
  const keyPairs = key.flatMap((name) => pairs.filter(({ to }) => to.name === name));
  const [old, now, many] = sharedGroups(keyPairs.map(sharedCodes), [before.length, after.length]);
  const placeBefore = new Int32Array(many).fill(-1);
  old.forEach((group, row) => (placeBefore[group] = row));
  const matches = now.map((group) => (placeBefore[group] ?? -1) + 1);
  const changedRows = new Uint8Array(after.length);
  const changedColumns: { column: string; rows: number }[] = [];
  const examples: CellDifference[] = [];
  for (const pair of pairs) {
    if (keyPairs.includes(pair)) continue;
    const codes = sharedCodes(pair);
    let rows = 0;
    let shown = 0;
    for (let row = 0; row < after.length; row++) {
      const match = (matches[row] ?? 0) - 1;
      if (match < 0 || codes.before[match] === codes.after[row]) continue;
      rows += 1;
      changedRows[row] = 1;
      if (shown < 2 && examples.length < mostExamples) {
        shown += 1;
        examples.push({
          key: keyPairs.map(({ to }) => cellAt(to, row)),
          column: pair.to.name,
          from: cellAt(pair.from, match),
          to: cellAt(pair.to, row),
        });
      }
    }
    if (rows > 0) changedColumns.push({ column: pair.to.name, rows });
  }
  const kept = matches.reduce((sum, match) => sum + (match > 0 ? 1 : 0), 0);
  return {
    rows: {
      added: after.length - kept,
      removed: before.length - kept,
      changed: changedRows.reduce((sum, one) => sum + one, 0),
    },
    changedColumns: changedColumns.toSorted((one, other) => other.rows - one.rows),
    examples,
  };
}

/** Without a key a row that changed is one that went and one that came. */
function wholeRows(before: PublishedTable, after: PublishedTable, pairs: readonly ColumnPair[]): RowDifference {
  const [old, now, many] = sharedGroups(pairs.map(sharedCodes), [before.length, after.length]);
  const counts = new Int32Array(many);
  for (const group of now) counts[group] = (counts[group] ?? 0) + 1;
  for (const group of old) counts[group] = (counts[group] ?? 0) - 1;
  let added = 0;
  let removed = 0;
  for (const count of counts) {
    if (count > 0) added += count;
    else removed -= count;
  }
  return { rows: { added, removed, changed: 0 }, changedColumns: [], examples: [] };
}

function codeChanges({ from, to }: ColumnPair): Difference["codes"] {
  if (from.type !== "string" || to.type !== "string") return [];
  const [old, now] = [held(from), held(to)];
  const few = (words: readonly string[], column: PublishedColumn): boolean =>
    words.length > 0 && words.length <= Math.min(mostCodes, column.codes.length / 3);
  if (!few(old, from) || !few(now, to)) return [];
  const added = now.filter((text) => !old.includes(text));
  const removed = old.filter((text) => !now.includes(text));
  return added.length + removed.length === 0 ? [] : [{ column: to.name, added, removed }];
}

function held(column: PublishedColumn): string[] {
  const counts = countsOf(column);
  return column.texts.filter((text, code) => text !== "" && (counts[code] ?? 0) > 0);
}

function isEmpty({ texts }: PublishedColumn): boolean {
  return texts.every((text) => text === "");
}

function cellAt({ codes, texts }: PublishedColumn, row: number): string {
  return texts[codes[row] ?? 0] ?? "";
}
