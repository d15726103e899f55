import { censusOf } from "../../read/census.js";
import { headingWords, promisesDates } from "../../read/code-shapes.js";
import { mayBeDate, parseDate, type DateReading } from "../../read/parse-date.js";
import type { SourceColumn, SourceTable } from "../../read/source-table.js";
import { isDestroyedDate } from "../../read/type-column.js";
import type { Fault, FaultCode } from "../fault.js";
import { countOf, namesOf } from "../../say.js";
import { tallied, columnPlaces, rowPlaces, tallyCells, type Tally } from "../tally.js";

/** Dates: destroyed, in doubt, in several forms, impossible or unlikely. `now` is the year in which one looks. */
export function dateFaults(table: SourceTable, now: number): Fault[] {
  const dates = table.columns.filter(({ type }) => type === "date" || type === "datetime");
  return [
    ...destroyedFaults(table),
    ...orderFaults(table, dates),
    ...formFaults(table, dates),
    ...rangeFaults(table, dates, now),
    ...serialFaults(table),
    ...spanFaults(table, dates),
  ];
}

function destroyedFaults(table: SourceTable): Fault[] {
  const columns = table.columns.filter(
    (column) =>
      column.type === "text" &&
      column.missing === column.raw.length &&
      column.raw.length > 0 &&
      censusOf(column.raw).trimmed.every((value) => value === "" || isDestroyedDate(value, column.heading)),
  );
  const inDates = table.columns.filter(({ type }) => type === "date" || type === "datetime");
  const found = tallyCells(
    table,
    (place, census, column) => isDestroyedDate(census.trimmed[place] ?? "", column.heading),
    [...columns, ...inDates],
  );
  if (found.count === 0) return [];
  return [
    {
      ...tallied(found),
      code: "destroyed-dates",
      unit: "cells",
      what: `${countOf(found.count, "date was", "dates were")} destroyed in ${namesOf(found.columns)}: the cells hold only a time of day or ####.`,
      why: "A spreadsheet showed the date in a format for times (or in too narrow a column) when the file was saved. The day can't be recovered from this file.",
      fix: { words: "Ask the publisher to save the file again with the dates.", done: false, fix: null },
    },
  ];
}

function readings(column: SourceColumn): (DateReading | undefined)[] {
  return censusOf(column.raw).trimmed.map((value) => (mayBeDate(value) ? parseDate(value) : undefined));
}

function orderFaults(table: SourceTable, dates: readonly SourceColumn[]): Fault[] {
  const faults: Fault[] = [];
  const sure = (column: SourceColumn): { readonly day: number; readonly month: number; readonly open: number } => {
    const votes = { day: 0, month: 0, open: 0 };
    for (const reading of readings(column)) {
      if (reading?.order !== "open") continue;
      if (reading.first > 12) votes.day++;
      else if (reading.second > 12) votes.month++;
      else if (reading.first !== reading.second) votes.open++;
    }
    return votes;
  };
  const doubtful = dates.filter(({ dateOrderFrom }) => dateOrderFrom === "guess");
  if (doubtful.length > 0) {
    const names = doubtful.map(({ name }) => name);
    const found = tallyOpen(table, doubtful);
    faults.push({
      ...tallied(found),
      code: "ambiguous-dates",
      unit: "cells",
      what: `${countOf(found.count, "date")} in ${namesOf(names)} can be read in two ways: 03/04 is 3 April here and 4 March in America.`,
      why: "Nothing in the file shows which is meant, because no number is above 12.",
      fix: {
        words: "I read them the British way, day first. Change it if you know better.",
        done: true,
        fix: { type: "set-type", columns: names, as: "date", dateOrder: "month-first" },
      },
    });
  }
  const mixed = dates.filter((column) => sure(column).day > 0 && sure(column).month > 0);
  if (mixed.length > 0) {
    const found = tallyCells(
      table,
      (place, census, column) => {
        const value = column.values[census.firsts[place] ?? 0];
        return (
          value === null &&
          mayBeDate(census.trimmed[place] ?? "") &&
          parseDate(census.trimmed[place] ?? "")?.order === "open"
        );
      },
      mixed,
    );
    faults.push({
      ...tallied(found),
      code: "mixed-date-order",
      unit: "cells",
      what: `Some dates in ${namesOf(mixed.map(({ name }) => name))} have the day first, others the month; ${countOf(found.count, "is", "are")} impossible the way most are written.`,
      why: "Most likely a spreadsheet swapped day and month in those that it could. Then others are wrong too, without looking wrong.",
      fix: {
        words: "Those that can't be read count as missing. Ask the publisher for the dates as year-month-day.",
        done: false,
        fix: null,
      },
    });
  }
  const american = dates.filter(
    (column) => column.dateOrder === "month-first" && sure(column).day === 0 && sure(column).month > 0,
  );
  if (american.length > 0) {
    const names = american.map(({ name }) => name);
    faults.push({
      code: "us-dates",
      count: american.length,
      unit: "columns",
      columns: names,
      ...columnPlaces(table, names),
      what: `Dates in ${namesOf(names)} have the month first, as in America.`,
      why: "A British spreadsheet takes 03/04 for 3 April, and leaves 03/25 as text.",
      fix: {
        words: "I read them with the month first.",
        done: true,
        fix: { type: "set-type", columns: names, as: "date", dateOrder: "day-first" },
      },
    });
  }
  return faults;
}

function tallyOpen(table: SourceTable, columns: readonly SourceColumn[]): Tally {
  return tallyCells(
    table,
    (place, census) => {
      const reading = parseDate(census.trimmed[place] ?? "");
      return reading?.order === "open" && reading.first !== reading.second;
    },
    columns,
  );
}

function formFaults(table: SourceTable, dates: readonly SourceColumn[]): Fault[] {
  const faults: Fault[] = [];
  const rare = new Map<SourceColumn, string>();
  for (const column of dates) {
    const counts = new Map<string, number>();
    const { counts: cells } = censusOf(column.raw);
    readings(column).forEach((reading, place) => {
      if (reading !== undefined) counts.set(reading.form, (counts.get(reading.form) ?? 0) + (cells[place] ?? 0));
    });
    if (counts.size > 1) rare.set(column, [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? "");
  }
  if (rare.size > 0) {
    const found = tallyCells(
      table,
      (place, census, column) => {
        const form = parseDate(census.trimmed[place] ?? "")?.form;
        return form !== undefined && form !== rare.get(column);
      },
      [...rare.keys()],
    );
    faults.push({
      ...tallied(found),
      code: "mixed-date-formats",
      unit: "cells",
      what: `Dates in ${namesOf(found.columns)} are written in several ways; ${countOf(found.count, "cell differs", "cells differ")} from the usual one (${[...rare.values()].join("; ")}).`,
      why: "Most programs read only one of them and leave the others as text.",
      fix: { words: "I read them all. When you save, they are written as year-month-day.", done: true, fix: null },
    });
  }
  const short = tallyCells(
    table,
    (place, census) => parseDate(census.trimmed[place] ?? "")?.twoDigitYear === true,
    dates,
  );
  if (short.count > 0) {
    faults.push({
      ...tallied(short),
      code: "two-digit-year",
      unit: "cells",
      what: `${countOf(short.count, "date has", "dates have")} a year of two digits in ${namesOf(short.columns)}.`,
      why: "The century has to be guessed: 00 to 68 was read as 2000 to 2068, 69 to 99 as 1969 to 1999.",
      fix: { words: "When you save, the year is written in full.", done: true, fix: null },
    });
  }
  return faults;
}

function rangeFaults(table: SourceTable, dates: readonly SourceColumn[], now: number): Fault[] {
  const found = tallyCells(
    table,
    (place, census, column) => {
      const value = column.values[census.firsts[place] ?? 0];
      if (typeof value !== "string") return false;
      const year = Number(value.slice(0, 4));
      // Day nought of spreadsheets and of Unix, and years that a slip of a finger makes.
      return year < 1850 || year > now + 60 || /^1899-12-3[01]|^1900-01-0[01]|^9999/.test(value);
    },
    dates,
  );
  if (found.count === 0) return [];
  return [
    {
      ...tallied(found),
      code: "date-out-of-range",
      unit: "cells",
      what: `${countOf(found.count, "date is", "dates are")} most unlikely in ${namesOf(found.columns)}: before 1850, or far in the future.`,
      why: "Often a slip of the keyboard, or what a program writes for “no date”. The first and last date of the table are then wrong.",
      fix: { words: "Look at them, and empty those that mean “no date”.", done: false, fix: null },
    },
  ];
}

/** 45296 where a date should be: a spreadsheet's count of days. */
function serialFaults(table: SourceTable): Fault[] {
  const columns = table.columns.filter((column) => {
    if (column.type !== "integer" || !promisesDates(column.heading)) return false;
    return censusOf(column.raw).trimmed.every((value) => value === "" || /^[2-6]\d{4}$/.test(value));
  });
  if (columns.length === 0) return [];
  const found = tallyCells(table, (place, census) => census.trimmed[place] !== "", columns);
  return [
    {
      ...tallied(found),
      code: "excel-day-numbers",
      unit: "cells",
      what: `${countOf(found.count, "date stands", "dates stand")} as a number of days in ${namesOf(found.columns)}, as spreadsheets keep them inside.`,
      why: "Nobody can read 45296 as 5 January 2024, and a chart draws it as an amount.",
      fix: { words: "Read them as dates.", done: false, fix: { type: "set-type", columns: found.columns, as: "date" } },
    },
  ];
}

/** An end before its start, where a pair of columns says start and end. */
function spanFaults(table: SourceTable, dates: readonly SourceColumn[]): Fault[] {
  const wordOf = (column: SourceColumn, words: RegExp): string | undefined => {
    const all = headingWords(column.heading);
    return all.some((word) => words.test(word)) ? all.filter((word) => !words.test(word)).join(" ") : undefined;
  };
  const faults: Fault[] = [];
  for (const start of dates) {
    const stem = wordOf(start, /^(?:start|from|begin|opened|commencement)$/);
    const end =
      stem === undefined
        ? undefined
        : dates.find((column) => wordOf(column, /^(?:end|to|finish|closed|completion)$/) === stem);
    if (end === undefined) continue;
    const rows = table.rowNumbers.filter((_, at) => {
      const [from, to] = [start.values[at], end.values[at]];
      return typeof from === "string" && typeof to === "string" && to < from;
    });
    if (rows.length === 0) continue;
    faults.push({
      code: "end-before-start" satisfies FaultCode,
      count: rows.length,
      unit: "rows",
      columns: [start.name, end.name],
      ...rowPlaces(rows, end.name),
      what: `${countOf(rows.length, "row ends", "rows end")} before it starts (“${start.name}”, “${end.name}”).`,
      why: "One of the two dates is wrong, so how long it took comes out below nought.",
      fix: { words: "Look at these rows. If nearly all are so, the two headings are swapped.", done: false, fix: null },
    });
  }
  return faults;
}
