import { cellWord } from "./cell-words.js";
import type { Census } from "./census.js";
import { promisesDates } from "./code-shapes.js";
import { enough, shareOf, worthTrying } from "./column-share.js";
import { isoDate, mayBeDate, parseCompactDate, parseDate, type DateReading } from "./parse-date.js";
import type { DateOrder } from "./source-table.js";
import type { TypedColumn } from "./typed-column.js";

/** The column as dates, or undefined where too few cells are. Day or month first is decided for all of it at once. */
export function tryDates(census: Census, heading: string, wished: DateOrder | undefined): TypedColumn | undefined {
  const read = dateReader(heading);
  if (!worthTrying(census, "text", (value) => read(value) !== undefined)) return undefined;
  if (shareOf(census, "text", (value) => read(value) !== undefined) < enough) return undefined;
  return dateColumn(census, read, wished);
}

/** How a date is read below this heading. */
export function dateReader(heading: string): (value: string) => DateReading | undefined {
  const compact = promisesDates(heading);
  return (value) =>
    (mayBeDate(value) ? parseDate(value) : undefined) ?? (compact ? parseCompactDate(value) : undefined);
}

export function dateColumn(
  census: Census,
  read: (value: string) => DateReading | undefined,
  wished: DateOrder | undefined,
  withTimes = false,
): TypedColumn {
  const readings = census.trimmed.map((value) => (value === "" ? undefined : read(value)));
  const votes = { dayFirst: 0, monthFirst: 0, open: 0 };
  let timed = withTimes;
  readings.forEach((reading, place) => {
    if (reading === undefined) return;
    if (reading.time !== null && !/^(?:00|24):00:00(?:\.0+)?$/.test(reading.time)) timed = true;
    if (reading.order === "settled") return;
    const count = census.counts[place] ?? 0;
    if (reading.first > 12) votes.dayFirst += count;
    else if (reading.second > 12) votes.monthFirst += count;
    else if (reading.first !== reading.second) votes.open += count;
  });
  const known = votes.dayFirst + votes.monthFirst > 0;
  const monthFirst = wished === undefined ? votes.monthFirst > votes.dayFirst : wished === "month-first";
  let words = 0;
  const values = readings.map((reading, place) => {
    if (reading !== undefined) return isoDate(reading, monthFirst, timed) ?? null;
    const word = cellWord(census.trimmed[place] ?? "", "text");
    if (word !== undefined) words += census.counts[place] ?? 0;
    return null;
  });
  const order = monthFirst ? "month-first" : "day-first";
  const reason =
    wished !== undefined
      ? "You said which number is the day."
      : known
        ? `Numbers above 12 show that the ${monthFirst ? "month" : "day"} comes first.`
        : votes.open > 0
          ? "Nothing shows whether day or month comes first; read the British way, day first."
          : "Every cell that is filled in is a date.";
  const typed = { type: timed ? "datetime" : "date", reason, values, missing: census.blank + words } as const;
  if (!known && votes.open === 0 && wished === undefined) return typed;
  return { ...typed, dateOrder: order, dateOrderFrom: wished !== undefined ? "you" : known ? "values" : "guess" };
}

/** Excel's count of days since 30 December 1899. Read only where somebody says that a column holds dates. */
export function parseSerial(value: string): DateReading | undefined {
  if (!/^\d{5}(?:\.\d+)?$/.test(value)) return undefined;
  const day = new Date(Date.UTC(1899, 11, 30) + Math.floor(Number(value)) * 86_400_000);
  const settled = { order: "settled", time: null, twoDigitYear: false, form: "Excel day number" } as const;
  return { ...settled, year: day.getUTCFullYear(), first: day.getUTCMonth() + 1, second: day.getUTCDate() };
}
