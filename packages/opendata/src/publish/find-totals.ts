/**
 * Which cells of a table are the sum of others: a column that adds up others in every row, and rows that say that they are a total. Found
 * by the figures themselves, so that an emptied count is not given away by a total that stands beside it. What is not found: sums over
 * several tables, shares and rates that give a count away, totals that only words around the table tell.
 */
import { headingWords } from "../read/code-shapes.js";
import { groupsOf } from "./group-sizes.js";
import type { PublishedColumn, PublishedTable } from "./published-table.js";

/** A cell, as its place: number of the column times the number of rows, plus the row. */
export type Cell = number;

export interface Sum {
  readonly total: Cell;
  readonly parts: readonly Cell[];
}

export interface Totals {
  readonly sums: readonly Sum[];
  /** Columns that add up others. */
  readonly columns: readonly string[];
}

/** More columns than these are only looked at beside each other: every stretch of many would take too long. */
const mostForStretches = 40;
const mostTotalRows = 2000;
/** So few may each be the total of the whole table. */
const fewTotalRows = 20;

export function findTotals(table: PublishedTable): Totals {
  const counts = table.columns.flatMap((column, at) => {
    const figures = figuresOf(column);
    return figures === undefined ? [] : [{ at, name: column.name, figures }];
  });
  const sums: Sum[] = [];
  const columns = new Set<string>();
  const cell = (at: number, row: number): Cell => at * table.length + row;
  for (const { total, parts } of columnSums(counts)) {
    columns.add(total.name);
    for (let row = 0; row < table.length; row++)
      sums.push({ total: cell(total.at, row), parts: parts.map(({ at }) => cell(at, row)) });
  }
  for (const { row, members } of rowSums(table, counts))
    for (const one of counts)
      // Where a figure is missing already the others vouch for it.
      if (!(Math.abs(difference(one, row, members)) > 0))
        sums.push({ total: cell(one.at, row), parts: members.map((member) => cell(one.at, member)) });
  return { sums, columns: [...columns] };
}

interface Counts {
  readonly at: number;
  readonly name: string;
  /** NaN where there is none. */
  readonly figures: Float64Array;
}

const labelWords = /^(?:years?|months?|quarters?|weeks?|days?|ids?|codes?|ages?|ranks?)$/;

/** Whole numbers from nought up that count something; undefined for other columns. */
function figuresOf({ name, type, codes, texts }: PublishedColumn): Float64Array | undefined {
  if (type !== "integer") return undefined;
  const numbers = texts.map((text) => (text === "" ? Number.NaN : Number(text)));
  if (numbers.some((number) => number < 0)) return undefined;
  // Years and the like tell rows apart; nobody adds them up.
  if (headingWords(name).some((word) => labelWords.test(word))) return undefined;
  if (numbers.every((number) => Number.isNaN(number) || (number >= 1800 && number <= 2200))) return undefined;
  return Float64Array.from(codes, (code) => numbers[code] ?? Number.NaN);
}

function columnSums(counts: readonly Counts[]): { total: Counts; parts: readonly Counts[] }[] {
  const found: { total: Counts; parts: readonly Counts[] }[] = [];
  const few = counts.length <= mostForStretches;
  for (const [place, total] of counts.entries()) {
    const stretches: (readonly [number, number])[] = [];
    for (let from = 0; from < counts.length - 1; from++)
      for (let to = from + 2; to <= counts.length; to++) {
        const isBeside = to === place || from === place + 1;
        if ((few || isBeside) && (place < from || place >= to)) stretches.push([from, to]);
      }
    for (const [from, to] of stretches)
      if (addsUp(total, counts, from, to)) found.push({ total, parts: counts.slice(from, to) });
    if (few) found.push(...pairs(total, place, counts));
  }
  return found;
}

/** Two columns that don't stand beside each other. */
function pairs(total: Counts, place: number, counts: readonly Counts[]): { total: Counts; parts: readonly Counts[] }[] {
  const found: { total: Counts; parts: readonly Counts[] }[] = [];
  for (const [at, one] of counts.entries())
    for (const other of counts.slice(at + 2)) {
      const parts = [one, other];
      if (at !== place && other !== total && addsUp(total, parts, 0, 2)) found.push({ total, parts });
    }
  return found;
}

/** In every row where all of them are known, and there are two such rows at least. Parts that are always nought say nothing. */
function addsUp(total: Counts, all: readonly Counts[], from: number, to: number): boolean {
  let rows = 0;
  const isThere = new Uint8Array(to - from);
  for (let row = 0; row < total.figures.length; row++) {
    let sum = 0;
    for (let at = from; at < to; at++) sum += all[at]?.figures[row] ?? 0;
    const said = total.figures[row] ?? Number.NaN;
    if (Number.isNaN(sum) || Number.isNaN(said)) continue;
    if (sum !== said) return false;
    rows += 1;
    for (let at = from; at < to; at++) if ((all[at]?.figures[row] ?? 0) > 0) isThere[at - from] = 1;
  }
  return rows >= 2 && !isThere.includes(0);
}

/** The same sums after remedies; those of which a column is gone, or a figure was changed, tell nothing exact any more. */
export function sumsAfter(before: PublishedTable, after: PublishedTable, { sums }: Totals): Sum[] {
  if (before === after) return [...sums];
  const moved = before.columns.map(({ name }) => after.columns.findIndex((column) => column.name === name));
  const same = (cell: Cell): Cell | undefined => {
    const [at, row] = [Math.floor(cell / before.length), cell % before.length];
    const [one, other] = [before.columns[at], after.columns[moved[at] ?? -1]];
    if (one === undefined || other === undefined) return undefined;
    const text = other.texts[other.codes[row] ?? 0];
    return text === "" || text === one.texts[one.codes[row] ?? 0] ? (moved[at] ?? 0) * after.length + row : undefined;
  };
  return sums.flatMap(({ total, parts }) => {
    const [sum, ...cells] = [total, ...parts].map(same);
    return sum === undefined || cells.includes(undefined)
      ? []
      : [{ total: sum, parts: cells.filter((cell) => cell !== undefined) }];
  });
}

const totalWords =
  /^(?:all(?:\b.*)?|(?:grand |sub-?)?totals?(?:\b.*)?|.* total|overall|both sexes|both|everybody|everyone|any)$/i;

/** Rows of which a cell says that they are a total, with the rows that they add up. */
function rowSums(table: PublishedTable, counts: readonly Counts[]): { row: number; members: readonly number[] }[] {
  const words = table.columns.filter((_, at) => !counts.some((one) => one.at === at));
  const found: { row: number; members: readonly number[] }[] = [];
  for (const column of words) {
    const isTotal = column.texts.map((text) => totalWords.test(text.trim()));
    if (!isTotal.includes(true)) continue;
    const rows: number[] = [];
    for (let row = 0; row < table.length; row++) if (isTotal[column.codes[row] ?? 0] === true) rows.push(row);
    if (rows.length > mostTotalRows) continue;
    const others = words.filter((one) => one !== column).map(({ name }) => name);
    const alike = new RowsAlike(table, (row) => isTotal[column.codes[row] ?? 0] === true);
    const ways = [others, ...others.map((one) => [one]), ...(rows.length <= fewTotalRows ? [[]] : [])];
    for (const row of rows) {
      const filled = words.filter((one) => one !== column && one.texts[one.codes[row] ?? 0] !== "");
      const members = [filled.map(({ name }) => name), ...ways]
        .map((names) => alike.with(row, names))
        .find((some) => some.length > 1 && counts.some((one) => difference(one, row, some) === 0));
      if (members !== undefined) found.push({ row, members });
    }
  }
  return found;
}

/** Rows that are no totals, by what they share with another row. */
class RowsAlike {
  readonly #known = new Map<string, { readonly groups: Uint32Array; readonly rows: ReadonlyMap<number, number[]> }>();
  readonly #table: PublishedTable;
  readonly #isTotal: (row: number) => boolean;

  constructor(table: PublishedTable, isTotal: (row: number) => boolean) {
    this.#table = table;
    this.#isTotal = isTotal;
  }

  with(row: number, names: readonly string[]): readonly number[] {
    const key = JSON.stringify(names);
    const known = this.#known.get(key) ?? this.#group(names);
    this.#known.set(key, known);
    return known.rows.get(known.groups[row] ?? 0) ?? [];
  }

  #group(names: readonly string[]): { groups: Uint32Array; rows: Map<number, number[]> } {
    const { length } = this.#table;
    const groups = names.length === 0 ? new Uint32Array(length) : groupsOf(this.#table, names);
    const rows = new Map<number, number[]>();
    for (let row = 0; row < length; row++) {
      if (this.#isTotal(row)) continue;
      const there = rows.get(groups[row] ?? 0);
      if (there === undefined) rows.set(groups[row] ?? 0, [row]);
      else there.push(row);
    }
    return { groups, rows };
  }
}

/** What the rows together are more than the total; NaN where one of them is not known. */
function difference({ figures }: Counts, row: number, members: readonly number[]): number {
  return members.reduce((sum, member) => sum + (figures[member] ?? Number.NaN), 0) - (figures[row] ?? Number.NaN);
}
