import { periodStart, periodWords, shortPeriodWords, type Period, type PeriodUnit } from "../analysis/period.js";
import { readTimes } from "../analysis/read-times.js";
import { axisTicks } from "../axis-ticks.js";
import { createNumberFormat } from "../number-format.js";
import { numbersOf } from "../numbers-of.js";
import { cellOf, type Row } from "../row.js";
import { endsOf } from "./ends-of.js";

/** What goes along the bottom of a chart from left to right: numbers, or times at their true distances. */
export interface AlongScale {
  /** Where each row stands; undefined where its cell is missing. */
  readonly at: readonly (number | undefined)[];
  /** Inside the data: a year that was not measured must not stand there. */
  readonly ticks: readonly number[];
  readonly tickLabel: (at: number) => string;
  /** As a sentence writes it. */
  readonly words: (at: number) => string;
  /** As plain data: the number, or the words of the time. */
  readonly encode: (at: number) => string | number;
}

/** Numbers where the column has them; otherwise its cells are read as times. */
export function alongScale(rows: readonly Row[], column: string, keep: (row: Row) => boolean): AlongScale {
  const cells = rows.map((row) => cellOf(row, column));
  const words = cells.find((cell) => cell !== null && cell !== undefined && typeof cell !== "number");
  return words === undefined ? scaleOfNumbers(rows, column, keep) : scaleOfTimes(rows, column, keep);
}

function scaleOfNumbers(rows: readonly Row[], column: string, keep: (row: Row) => boolean): AlongScale {
  numbersOf(rows, column);
  const at = rows.map((row) => {
    const cell = cellOf(row, column);
    return typeof cell === "number" && keep(row) ? cell : undefined;
  });
  const numbers = at.filter((place) => place !== undefined);
  const ticks = numbers.length === 0 ? [] : wholeTicks(numbers);
  return {
    at,
    ticks,
    tickLabel: createNumberFormat(ticks),
    words: createNumberFormat(numbers),
    encode: (place) => place,
  };
}

function wholeTicks(numbers: readonly number[]): number[] {
  const [first, last] = endsOf(numbers);
  const whole = numbers.every((number) => Number.isInteger(number));
  const inside = axisTicks(first, last, 6).filter(
    (tick) => tick >= first && tick <= last && (!whole || Number.isInteger(tick)),
  );
  return inside.length > 0 ? inside : [first];
}

const dayLength = 86_400_000;
const mostTicks = 7;

function scaleOfTimes(rows: readonly Row[], column: string, keep: (row: Row) => boolean): AlongScale {
  const times = readTimes(rows, column);
  const drawn = times.at.map((at, row) => (at !== undefined && keep(rows[row] as Row) ? at : undefined));
  const known = new Map<number, number>();
  for (const at of drawn) if (at !== undefined) known.set(daysOf({ unit: times.unit, at }), at);
  const [first, last] = endsOf(drawn.filter((at) => at !== undefined));
  const ticks = known.size === 0 ? [] : timeTicks(times.unit, first, last);
  const labels = new Map(ticks.map(({ period, label }) => [daysOf(period), label]));
  const words = (place: number): string => {
    const at = known.get(place);
    return at === undefined ? "" : periodWords({ unit: times.unit, at });
  };
  return {
    at: drawn.map((at) => (at === undefined ? undefined : daysOf({ unit: times.unit, at }))),
    ticks: [...labels.keys()],
    tickLabel: (place) => labels.get(place) ?? "",
    words,
    encode: words,
  };
}

function daysOf(period: Period): number {
  return periodStart(period).getTime() / dayLength;
}

interface TimeTick {
  readonly period: Period;
  readonly label: string;
}

const years = [1, 2, 5, 10, 20, 50, 100, 200, 500];
const steps: Readonly<Record<PeriodUnit, readonly number[]>> = {
  day: [1, 2, 7, 14],
  month: [1, 2, 3, 6, ...years.map((step) => step * 12)],
  quarter: [1, 2, ...years.map((step) => step * 4)],
  year: years,
  "financial year": years,
};

/** The narrowest step that gives few enough, at round places: Januaries, Mondays, years that end in 0 or 5. */
function timeTicks(unit: PeriodUnit, first: number, last: number): TimeTick[] {
  if (unit === "day" && last - first > 70) {
    const monthOf = (at: number): number => {
      const start = periodStart({ unit, at });
      return start.getUTCFullYear() * 12 + start.getUTCMonth();
    };
    // The month in which it begins is left out unless it begins with it.
    const from = monthOf(first) + (periodStart({ unit, at: first }).getUTCDate() === 1 ? 0 : 1);
    return timeTicks("month", from, monthOf(last));
  }
  const list = steps[unit];
  const step = list.find((one) => (last - first) / one <= mostTicks - 1) ?? list.at(-1) ?? 1;
  // Day 0 was a Thursday; weeks are marked on Mondays.
  const shift = unit === "day" && step >= 7 ? 4 : 0;
  const ticks: TimeTick[] = [];
  for (let at = Math.ceil((first - shift) / step) * step + shift; at <= last; at += step) {
    ticks.push({ period: { unit, at }, label: tickWords({ unit, at }, step) });
  }
  return ticks.length > 0 ? ticks : [{ period: { unit, at: first }, label: shortPeriodWords({ unit, at: first }) }];
}

function tickWords(period: Period, step: number): string {
  const wholeYears = period.unit === "month" ? step % 12 === 0 : period.unit === "quarter" && step % 4 === 0;
  return wholeYears ? String(periodStart(period).getUTCFullYear()) : shortPeriodWords(period);
}
