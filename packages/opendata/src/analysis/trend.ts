import { partsOf } from "../charts/with-source.js";
import { OpenDataError } from "../open-data-error.js";
import type { TableLike } from "../table/table.js";
import { createFinding, type Facts, type Finding } from "./finding.js";
import type { FindingWords } from "./finding-words.js";
import { seasonsOf, type KendallTrend } from "./kendall-trend.js";
import { levelJump } from "./level-jump.js";
import { mean, median } from "./middle.js";
import { perStep, stepsOf, stepWord } from "./period-length.js";
import { robustTrend, wayOf, type Way } from "./robust-trend.js";
import { numbersTable, seriesChart, timeCell, type DrawnLine } from "./series-finding.js";
import { seriesOf, type Series, type SeriesColumns } from "./series.js";
import { differenceUnit, uncertainFormat, uncertainParts, withUnit } from "./uncertain.js";
import { begin, wordsOf } from "./words-of.js";

export interface TrendOptions extends SeriesColumns, FindingWords {
  /** The column of times: "2024-05-01", "May 2024", "2024 Q2", "2024/25", or years as numbers. One row for each. */
  readonly time: string;
  /** The column of numbers. */
  readonly value: string;
  /** After how many figures the same time of year comes again: 12 for months, if you don't say. 1 for none. */
  readonly season?: number;
  /** Draws the mean of so many figures in a row as well: 12 smooths the seasons of months away. */
  readonly rollingMean?: number;
}

/** With fewer figures nothing is said of a trend. */
const fewest = 6;

/**
 * Is it rising, falling, or neither? The slope is Theil and Sen's, with Mann and Kendall's test, season by season where figures have seasons
 * (see `kendallTrend` for the sources), so that one wild figure does not make a trend. Where neighbouring figures resemble each other, the
 * range is wider (Yue and Wang, Water Resources Management 18, 2004). Fewer than 6 figures are no trend, and it says so.
 * The numbers are the figures in order, with the trend beside them.
 * @example trend(months, { time: "month", value: "referrals" })
 */
export function trend(table: TableLike, options: TrendOptions): Finding {
  const { rows, source, about } = partsOf(table, options.source);
  const series = seriesOf(rows, options, about);
  const { points } = series;
  if (points.length === 0) {
    throw new OpenDataError(
      "too-few-figures",
      `There are no figures under "${options.value}" with a time under "${options.time}".`,
    );
  }
  const season = seasonFor(series, options);
  const found = points.length < fewest ? undefined : robustTrend(points, series.step, season);
  const way = found === undefined ? "too few" : wayOf(found);
  const of = options.of ?? wordsOf(options.value);
  const warnings = warningsOf(series, season, found, way);
  const line = found === undefined ? undefined : lineThrough(series, found.value);
  const rolling = options.rollingMean === undefined ? undefined : rollingMeans(series, options.rollingMean);
  const columns = [
    options.time,
    options.value,
    ...(line === undefined ? [] : ["trend"]),
    ...(rolling === undefined ? [] : ["rolling mean"]),
  ];
  const cells = points.map(({ at, value }, index) => [
    timeCell(series, at),
    value,
    ...(line === undefined ? [] : [line(at)]),
    ...(rolling === undefined ? [] : [rolling[index]]),
  ]);
  return createFinding({
    sentence: sentenceOf(series, found, way, season, of, options.unit ?? ""),
    numbers: numbersTable(table, columns, cells, "Put in order of time, with the trend"),
    chart: (around) =>
      seriesChart(series, drawnLines(series, begin(of), line, rolling), {
        time: options.time,
        axis: begin(of) + (options.unit === undefined ? "" : ` (${options.unit})`),
        title: options.title ?? titleOf(series, way, of),
        source,
        ...around,
      }),
    warnings,
    facts: factsOf(series, found, way),
  });
}

/** Two whole rounds at least, or a season looks like a trend. */
function seasonFor(series: Series, options: TrendOptions): number {
  const season = options.season ?? series.season;
  if (!Number.isInteger(season) || season < 1) {
    throw new OpenDataError(
      "options-not-understood",
      "The season is a whole number of figures: 12 for months, 4 for quarters, 1 for none.",
    );
  }
  return season > 1 && covers(series, season * 2) ? season : 1;
}

/** By the time that they span: two years of months with one missing are two years. */
function covers({ points, step }: Series, steps: number): boolean {
  const span = ((points.at(-1)?.at ?? 0) - (points[0]?.at ?? 0)) / step + 1;
  return Math.round(span) >= steps && points.length >= steps * 0.75;
}

/** Through the middle of the figures: as many lie above as below. */
function lineThrough({ points, step }: Series, slope: number): (at: number) => number {
  const level = median(points.map(({ at, value }) => value - (slope * at) / step));
  return (at) => level + (slope * at) / step;
}

/** The mean of each figure and those before it; null until there are enough, and where one is missing. */
function rollingMeans({ points, step }: Series, many: number): (number | null)[] {
  if (!Number.isInteger(many) || many < 2) {
    throw new OpenDataError(
      "options-not-understood",
      "A rolling mean takes 2 figures or more: for example rollingMean: 12.",
    );
  }
  return points.map(({ at }, index) => {
    const window = points.slice(Math.max(0, index - many + 1), index + 1);
    const whole = window.length === many && at - (window[0]?.at ?? at) === (many - 1) * step;
    return whole ? mean(window.map(({ value }) => value)) : null;
  });
}

function drawnLines(
  series: Series,
  name: string,
  line: ((at: number) => number) | undefined,
  rolling: readonly (number | null)[] | undefined,
): DrawnLine[] {
  const { points } = series;
  const smooth = points.flatMap(({ at }, index) => {
    const value = rolling?.[index] ?? null;
    return value === null ? [] : [{ at, value }];
  });
  return [
    { name, worked: false, points },
    ...(line === undefined
      ? []
      : [{ name: "Trend", worked: true, points: points.map(({ at }) => ({ at, value: line(at) })) }]),
    ...(smooth.length === 0 ? [] : [{ name: "Rolling mean", worked: true, points: smooth }]),
  ];
}

function sentenceOf(
  series: Series,
  found: KendallTrend | undefined,
  way: Way,
  season: number,
  of: string,
  unit: string,
): string {
  const [first, last] = [series.points[0], series.points.at(-1)] as [
    Series["points"][number],
    Series["points"][number],
  ];
  const span = `from ${series.words(first.at)} to ${series.words(last.at)}`;
  if (found === undefined) return tooFewWords(series, of, unit);
  if (found.low === 0 && found.high === 0 && found.value === 0) {
    return `There is no trend in ${of} ${span}: almost every figure is ${withUnit(median(series.points.map(({ value }) => value)).toLocaleString("en-GB"), unit)}.`;
  }
  const per = perStep(series);
  const write = uncertainFormat(found, differenceUnit(unit));
  if (way === "none" && (found.low > 0 || found.high < 0)) {
    return `There is no clear trend in ${of} ${span}: what there is may be chance.`;
  }
  if (way === "none") {
    return `There is no clear trend in ${of} ${span}: it could be anything from ${write(Math.abs(found.low))} ${found.low < 0 ? "down" : "up"} to ${write(Math.abs(found.high))} ${found.high < 0 ? "down" : "up"} ${per}.`;
  }
  const size = way === "rising" ? found : { value: -found.value, low: -found.high, high: -found.low };
  const { figure, range } = uncertainParts(size, differenceUnit(unit));
  return `${begin(of)} ${way === "rising" ? "rose" : "fell"} by about ${figure} ${per}${range} ${span}.${yearOnYear(series, season, unit)}`;
}

function tooFewWords(series: Series, of: string, unit: string): string {
  const { points, words } = series;
  const [first, last] = [points[0], points.at(-1)] as [Series["points"][number], Series["points"][number]];
  const write = (value: number): string => withUnit(value.toLocaleString("en-GB"), unit);
  if (points.length === 1)
    return `One ${stepWord(series)} is not a trend: ${of} were ${write(first.value)} in ${words(first.at)}, with nothing to compare.`;
  return `${begin(stepsOf(points.length, series))} are not enough for a trend: ${of} went from ${write(first.value)} in ${words(first.at)} to ${write(last.value)} in ${words(last.at)}, which may be chance.`;
}

/** The last round of seasons against the one before, if both are whole. */
function yearOnYear({ points, step, unit }: Series, season: number, written: string): string {
  const [recent, before] = [points.slice(-season), points.slice(-season * 2, -season)];
  // "14 % higher" would be read as percentage points.
  if (written === "%" || season === 1 || (recent.at(-1)?.at ?? 0) - (before[0]?.at ?? 0) !== (season * 2 - 1) * step)
    return "";
  const [now, then] = [recent, before].map((round) => mean(round.map(({ value }) => value))) as [number, number];
  if (!(then > 0)) return "";
  const change = Math.round((now / then - 1) * 100);
  const named = stepsOf(season, { unit, step });
  if (change === 0) return ` The last ${named} were about the same, on average, as the ${named} before.`;
  return ` The last ${named} were ${Math.abs(change)} % ${change > 0 ? "higher" : "lower"}, on average, than the ${named} before.`;
}

function warningsOf(series: Series, season: number, found: KendallTrend | undefined, way: Way): string[] {
  const { points, words } = series;
  const year = series.season;
  const jump = found === undefined ? undefined : jumpOf(series, season, found.value);
  return [
    ...series.warnings,
    ...(way === "too few"
      ? [
          `${stepsOf(points.length, series)} can go up or down by chance. It takes at least ${fewest} to speak of a trend, better two years or more.`,
        ]
      : []),
    ...(way !== "too few" && year > 1 && season === 1 && !covers(series, year * 2)
      ? [
          "There is less than two years here, so a season can look like a trend: summer against winter, term against holiday.",
        ]
      : []),
    ...(jump === undefined
      ? []
      : [
          `The level looks to change at one moment, ${words(jump.at)}, rather than little by little. Ask what changed then (a new way of counting, a new service) before you call it a trend.`,
        ]),
  ];
}

/** Seasons are taken away first, so that a step from one year to the next does not come from them. */
function jumpOf(series: Series, season: number, slope: number): ReturnType<typeof levelJump> {
  const { step } = series;
  const levels = new Map<number, number>();
  for (const group of seasonsOf(series.points, step, season)) {
    const level = median(group.map(({ at, value }) => value - (slope * at) / step));
    for (const { at } of group) levels.set(at, season === 1 ? 0 : level);
  }
  const points = series.points.map(({ at, value }) => ({ at, value: value - (levels.get(at) ?? 0) }));
  return levelJump(points, lineThrough({ ...series, points }, slope));
}

function titleOf({ points, words }: Series, way: Way, of: string): string {
  const [first, last] = [words(points[0]?.at ?? 0), words(points.at(-1)?.at ?? 0)];
  if (way === "too few") return `${begin(of)}: too few figures for a trend`;
  if (way === "none") return `No clear trend in ${of}, ${first} to ${last}`;
  return `${begin(of)} ${way === "rising" ? "rose" : "fell"} from ${first} to ${last}`;
}

function factsOf(series: Series, found: KendallTrend | undefined, way: Way): Facts {
  const { points, gaps } = series;
  return {
    direction: way,
    slope: found?.value ?? null,
    low: found?.low ?? null,
    high: found?.high ?? null,
    points: points.length,
    missing: gaps.length,
    from: series.words(points[0]?.at ?? 0),
    to: series.words(points.at(-1)?.at ?? 0),
  };
}
