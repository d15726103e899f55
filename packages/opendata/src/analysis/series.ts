import { numbersOf } from "../numbers-of.js";
import { OpenDataError } from "../open-data-error.js";
import { cellOf, type Row } from "../row.js";
import { countOf, listed } from "../say.js";
import type { Provenance } from "../table/provenance.js";
import { periodStart, periodWords, readPeriod, type PeriodUnit } from "./period.js";
import { seasonOf, stepWord } from "./period-length.js";
import { readTimes, type Times } from "./read-times.js";

export interface SeriesPoint {
  readonly at: number;
  readonly value: number;
}

/** Figures in the order of their times. Missing ones are no points: they are never nought. */
export interface Series {
  readonly unit: PeriodUnit;
  readonly step: number;
  /** How many steps until the same time of year comes again; 1 where there is none. */
  readonly season: number;
  readonly points: readonly SeriesPoint[];
  /** Times between the first and the last that have no figure. */
  readonly gaps: readonly number[];
  readonly words: (at: number) => string;
  readonly warnings: readonly string[];
  /** Says that the last stretch, which was kept, had not ended when the figures came out. */
  readonly unfinished?: string;
}

export interface SeriesColumns {
  readonly time: string;
  readonly value: string;
  /** The last stretch is whole, though it had not ended when the figures came out. */
  readonly keepLast?: boolean;
}

const mostPoints = 3000;

/** One figure for each time, or an error that says how to come by it. */
export function seriesOf(rows: readonly Row[], columns: SeriesColumns, about?: Provenance): Series {
  numbersOf(rows, columns.value);
  const times = readTimes(rows, columns.time);
  const known = new Map<number, number>();
  let noTime = 0;
  const blank = new Set<number>();
  rows.forEach((row, index) => {
    const [at, value] = [times.at[index], cellOf(row, columns.value)];
    if (at === undefined) noTime++;
    else if (typeof value !== "number") blank.add(at);
    else if (known.has(at)) throw moreThanOne(times, at, columns);
    else known.set(at, value);
  });
  const all = [...known].map(([at, value]) => ({ at, value })).toSorted((one, other) => one.at - other.at);
  const unfinished = lastUnfinished(all, times, about);
  const leaveOut = unfinished !== undefined && columns.keepLast !== true;
  const points = leaveOut ? all.slice(0, -1) : all;
  if (points.length > mostPoints) throw tooMany(points.length);
  const gaps = gapsOf(points, times.step);
  const outside = [...blank].filter((at) => at < (points[0]?.at ?? 0) || at > (points.at(-1)?.at ?? 0)).length;
  const warnings = [
    leaveOut ? `${unfinished}, so it is left out. If its figure is whole, say keepLast: true.` : undefined,
    noTime > 0 ? `${countOf(noTime, "row")} without a time ${noTime === 1 ? "is" : "are"} left out.` : undefined,
    outside > 0
      ? `${countOf(outside, "row")} at the ends ${outside === 1 ? "has" : "have"} no figure and ${outside === 1 ? "is" : "are"} left out.`
      : undefined,
    gaps.length > 0 ? gapWords(gaps, times, points.length) : undefined,
  ].filter((warning) => warning !== undefined);
  const { unit, step } = times;
  const season = seasonOf(times);
  const told = unfinished === undefined || leaveOut ? {} : { unfinished };
  return { unit, step, season, points, gaps, words: times.words, warnings, ...told };
}

/** Times without a figure, counted in steps from the first. */
function gapsOf(points: readonly SeriesPoint[], step: number): number[] {
  const gaps: number[] = [];
  for (let next = 1; next < points.length; next++) {
    const [from, to] = [points[next - 1]?.at ?? 0, points[next]?.at ?? 0];
    for (let at = from + step; at < to && gaps.length < mostPoints; at += step) gaps.push(at);
  }
  return gaps;
}

function gapWords(gaps: readonly number[], times: Times, points: number): string {
  if (gaps.length > points) return "The times lie unevenly apart: many between the first and the last have no figure.";
  const names = listed(
    gaps.map((at) => times.words(at)),
    4,
  );
  return `${names} ${gaps.length === 1 ? "has" : "have"} no figure. What is missing is left out, not counted as nought.`;
}

/** The last stretch had begun but not ended when the figures were published or, where that is not said, read. */
function lastUnfinished(
  points: readonly SeriesPoint[],
  { unit, step, words }: Times,
  about: Provenance | undefined,
): string | undefined {
  const last = points.at(-1);
  const published = about?.published === undefined ? undefined : readPeriod(about.published);
  const asOf = published ?? (about?.readAt === undefined ? undefined : readPeriod(about.readAt.slice(0, 10)));
  if (last === undefined || asOf === undefined || asOf.unit === "year") return undefined;
  // What is published in May was published before June.
  const known = periodStart({ unit: asOf.unit, at: asOf.at + (asOf.unit === "day" ? 0 : 1) }).getTime();
  const [start, end] = [last.at, last.at + step].map((at) => periodStart({ unit, at }).getTime()) as [number, number];
  if (known < start || known >= end) return undefined;
  const when = `${published === undefined ? "read" : "published"} (${periodWords(asOf)})`;
  return `${words(last.at)} had not ended when this was ${when}`;
}

function moreThanOne(times: Times, at: number, { time, value }: SeriesColumns): OpenDataError {
  const [column, figure] = [time, value].map((name) => JSON.stringify(name)) as [string, string];
  const summed = `.summarise({ total: sum(${figure}) })`;
  // Of single days with several rows each it is mostly months that are wanted.
  const added =
    times.unit === "day"
      ? `.derive("month", (row) => row[${column}].slice(0, 7)).groupBy("month")${summed}`
      : `.groupBy(${column})${summed}`;
  return new OpenDataError(
    "more-than-one-figure",
    `There is more than one figure for ${times.words(at)}. Keep the rows of one place with filter, or add them up first: ${added}.`,
  );
}

function tooMany(points: number): OpenDataError {
  return new OpenDataError(
    "nothing-to-draw",
    `${countOf(points, "time")} are too many to look at one by one. Put them together by month or year first.`,
  );
}

/** Refuses what rests on too little; says how much there is and how much it takes. */
export function tooFew(
  what: string,
  have: number,
  need: number,
  rhythm: Parameters<typeof stepWord>[0],
): OpenDataError {
  const word = stepWord(rhythm);
  return new OpenDataError(
    "too-few-figures",
    `${have === 1 ? "1 figure is" : `${have} figures are`} too few for ${what}: it takes at least ${need}, one for each ${word}. Gather more first, or only say what the figures were.`,
  );
}
