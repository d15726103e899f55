import { partsOf } from "../charts/with-source.js";
import { OpenDataError } from "../open-data-error.js";
import type { TableLike } from "../table/table.js";
import { backTest, bandReach, type BackTest } from "./back-test.js";
import { createFinding, type Finding } from "./finding.js";
import type { FindingWords } from "./finding-words.js";
import { levelJump } from "./level-jump.js";
import { mean } from "./middle.js";
import { stepsOf } from "./period-length.js";
import { numbersTable, seriesChart, timeCell } from "./series-finding.js";
import { seriesOf, tooFew, type Series, type SeriesColumns } from "./series.js";
import { uncertainFormat, type Estimate } from "./uncertain.js";
import { begin, wordsOf } from "./words-of.js";

export interface ForecastOptions extends SeriesColumns, FindingWords {
  /** The column of times. One row for each. */
  readonly time: string;
  /** The column of numbers. */
  readonly value: string;
  /** How many steps to look ahead: months if there is a figure for each month. At most a third of what there is. */
  readonly ahead: number;
  /** After how many figures the same time of year comes again: 12 for months, if you don't say. 1 for none. */
  readonly season?: number;
}

interface Ahead extends Estimate {
  readonly at: number;
}

const fewest = 10;

/**
 * What comes next if things go on as before. Simple methods are tried on the past (`backTest`), and the best goes on; the band is as wide as
 * its errors were, so that it holds the figure about 19 times out of 20. It knows nothing of what has not happened yet. Refuses with fewer
 * than 10 figures. The numbers are the forecasts with low and high.
 * @example forecast(months, { time: "month", value: "referrals", ahead: 3 })
 */
export function forecast(table: TableLike, options: ForecastOptions): Finding {
  const { rows, source, about } = partsOf(table, options.source);
  const series = seriesOf(rows, options, about);
  const season = options.season ?? series.season;
  checkAhead(series, options.ahead, season);
  const { values, real } = filled(series, season);
  const usable = season > 1 && values.length >= season * 2 ? season : 1;
  const test = backTest(values, real, usable, options.ahead);
  const ahead = lookAhead(series, values, test, usable, options);
  const of = options.of ?? wordsOf(options.value);
  const warnings = warningsOf(series, season, usable, test);
  const [next, last] = [ahead[0], ahead.at(-1)] as [Ahead, Ahead];
  const known = series.points.at(-1) as Series["points"][number];
  const joint = { ...known, low: known.value, high: known.value };
  return createFinding({
    sentence: sentenceOf(series, next, last, test, of, options.unit ?? ""),
    numbers: numbersTable(
      table,
      [options.time, "forecast", "low", "high"],
      ahead.map(({ at, value, low, high }) => [timeCell(series, at), value, low, high]),
      "Looked ahead",
    ),
    chart: (around) =>
      seriesChart(
        series,
        [
          { name: begin(of), worked: false, points: series.points },
          { name: "Forecast", worked: true, points: [joint, ...ahead] },
        ],
        {
          time: options.time,
          axis: begin(of) + (options.unit === undefined ? "" : ` (${options.unit})`),
          title: options.title ?? `${begin(of)} to ${series.words(last.at)}: what may come, if things go on as before`,
          source,
          ...around,
        },
      ),
    warnings,
    facts: {
      method: test.method.name,
      forecast: last.value,
      low: last.low,
      high: last.high,
      out_by: test.out,
      out_by_percent: test.size > 0 ? (test.out / test.size) * 100 : null,
      tried_on: test.tried,
    },
  });
}

function checkAhead(series: Series, ahead: number, season: number): void {
  const have = series.points.length;
  if (!Number.isInteger(ahead) || ahead < 1) {
    throw new OpenDataError(
      "options-not-understood",
      "Say how many steps to look ahead as a whole number from 1 on: for example ahead: 3.",
    );
  }
  if (!Number.isInteger(season) || season < 1) {
    throw new OpenDataError(
      "options-not-understood",
      "The season is a whole number of figures: 12 for months, 4 for quarters, 1 for none.",
    );
  }
  if (have < fewest) throw tooFew("a forecast", have, fewest, series);
  if (series.gaps.length > have / 4) {
    throw new OpenDataError(
      "too-few-figures",
      `${series.gaps.length} of the times between have no figure: too many for a forecast. Find the missing figures first.`,
    );
  }
  if (ahead > Math.floor(have / 3)) {
    throw new OpenDataError(
      "too-few-figures",
      `${stepsOf(ahead, series)} ahead is too far to see from ${stepsOf(have, series)}. Look at most ${stepsOf(Math.floor(have / 3), series)} ahead, or gather more first.`,
    );
  }
}

/** A figure for every step: where one is missing, the one of the year before, or one between its neighbours. Only methods see these. */
function filled({ points, step }: Series, season: number): { values: number[]; real: boolean[] } {
  const known = new Map(points.map(({ at, value }) => [at, value]));
  const [first, last] = [points[0]?.at ?? 0, points.at(-1)?.at ?? 0];
  const [values, real]: [number[], boolean[]] = [[], []];
  for (let at = first; at <= last; at += step) {
    const value = known.get(at);
    real.push(value !== undefined);
    values.push(value ?? (season > 1 ? values[values.length - season] : undefined) ?? between(points, at));
  }
  return { values, real };
}

function between(points: Series["points"], at: number): number {
  const after = points.findIndex((point) => point.at > at);
  const [one, other] = [points[after - 1], points[after]] as [Series["points"][number], Series["points"][number]];
  return one.value + ((other.value - one.value) * (at - one.at)) / (other.at - one.at);
}

function lookAhead(
  { points, step }: Series,
  values: readonly number[],
  test: BackTest,
  season: number,
  options: ForecastOptions,
): Ahead[] {
  const goOn = test.method.continue(values, season);
  const reach = bandReach(test);
  // What was never below nought, as counts are not, will not be; a per cent of a whole not above 100.
  const least = points.every(({ value }) => value >= 0) ? 0 : -Infinity;
  const most = options.unit === "%" && points.every(({ value }) => value <= 100) ? 100 : Infinity;
  const within = (value: number): number => Math.min(most, Math.max(least, value));
  const last = points.at(-1)?.at ?? 0;
  return reach.map((wide, index) => {
    const value = goOn(index + 1);
    return {
      at: last + (index + 1) * step,
      value: within(value),
      low: within(value - wide),
      high: within(value + wide),
    };
  });
}

function sentenceOf(series: Series, next: Ahead, last: Ahead, test: BackTest, of: string, unit: string): string {
  const write = uncertainFormat(last, unit);
  const range = (one: Ahead): string =>
    `about ${write(one.value)} (between ${write(one.low)} and ${write(one.high)}, 19 times out of 20)`;
  const first =
    next === last ? "" : ` For ${series.words(next.at)} it is ${range(next).replace(", 19 times out of 20", "")}.`;
  const out =
    test.size > 0
      ? `${((test.out / test.size) * 100).toLocaleString("en-GB", { maximumSignificantDigits: 2 })} %`
      : write(test.out);
  return (
    `If things go on as before, ${of} will be ${range(last)} in ${series.words(last.at)}.${first}` +
    ` Tried on the last ${stepsOf(test.tried, series)}, this was out by ${out} on average.`
  );
}

function warningsOf(series: Series, season: number, usable: number, test: BackTest): string[] {
  const { points, words } = series;
  const jump = usable > 1 ? undefined : levelJump(points, lineOf(points));
  return [
    ...series.warnings,
    "A forecast knows only the past. It can't see what is new: a closure, a cut, a new law, a cold winter.",
    ...(season > 1 && usable === 1 ? ["There is less than two years here, so it knows nothing of the seasons."] : []),
    ...(usable > 1 && points.length < usable * 3
      ? ["Two years tell little about the seasons: one odd summer looks like the rule."]
      : []),
    ...(test.size > 0 && test.out / test.size > 0.25
      ? [
          "It was out by more than a quarter on average when tried on the past. Plan with the whole band and not with the line.",
        ]
      : []),
    ...(jump === undefined
      ? []
      : [
          `The level looks to have changed at ${words(jump.at)}. A forecast from figures before and after such a change is worth little: try the later ones alone.`,
        ]),
  ];
}

/** The straight line of least squares, to hold a jump against. */
function lineOf(points: Series["points"]): (at: number) => number {
  const [centreX, centreY] = [mean(points.map(({ at }) => at)), mean(points.map(({ value }) => value))];
  let [both, spread] = [0, 0];
  for (const { at, value } of points) {
    both += (at - centreX) * (value - centreY);
    spread += (at - centreX) ** 2;
  }
  const slope = spread === 0 ? 0 : both / spread;
  return (at) => centreY + slope * (at - centreX);
}
