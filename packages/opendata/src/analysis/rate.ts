import { barChart } from "../bar-chart.js";
import { cellText } from "../cell-text.js";
import { partsOf } from "../charts/with-source.js";
import { numbersOf } from "../numbers-of.js";
import { OpenDataError } from "../open-data-error.js";
import { cellOf, createRowMaker, requireColumn, type Row } from "../row.js";
import { countOf, listed } from "../say.js";
import { sortBy } from "../sort-by.js";
import { freeName } from "../table/free-name.js";
import { Table, tableOf, type TableLike } from "../table/table.js";
import { countInterval } from "./count-interval.js";
import { createFinding, type Finding } from "./finding.js";
import type { FindingWords } from "./finding-words.js";
import { smallNumbers } from "./small-numbers.js";
import { uncertainFormat, uncertainParts, type Estimate } from "./uncertain.js";
import { allOf, begin, peopleOf, wordsOf } from "./words-of.js";

export interface RateOptions extends Omit<FindingWords, "unit"> {
  /** The column of counts: how many events, visits, people helped. */
  readonly count: string;
  /** The column of how many people (or homes) there are. */
  readonly population: string;
  /** The column of names: what each row is. */
  readonly label: string;
  /** For how many people the rate is; 1,000 if you don't say. */
  readonly per?: number;
}

interface Rated extends Estimate {
  readonly name: string;
  readonly count: number;
  readonly population: number;
}

/**
 * How many for every 1,000 people: the fair way to compare places of different size. The rate comes with the range in which it lies 19 times
 * out of 20 if events come by chance (see `countInterval` for the source). A row without a count or without people has no rate.
 * The numbers have three more columns: rate, low and high.
 * @example rate(wards, { count: "referrals", population: "people", label: "ward" })
 */
export function rate(table: TableLike, options: RateOptions): Finding {
  const { rows, source } = partsOf(table, options.source);
  const per = options.per ?? 1000;
  checkColumns(rows, options, per);
  const estimates = rows.map((row) => rateOf(row, options, per));
  const rated = estimates.filter((one) => one !== undefined);
  if (rated.length === 0) {
    throw new OpenDataError(
      "too-few-figures",
      `No row has both a count under "${options.count}" and people under "${options.population}", so there is no rate. Look at the table first.`,
    );
  }
  const { numbers, names } = withRates(tableOf(table), estimates);
  const words = { of: options.of ?? wordsOf(options.count), every: everyWords(options.population, per) };
  const ordered = rated.toSorted((one, other) => other.value - one.value || (one.name < other.name ? -1 : 1));
  const warnings = warningsOf(ordered, estimates, options, words.of);
  const drawn = sortBy(numbers.rows(), names[0], "highest first").filter((row) => cellOf(row, names[0]) !== null);
  const [first, second] = ordered as [Rated, Rated | undefined];
  return createFinding({
    sentence: sentenceOf(ordered, words, options.label),
    numbers,
    chart: (around) =>
      barChart(drawn.slice(0, 40), {
        label: options.label,
        value: names[0],
        low: names[1],
        high: names[2],
        axis: `${begin(words.of)} ${words.every}`,
        title:
          options.title ??
          (first.count === 0
            ? `No ${words.of} in ${allOf(rated.length, options.label)}`
            : `${first.name} has the most ${words.of} ${words.every}${second !== undefined && !isClear(first, second) ? ", but others are close" : ""}`),
        source,
        ...around,
      }),
    warnings,
    facts: {
      highest: first.name,
      rate: first.value,
      low: first.low,
      high: first.high,
      lowest: ordered.at(-1)?.name ?? null,
      rated: rated.length,
      left_out: rows.length - rated.length,
    },
  });
}

function checkColumns(rows: readonly Row[], { count, population, label }: RateOptions, per: number): void {
  requireColumn(rows, label);
  const below = [...numbersOf(rows, count), ...numbersOf(rows, population)].find((number) => number < 0);
  if (below !== undefined) {
    throw new OpenDataError(
      "not-numbers",
      `There is a count of ${below}, and nothing can be counted less than nought times. Mend that cell first.`,
    );
  }
  if (!(per > 0)) {
    throw new OpenDataError(
      "options-not-understood",
      `A rate can't be for every ${per} people. Say for example per: 1000.`,
    );
  }
}

/** Undefined where the count is missing, or the people are missing or none. */
function rateOf(row: Row, { count, population, label }: RateOptions, per: number): Rated | undefined {
  const [events, people] = [cellOf(row, count), cellOf(row, population)];
  if (typeof events !== "number" || typeof people !== "number" || people === 0) return undefined;
  const { low, high } = countInterval(events);
  const share = (part: number): number => (part / people) * per;
  return {
    name: cellText(cellOf(row, label)),
    count: events,
    population: people,
    value: share(events),
    low: share(low),
    high: share(high),
  };
}

function withRates(
  table: Table,
  estimates: readonly (Rated | undefined)[],
): { numbers: Table; names: readonly [string, string, string] } {
  const names = ["rate", "low", "high"].map((name) => freeName(name, table.columns)) as [string, string, string];
  const columns = [...table.columns, ...names];
  const make = createRowMaker(columns, null);
  const rows = table.rows().map((row, at) => {
    const one = estimates[at];
    return make([...table.columns.map((name) => cellOf(row, name)), one?.value, one?.low, one?.high]);
  });
  const step = { words: "Worked out rates", rowsBefore: rows.length, rowsAfter: rows.length };
  return { numbers: new Table(rows, columns, { ...table.about, steps: [...table.about.steps, step] }), names };
}

function everyWords(population: string, per: number): string {
  return per === 1
    ? `for each of the ${peopleOf(population)}`
    : `for every ${per.toLocaleString("en-GB")} ${peopleOf(population)}`;
}

function sentenceOf(ordered: readonly Rated[], words: { of: string; every: string }, label: string): string {
  const [first, second] = ordered as [Rated, Rated | undefined];
  const { figure, range } = uncertainParts(first);
  const all = allOf(ordered.length, label);
  if (second !== undefined && first.count === 0) return `None of ${all} has any ${words.of}.`;
  const start = `${first.name} has ${figure} ${words.of} ${words.every}${range}`;
  return second === undefined ? `${start}.` : `${start}, the most of ${all}; ${nextWords(first, second)}`;
}

/** Two ranges that overlap are not put before one another. */
function isClear(first: Rated, second: Rated): boolean {
  return second.high < first.low;
}

function nextWords(first: Rated, second: Rated): string {
  if (second.value === first.value) return `${second.name} has as many.`;
  const next = `${second.name}, next, has ${uncertainFormat(first)(second.value)}`;
  return isClear(first, second) ? `${next}, which is clearly fewer.` : `${next}, which is too close to call.`;
}

function warningsOf(
  ordered: readonly Rated[],
  estimates: readonly (Rated | undefined)[],
  options: RateOptions,
  of: string,
): string[] {
  const left = estimates.length - ordered.length;
  const over = ordered.filter(({ count, population }) => count > population).map(({ name }) => name);
  const fraction = ordered.filter(({ count }) => !Number.isInteger(count)).map(({ name }) => name);
  return [
    ...smallNumbers(ordered, of),
    ...(left === 0
      ? []
      : [
          `${countOf(left, "row")} ${left === 1 ? "has" : "have"} no rate: the count is missing, or the ${peopleOf(options.population)} are missing or none. Missing is not nought.`,
        ]),
    ...(over.length === 0
      ? []
      : [
          `${listed(over)} ${over.length === 1 ? "has" : "have"} more ${of} than ${peopleOf(options.population)}. That is right for visits, but not for people: check both columns.`,
        ]),
    ...(fraction.length === 0
      ? []
      : [`The count of ${listed(fraction)} is not a whole number. The ranges hold for counts of single events only.`]),
  ];
}
