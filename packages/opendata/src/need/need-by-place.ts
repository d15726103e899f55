/**
 * Need by place, as a bid asks for it: how many for every so many people in each place, how sure that is, how each place stands to the whole
 * city, and what the figures can't say. It puts `rate` and `rank` together and adds what neither can know: the whole, and what was hidden.
 */
import { barChart } from "../bar-chart.js";
import { cellText } from "../cell-text.js";
import { mapChart } from "../charts/map-chart.js";
import { partsOf } from "../charts/with-source.js";
import type { EvidencePoint } from "../evidence/evidence-page.js";
import { evidenceHtml } from "../evidence/evidence-html.js";
import { numbersOf } from "../numbers-of.js";
import { OpenDataError } from "../open-data-error.js";
import type { Boundaries } from "../place/boundaries.js";
import { cellOf, requireColumn, type Row } from "../row.js";
import { countOf, listed } from "../say.js";
import { createShowable, type Showable } from "../show.js";
import { Table, tableOf, type TableLike } from "../table/table.js";
import { namingEvents } from "../analysis/small-numbers.js";
import { rank } from "../analysis/rank.js";
import { rate } from "../analysis/rate.js";
import { begin, wordsOf } from "../analysis/words-of.js";
import type { FindingWords } from "../analysis/finding-words.js";
import { againstTheRest } from "./against-the-rest.js";
import { hiddenPlaces } from "./hide-small.js";
import { needLimits } from "./need-limits.js";

export interface NeedOptions extends Omit<FindingWords, "unit" | "title"> {
  /** The column of counts: referrals, visits, people helped. */
  readonly count: string;
  /** The column of how many people live there. */
  readonly population: string;
  /** The column of places' names: one row for each place. */
  readonly place: string;
  /** What all places are together: "Birmingham". */
  readonly whole: string;
  /** For how many people the rates are; 1,000 if you don't say. */
  readonly per?: number;
  /** Counts below this are not shown; 5 if you don't say. */
  readonly hideBelow?: number;
  /** Outlines for a map, from a pack. */
  readonly boundaries?: Boundaries;
  /** The column with the codes that the outlines have; the places' names if you don't say. */
  readonly area?: string;
  /** When the counts are from, where the table does not know: "2024". */
  readonly date?: string;
}

/** For `evidencePack({ findings: need.findings, limits: need.limits, … })`. Under a cell it shows all of it. */
export interface NeedByPlace extends Showable {
  readonly findings: readonly EvidencePoint[];
  readonly sentences: readonly string[];
  /** What these figures can't say, as far as the figures themselves tell. Add what you know. */
  readonly limits: readonly string[];
  /** A row for each place that is shown: its count, its people, its rate from low to high, and how it stands to the rest. */
  readonly numbers: Table;
}

/**
 * @throws OpenDataError `options-not-understood` where a place has several rows, `too-few-figures` where fewer than two places can be shown
 * @example let need = needByPlace(wards, { count: "referrals", population: "people", place: "ward", whole: "Ambleford" });
 */
export function needByPlace(table: TableLike, options: NeedOptions): NeedByPlace {
  const { rows, source } = partsOf(table, options.source);
  const per = options.per ?? 1000;
  const below = options.hideBelow ?? namingEvents;
  for (const column of [options.place, ...(options.area === undefined ? [] : [options.area])])
    requireColumn(rows, column);
  for (const column of [options.count, options.population]) numbersOf(rows, column);
  const named = rows.map((row) => ({
    row,
    name: cellText(cellOf(row, options.place)),
    count: numberIn(row, options.count),
    people: numberIn(row, options.population),
  }));
  refuseTwice(
    named.map(({ name }) => name),
    options.place,
  );
  const whole = named.flatMap(({ row, name, count, people }) =>
    count === null || people === null || people <= 0 ? [] : [{ row, name, count, people }],
  );
  const hidden = hiddenPlaces(whole, below);
  const shown = whole.filter(({ name }) => !hidden.has(name));
  if (shown.length < 2) throw tooFew(whole.length, hidden.size, below);
  const of = options.of ?? wordsOf(options.count);
  const kept = keptRows(
    tableOf(table),
    shown.map(({ row }) => row),
    hidden.size,
    below,
    options,
  );
  const about = { of, source };
  const rated = rate(kept, {
    ...about,
    count: options.count,
    population: options.population,
    label: options.place,
    per,
  });
  const placed = againstTheRest({ rated, whole, shown, options, per, of });
  const city = drawCity(placed, { per, of, source, place: options.place, whole: options.whole });
  const order = rank(rated.numbers, { ...about, by: "rate", label: options.place, low: "low", high: "high" });
  const { numbers } = placed;
  // One chart of all places says what three would; the other findings are sentences on the same numbers.
  const findings: EvidencePoint[] = [
    city,
    { sentence: rated.sentence, warnings: rated.warnings, numbers },
    { sentence: order.sentence, warnings: order.warnings, numbers },
    ...mapOf(numbers, options, { per, of, source }),
  ];
  const limits = needLimits({
    of,
    whole: options.whole,
    below,
    places: shown.length,
    hidden: hidden.size,
    withoutCount: named.flatMap(({ name, count }) => (count === null ? [name] : [])),
    withoutPeople: named.flatMap(({ name, people }) => (people === null || people <= 0 ? [name] : [])),
    few: shown.flatMap(({ name, count }) => (count < 20 ? [name] : [])),
    about: tableOf(table).about,
    date: options.date,
  });
  const parts = {
    question: `${begin(of)} by ${wordsOf(options.place)}`,
    findings,
    limits,
    method: [],
    sources: [],
    checks: [],
  };
  const sentences = findings.map(({ sentence }) => sentence);
  return {
    ...createShowable(() => evidenceHtml(parts), [...sentences, "What it can't say:", ...limits].join("\n")),
    findings,
    sentences,
    limits,
    numbers: placed.numbers,
  };
}

function numberIn(row: Row, column: string): number | null {
  const cell = cellOf(row, column);
  return typeof cell === "number" ? cell : null;
}

function refuseTwice(names: readonly string[], place: string): void {
  const twice = [...new Set(names.filter((name, at) => names.indexOf(name) !== at))];
  if (twice.length === 0) return;
  throw new OpenDataError(
    "options-not-understood",
    `There are several rows for ${listed(twice)}, and each place must have one. Put them together first: .groupBy("${place}").summarise({ … }).`,
  );
}

function tooFew(whole: number, hidden: number, below: number): OpenDataError {
  return new OpenDataError(
    "too-few-figures",
    hidden === 0
      ? `Only ${whole === 1 ? "one place has" : "no place has"} both a count and people, and nothing can be compared with it.`
      : `${hidden} of ${whole} places have counts below ${below}, or counts that would give those away, so there are not two left to show. Put places together, or take a longer time.`,
  );
}

/** Only the columns that are spoken of, and only the rows that may be seen: whatever is written from it holds no more. */
function keptRows(
  table: Table,
  rows: readonly Row[],
  hidden: number,
  below: number,
  { place, area, count, population }: NeedOptions,
): Table {
  const columns = [...new Set([place, ...(area === undefined ? [] : [area]), count, population])];
  const lost = table.length - rows.length - hidden;
  const words = [
    ...(hidden === 0
      ? []
      : [`Left out ${countOf(hidden, "place")} so that no count below ${below} can be seen or worked out`]),
    ...(lost === 0 ? [] : [`Left out ${countOf(lost, "place")} without a count or without people`]),
  ];
  const step = { words: words.join(". "), rowsBefore: table.length, rowsAfter: rows.length };
  return new Table(rows, table.columns, {
    ...table.about,
    // The file still has them.
    ...(hidden === 0 ? {} : { keepBack: `It has counts below ${below}, which the page does not show.` }),
    steps: words.length === 0 ? table.about.steps : [...table.about.steps, step],
  }).select(...columns);
}

interface Words {
  readonly per: number;
  readonly of: string;
  readonly source: string;
}

function drawCity(
  placed: ReturnType<typeof againstTheRest>,
  { of, source, place, whole }: Words & { readonly place: string; readonly whole: string },
): EvidencePoint {
  const { sentence, title, warnings, axis, numbers, drawn } = placed;
  const chart = barChart(drawn, {
    label: place,
    value: "rate",
    low: "low",
    high: "high",
    axis,
    title,
    says: `Each bar is one ${wordsOf(place)}, and one is all of ${whole}. The thin line across the end of a bar shows between what the rate of ${of} lies.`,
    source,
    lead: sentence,
    warnings,
  });
  return { sentence, chart, numbers, warnings };
}

function mapOf(
  numbers: Table,
  { boundaries, area, place, count }: NeedOptions,
  { per, of, source }: Words,
): EvidencePoint[] {
  if (boundaries === undefined) return [];
  const axis = `${begin(of)} for every ${per.toLocaleString("en-GB")} people`;
  const sentence = `The map shows where ${of} are many for the people who live there: the darker, the more. Places without a figure have no colour.`;
  const chart = mapChart(numbers.rows(), {
    area: area ?? place,
    value: "rate",
    boundaries,
    axis,
    title: `${begin(of === "" ? wordsOf(count) : of)} by place`,
    source,
    lead: sentence,
  });
  return [{ sentence, chart, numbers }];
}
