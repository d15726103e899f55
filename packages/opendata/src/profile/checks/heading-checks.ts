import { cleanHeading } from "../../read/build-table.js";
import { headingWords } from "../../read/code-shapes.js";
import { parseDate } from "../../read/parse-date.js";
import type { SourceColumn, SourceTable } from "../../read/source-table.js";
import type { Fault } from "../fault.js";
import { countOf, namesOf } from "../../say.js";
import { columnPlaces } from "../tally.js";

/** What is wrong with the headings, and columns whose heading is a value. */
export function headingFaults(table: SourceTable): Fault[] {
  if (table.layout.headerRows.length === 0) return [];
  const faults: Fault[] = [];
  const add = (
    code: Fault["code"],
    columns: readonly SourceColumn[],
    unit: Fault["unit"],
    say: readonly [string, string, string],
    done: boolean,
  ): void => {
    if (columns.length === 0) return;
    const names = columns.map(({ name }) => name);
    const [what, why, words] = say;
    faults.push({
      code,
      count: columns.length,
      unit,
      columns: names,
      ...columnPlaces(table, names),
      what,
      why,
      fix: { words, done, fix: null },
    });
  };
  const { columns } = table;
  const padded = columns.filter(({ heading }) => heading !== heading.trim() && heading.trim() !== "");
  add(
    "padded-headers",
    padded,
    "cells",
    [
      `${countOf(padded.length, "heading begins or ends", "headings begin or end")} with a space that you can't see (${namesOf(padded.map(({ name }) => name))}).`,
      "A column can't be found by a name that has an invisible space.",
      "I took the spaces away.",
    ],
    true,
  );
  const broken = columns.filter(({ heading }) => /[\r\n]/.test(heading.trim()));
  add(
    "newline-in-header",
    broken,
    "cells",
    [
      `${countOf(broken.length, "heading is", "headings are")} written over several lines (${namesOf(broken.map(({ name }) => name))}).`,
      "Such a name is hard to type, and some programs take its second line for data.",
      "I put a space for each line break.",
    ],
    true,
  );
  const blank = columns.filter(({ heading, type }) => cleanHeading(heading) === "" && type !== "empty");
  add(
    "blank-header",
    blank,
    "columns",
    [
      `${countOf(blank.length, "column has", "columns have")} no heading.`,
      "Nobody can tell what it holds.",
      "I called it by its place. Give it a name.",
    ],
    false,
  );
  const counts = new Map<string, number>();
  for (const { heading } of columns) counts.set(cleanHeading(heading), (counts.get(cleanHeading(heading)) ?? 0) + 1);
  const repeated = columns.filter(
    ({ heading }) => cleanHeading(heading) !== "" && (counts.get(cleanHeading(heading)) ?? 0) > 1,
  );
  add(
    "duplicate-headers",
    repeated,
    "columns",
    [
      `${countOf(repeated.length, "column shares its heading", "columns share their heading")} with another (${namesOf([...new Set(repeated.map(({ heading }) => cleanHeading(heading)))])}).`,
      "Programs keep only one of them, or mix them up.",
      "I numbered them. Give each its own name.",
    ],
    false,
  );
  const unclear = columns.filter(
    ({ heading }) =>
      /^(?:(?:row|column) labels|unnamed:? ?\d*|column ?\d+|field ?\d+|v\d+|x\d+|f\d+|\(blank\)|\d+ - .*)$/i.test(
        cleanHeading(heading),
      ) || /^(?:Sum|Count|Average|Max|Min) of ./.test(cleanHeading(heading)),
  );
  add(
    "unclear-header",
    unclear,
    "columns",
    [
      `${countOf(unclear.length, "heading was", "headings were")} made by a program (${namesOf(unclear.map(({ name }) => name))}).`,
      "It says nothing about what the column holds.",
      "Give it a name.",
    ],
    false,
  );
  const bare =
    Math.max(0, ...table.layout.headerRows.map((row) => table.records[row - 1]?.length ?? 0)) - table.layout.width;
  if (bare > 0) {
    faults.push({
      code: "empty-column",
      count: bare,
      unit: "columns",
      columns: [],
      ...columnPlaces(table, []),
      what: `${countOf(bare, "column")} at the right ${bare === 1 ? "has" : "have"} neither heading nor values.`,
      why: "Spreadsheets add them when somebody once touched a cell there. Programs show them as columns without name.",
      fix: { words: "I left them out.", done: true, fix: null },
    });
  }
  return [...faults, ...wideFaults(table), ...totalColumnFaults(table)];
}

const valueHeading =
  /^(?:aged? ?)?(?:\d{1,3}|(?:19|20)\d\d|\d{1,3} ?[-–] ?\d{1,3}|\d{1,3} ?to ?\d{1,3}|\d{1,3} ?\+|\d{1,3} (?:and )?(?:over|above|plus)|(?:19|20)\d\d ?[-/–] ?(?:\d\d|\d{4}))$|^(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)[-\s']*(?:\d\d|\d{4})?$|^q[1-4][-\s']*(?:\d\d|\d{4}|\d{4}[-/]\d\d)?$|^(?:\d{4}) ?q[1-4]$/i;

/** Columns whose headings are ages, years, months or dates: one variable spread over many columns. */
function wideFaults(table: SourceTable): Fault[] {
  const wide = table.columns.filter(({ name, type }) => {
    const numeric = type === "integer" || type === "number" || type === "currency" || type === "empty";
    return numeric && (valueHeading.test(name) || parseDate(name) !== undefined);
  });
  if (wide.length < 6) return [];
  const names = wide.map(({ name }) => name);
  return [
    {
      code: "wide-table",
      count: wide.length,
      unit: "columns",
      columns: names,
      ...columnPlaces(table, names),
      what: `${countOf(wide.length, "column")} have a value for a heading (${names[0] ?? ""}, ${names[1] ?? ""} … ${names.at(-1) ?? ""}): one thing is spread over many columns.`,
      why: "For most charts and sums it has to stand in rows: one column for the heading, one for the figure.",
      fix: { words: "Turn these columns into rows before you draw or add up.", done: false, fix: null },
    },
  ];
}

/** A column that is the sum of those beside it. */
function totalColumnFaults(table: SourceTable): Fault[] {
  const { columns } = table;
  const numeric = columns.map(({ type }) => type === "integer" || type === "number" || type === "currency");
  const totals = columns.filter(
    (column, at) =>
      numeric[at] === true &&
      headingWords(column.heading).some((word) => /^(?:totals?|all|overall|sum)$/.test(word)) &&
      (sumsTo(table, numeric, at, 1) || sumsTo(table, numeric, at, -1)),
  );
  if (totals.length === 0) return [];
  const names = totals.map(({ name }) => name);
  return [
    {
      code: "total-column",
      count: totals.length,
      unit: "columns",
      columns: names,
      ...columnPlaces(table, names),
      what: `${namesOf(names)} ${totals.length === 1 ? "is" : "are"} the sum of the columns beside it.`,
      why: "Adding up across all columns counts everything twice.",
      fix: { words: "Keep it out when you add up across, or turn columns into rows.", done: false, fix: null },
    },
  ];
}

/** Whether a column equals the sum of two or more columns that follow it (or, with -1, stand before it), in 19 of 20 rows. */
function sumsTo(table: SourceTable, numeric: readonly boolean[], at: number, step: 1 | -1): boolean {
  const { columns } = table;
  const rows = Math.min(table.rowNumbers.length, 200);
  if (rows < 3) return false;
  const sums = Array.from({ length: rows }, () => 0);
  let taken = 0;
  for (let other = at + step; numeric[other] === true; other += step) {
    taken++;
    let fit = 0;
    for (let row = 0; row < rows; row++) {
      const value = columns[other]?.values[row];
      sums[row] = (sums[row] ?? 0) + (typeof value === "number" ? value : 0);
      const total = columns[at]?.values[row];
      if (typeof total === "number" && Math.abs((sums[row] ?? 0) - total) <= Math.abs(total) * 1e-6 + 0.011) fit++;
    }
    if (taken >= 2 && fit >= rows * 0.95 && sums.some((sum) => sum !== 0)) return true;
  }
  return false;
}
