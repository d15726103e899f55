import { censusOf } from "../../read/census.js";
import { headingWords, promisesDates } from "../../read/code-shapes.js";
import type { SourceColumn, SourceTable } from "../../read/source-table.js";
import type { Fault } from "../fault.js";
import { countOf, namesOf } from "../../say.js";
import { tallied, tallyCells } from "../tally.js";

/** What a spreadsheet does to a file on its way: ranges become dates, noughts in front vanish, rows past its last are lost. */
export function spreadsheetFaults(table: SourceTable): Fault[] {
  return [...madeDateFaults(table), ...lostNoughtFaults(table), ...rowLimitFaults(table)];
}

const shortDate =
  /^(?:\d{1,2}-(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)-\d{2})$/i;

/** `1-4` and `10-14` side by side with `5-Sep`: house numbers and bands of size that were taken for days. */
function madeDateFaults(table: SourceTable): Fault[] {
  const columns = table.columns.filter((column) => {
    if ((column.type !== "text" && column.type !== "code") || promisesDates(column.heading)) return false;
    const { trimmed, counts, size, blank } = censusOf(column.raw);
    let made = 0;
    let withDigits = 0;
    for (let place = 0; place < trimmed.length; place++) {
      const value = trimmed[place] ?? "";
      if (shortDate.test(value)) made += counts[place] ?? 0;
      else if (/\d/.test(value) && value.length <= 12) withDigits += counts[place] ?? 0;
      if (place === 500 && made === 0) return false;
    }
    // A column of nothing but Jan-24 and Feb-24 is one of months.
    return made > 0 && made <= withDigits * 2 && made + withDigits >= (size - blank) * 0.6;
  });
  const found = tallyCells(table, (place, census) => shortDate.test(census.trimmed[place] ?? ""), columns);
  if (found.count === 0) return [];
  const example = [...found.values.values()][0]?.[0] ?? "";
  return [
    {
      ...tallied(found),
      code: "made-into-dates",
      unit: "cells",
      what: `${countOf(found.count, "cell was", "cells were")} made into a date in ${namesOf(found.columns)}: “${example.trim()}” stands where the others are numbers or ranges.`,
      why: "A spreadsheet takes 5-9 for 5 September. As it is, the value fits nothing it should be matched with.",
      fix: {
        words: "Most likely 5-Sep was 5-9, and 1-Apr was 1-4. Write them back, or ask the publisher.",
        done: false,
        fix: null,
      },
    },
  ];
}

/** Ten digits where British telephone numbers have eleven with a nought in front. */
function lostNoughtFaults(table: SourceTable): Fault[] {
  const columns = table.columns.filter((column) => {
    if (!headingWords(column.heading).some((word) => /^(?:phones?|tel|telephone|mobile|fax)$/.test(word))) return false;
    const { trimmed, counts, size, blank } = censusOf(column.raw);
    let bare = 0;
    trimmed.forEach((value, place) => {
      if (/^[1-37]\d{9}$/.test(value)) bare += counts[place] ?? 0;
    });
    return bare > 1 && bare >= (size - blank) * 0.1;
  });
  const found = tallyCells(table, (place, census) => /^[1-37]\d{9}$/.test(census.trimmed[place] ?? ""), columns);
  if (found.count === 0) return [];
  return [
    {
      ...tallied(found),
      code: "lost-leading-zeros",
      unit: "cells",
      what: `${countOf(found.count, "telephone number has", "telephone numbers have")} lost the nought in front, in ${namesOf(found.columns)}.`,
      why: "A spreadsheet took them for numbers. Dialled as they stand they reach nobody.",
      fix: { words: "Put the nought back before you use them.", done: false, fix: null },
    },
  ];
}

/** The last row of old and of new spreadsheets. */
const lastRows = [65_536, 1_048_576];

function rowLimitFaults({ records, reading }: SourceTable): Fault[] {
  if (reading.format === "json" || reading.format === "geojson" || !lastRows.includes(records.length)) return [];
  return [
    {
      code: "row-limit",
      count: 1,
      unit: "file",
      first: { row: records.length, column: null },
      columns: [],
      places: [],
      what: `The file has exactly ${records.length.toLocaleString("en-GB")} rows, the most that a spreadsheet can hold.`,
      why: "Most likely there were more, and saving it in a spreadsheet cut them off.",
      fix: {
        words: "Ask the publisher for the whole file, or for one that was not made in a spreadsheet.",
        done: false,
        fix: null,
      },
    },
  ];
}

/** Whether a column holds what people are counted by, where nothing can be below nought. */
export function countsPeople({ heading }: SourceColumn): boolean {
  // The last word says what is counted: “Children social care” is a sum of money.
  const last = headingWords(heading).findLast((word) => !/^\d+$/.test(word)) ?? "";
  return /^(?:people|persons?|residents?|population|claimants?|pupils?|children|patients?|households?|births?|deaths?|visits?|visitors?)$/.test(
    last,
  );
}
