import { cellText } from "../cell-text.js";
import { OpenDataError } from "../open-data-error.js";
import { cellOf, requireColumn, type Row } from "../row.js";
import { shorten } from "../say.js";
import { maybeFinancialYear, periodStart, periodWords, readPeriod, type Period, type PeriodUnit } from "./period.js";

/** The times of a column, counted in one unit. */
export interface Times {
  readonly unit: PeriodUnit;
  /** How many units lie between one row and the next as a rule: 1 for every month, 3 for every third, 7 for weeks of days. */
  readonly step: number;
  /** One for each row; undefined where the cell is missing. */
  readonly at: readonly (number | undefined)[];
  /** The words for a place in time. */
  readonly words: (at: number) => string;
}

/** Reads a column of times as one; what is none is an error that says which row. */
export function readTimes(rows: readonly Row[], column: string): Times {
  requireColumn(rows, column);
  const cells = rows.map((row) => cellOf(row, column) ?? undefined);
  const financial = cells.map((cell) => (cell === undefined ? undefined : maybeFinancialYear(cell)));
  // "2010-11" is a month by itself; in a column where every cell is such a pair of years it is a financial year.
  const pairs = new Set(financial.map((period) => period?.at).filter((at) => at !== undefined));
  const allFinancial = pairs.size > 1 && cells.every((cell, at) => cell === undefined || financial[at] !== undefined);
  const read = cells.map((cell, at) => {
    if (cell === undefined) return undefined;
    const period = allFinancial ? financial[at] : readPeriod(cell);
    if (period === undefined) throw notATime(column, at + 1, cell);
    return period;
  });
  const periods = read.some((period) => period?.unit === "day") ? monthsOfDays(read) : read;
  const unit = periods.find((period) => period !== undefined)?.unit ?? "year";
  const other = periods.findIndex((period) => period !== undefined && period.unit !== unit);
  if (other >= 0) throw mixed(column, unit, other + 1, cells[other], periods[other]?.unit ?? "day");
  const at = periods.map((period) => period?.at);
  return { unit, step: stepOf(at), at, words: (place) => periodWords({ unit, at: place }) };
}

/** Days that are all the first of a month, or all the last, stand for months: so are monthly figures often written. */
function monthsOfDays(read: readonly (Period | undefined)[]): readonly (Period | undefined)[] {
  const days = read.filter((period) => period?.unit === "day").map((period) => periodStart(period as Period));
  const lastOfMonth = (date: Date): boolean => new Date(date.getTime() + 86_400_000).getUTCDate() === 1;
  const stands = days.every((date) => date.getUTCDate() === 1) || days.every(lastOfMonth);
  if (!stands || new Set(days.map(Number)).size < 2) return read;
  return read.map((period) => {
    if (period?.unit !== "day") return period;
    const start = periodStart(period);
    return { unit: "month", at: start.getUTCFullYear() * 12 + start.getUTCMonth() };
  });
}

/** The greatest step by which one gets from the first to all the others. */
function stepOf(at: readonly (number | undefined)[]): number {
  const places = [...new Set(at.filter((place) => place !== undefined))].toSorted((one, other) => one - other);
  let step = 0;
  for (const place of places) step = commonDivisor(place - (places[0] ?? 0), step);
  return step || 1;
}

function commonDivisor(one: number, other: number): number {
  return other === 0 ? one : commonDivisor(other, one % other);
}

const examples = '"2024-05-01", "May 2024", "2024 Q2", "2024/25" or the number 2024';

function notATime(column: string, row: number, cell: unknown): OpenDataError {
  return new OpenDataError(
    "not-dates",
    `Row ${row} has "${shorten(cellText(cell), 40)}" under "${column}", and I can't read a time in it. ` +
      `Times look like ${examples}. Choose a column of times, or mend that cell.`,
  );
}

function mixed(column: string, first: PeriodUnit, row: number, cell: unknown, second: PeriodUnit): OpenDataError {
  return new OpenDataError(
    "not-dates",
    `Under "${column}" stand times of different length: a ${first} at first, but row ${row} has a ${second}, ` +
      `"${shorten(cellText(cell), 40)}". Keep the rows of one kind.`,
  );
}
