import { barChart } from "../bar-chart.js";
import { cellText } from "../cell-text.js";
import { partsOf } from "../charts/with-source.js";
import { createNumberFormat } from "../number-format.js";
import { numbersOf } from "../numbers-of.js";
import { OpenDataError } from "../open-data-error.js";
import { cellOf, createRowMaker, requireColumn, type Row } from "../row.js";
import { countOf, listed } from "../say.js";
import { freeName } from "../table/free-name.js";
import { Table, tableOf, type TableLike } from "../table/table.js";
import { countInterval } from "./count-interval.js";
import { createFinding, type Finding } from "./finding.js";
import type { FindingWords } from "./finding-words.js";
import { smallNumbers } from "./small-numbers.js";
import { withUnit } from "./uncertain.js";
import { allOf, begin, placeWords, wordsOf } from "./words-of.js";

export interface RankOptions extends FindingWords {
  /** The column of numbers to order by. */
  readonly by: string;
  /** The column of names: what each row is. */
  readonly label: string;
  /** Which comes first; the highest if you don't say. */
  readonly first?: "highest" | "lowest";
  /** The column of counts behind the numbers, if they are rates: then it can be said which places differ and which may not. */
  readonly count?: string;
  /** The columns between which each number lies, if you have them: `rate` gives low and high. */
  readonly low?: string;
  readonly high?: string;
}

interface Ranked {
  readonly row: Row;
  readonly name: string;
  readonly value: number;
  readonly range: readonly [number, number] | undefined;
  readonly count: number | undefined;
}

interface Placed extends Ranked {
  readonly place: number;
  readonly tied: boolean;
  /** The best and the worst place that it may have, where ranges are known. */
  readonly best: number;
  readonly worst: number;
}

/**
 * Rows in order, with their places; equal numbers share a place. Where the counts behind the numbers are known, or the ranges in which they
 * lie, it says which neighbours can't be told apart: their ranges overlap.
 * The numbers have more columns: place, and then place_from and place_to where ranges are known.
 * @example rank(rates.numbers, { by: "rate", label: "ward", low: "low", high: "high" })
 */
export function rank(table: TableLike, options: RankOptions): Finding {
  const { rows, source } = partsOf(table, options.source);
  requireColumn(rows, options.label);
  for (const column of [options.by, options.count, options.low, options.high])
    if (column !== undefined) numbersOf(rows, column);
  const given = rows.map((row) => rankedOf(row, options)).filter((one) => one !== undefined);
  if (given.length === 0) {
    throw new OpenDataError(
      "too-few-figures",
      `No row has a number under "${options.by}", so there is nothing to rank.`,
    );
  }
  const ordered = placesOf(given, signOf(options.first));
  const ranged = ordered.every(({ range }) => range !== undefined);
  const numbers = withPlaces(tableOf(table), ordered, ranged);
  const of = options.of ?? wordsOf(options.by);
  const warnings = warningsOf(ordered, rows.length - ordered.length, ranged, options);
  const [top] = ordered as [Placed];
  return createFinding({
    sentence: sentenceOf(ordered, options, ranged, of),
    numbers,
    chart: (around) =>
      barChart(numbers.rows().slice(0, 40), {
        label: options.label,
        value: options.by,
        ...(options.low !== undefined && options.high !== undefined ? { low: options.low, high: options.high } : {}),
        axis: begin(of) + (options.unit === undefined ? "" : ` (${options.unit})`),
        title: options.title ?? `${top.name} comes first of ${allOf(ordered.length, options.label)} by ${of}`,
        source,
        ...around,
      }),
    warnings,
    facts: {
      first: top.name,
      value: top.value,
      last: ordered.at(-1)?.name ?? null,
      ranked: ordered.length,
      left_out: rows.length - ordered.length,
    },
  });
}

function rankedOf(row: Row, options: RankOptions): Ranked | undefined {
  const value = cellOf(row, options.by);
  if (typeof value !== "number") return undefined;
  const count = options.count === undefined ? null : cellOf(row, options.count);
  const known = typeof count === "number" ? count : undefined;
  return {
    row,
    name: cellText(cellOf(row, options.label)),
    value,
    range: rangeOf(row, value, known, options),
    count: known,
  };
}

/** A rate is its count times something, and so are the ends of its range. */
function rangeOf(
  row: Row,
  value: number,
  count: number | undefined,
  { low, high }: RankOptions,
): readonly [number, number] | undefined {
  const [from, to] = [low === undefined ? null : cellOf(row, low), high === undefined ? null : cellOf(row, high)];
  if (typeof from === "number" && typeof to === "number") return [from, to];
  if (count === undefined || count <= 0) return undefined;
  const interval = countInterval(count);
  return [(interval.low / count) * value, (interval.high / count) * value];
}

/** What comes before: −1 where the highest is first. */
function signOf(first: "highest" | "lowest" = "highest"): number {
  return first === "highest" ? -1 : 1;
}

function placesOf(given: readonly Ranked[], sign: number): Placed[] {
  // By name among equals, so that the order of the rows makes no difference.
  const sorted = given.toSorted((one, other) => sign * (one.value - other.value) || (one.name < other.name ? -1 : 1));
  return sorted.map((one) => {
    const better = sorted.filter((other) => sign * (other.value - one.value) < 0).length;
    const tied = sorted.filter((other) => other.value === one.value).length > 1;
    const above = sorted.filter((other) => other !== one && apart(other, one, sign)).length;
    const below = sorted.filter((other) => other !== one && apart(one, other, sign)).length;
    return { ...one, place: better + 1, tied, best: above + 1, worst: sorted.length - below };
  });
}

/** The whole range of the one stands before the whole range of the other. */
function apart(before: Ranked, after: Ranked, sign: number): boolean {
  const [higher, lower] = sign < 0 ? [before, after] : [after, before];
  return (higher.range?.[0] ?? higher.value) > (lower.range?.[1] ?? lower.value);
}

function withPlaces(table: Table, ordered: readonly Placed[], ranged: boolean): Table {
  const names = (ranged ? ["place", "place_from", "place_to"] : ["place"]).map((name) => freeName(name, table.columns));
  const columns = [...table.columns, ...names];
  const make = createRowMaker(columns, null);
  const rows = ordered.map(({ row, place, best, worst }) =>
    make([...table.columns.map((name) => cellOf(row, name)), place, best, worst].slice(0, columns.length)),
  );
  const step = { words: "Put in order, with places", rowsBefore: table.length, rowsAfter: rows.length };
  return new Table(rows, columns, { ...table.about, steps: [...table.about.steps, step] });
}

function sentenceOf(ordered: readonly Placed[], options: RankOptions, ranged: boolean, of: string): string {
  const write = createNumberFormat(ordered.map(({ value }) => value));
  const figure = (one: Ranked): string => withUnit(write(one.value), options.unit ?? "");
  const [top, last] = [ordered[0] as Placed, ordered.at(-1) as Placed];
  if (ordered.length === 1) return `${top.name} has ${figure(top)}, and there is nothing to compare it with.`;
  const equal = ordered.filter(({ place }) => place === 1);
  const all = `of ${allOf(ordered.length, options.label)} by ${of}${options.first === "lowest" ? ", lowest first" : ""}`;
  const start =
    equal.length > 1
      ? `${listed(equal.map(({ name }) => name))} share the first place ${all}, with ${figure(top)}`
      : `${top.name} comes first ${all}, with ${figure(top)}`;
  const end = equal.length === ordered.length ? "" : `; ${last.name} comes last, with ${figure(last)}`;
  if (!ranged) return `${start}${end}. How sure this order is can't be said without the counts behind it.`;
  const alike = ordered.filter((one) => one !== top && one.best === 1);
  const sure =
    alike.length === 0
      ? "Its place is clear: no other range reaches it."
      : `But it can't be told apart from ${listed(alike.map(({ name }) => name))}: their ranges overlap, so its place is anything from ${placeWords(top.best)} to ${placeWords(top.worst)}.`;
  return `${start}${end}. ${sure}`;
}

function warningsOf(ordered: readonly Placed[], left: number, ranged: boolean, options: RankOptions): string[] {
  const counted = ordered.flatMap(({ name, count }) => (count === undefined ? [] : [{ name, count }]));
  const pairs = ordered.slice(1).filter((one, at) => !apart(ordered[at] as Placed, one, signOf(options.first))).length;
  return [
    ...smallNumbers(counted, wordsOf(options.count ?? "")),
    ...(left === 0
      ? []
      : [
          `${countOf(left, "row")} without a figure ${left === 1 ? "is" : "are"} left out and ${left === 1 ? "has" : "have"} no place.`,
        ]),
    ...(ranged && pairs > 0
      ? [
          `${pairs} of the ${ordered.length - 1} neighbours in this order can't be told apart. Speak of groups of places rather than of single ones.`,
        ]
      : []),
  ];
}
