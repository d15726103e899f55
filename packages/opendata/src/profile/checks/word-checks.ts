import { wordsIn, type CellWord } from "../../read/cell-words.js";
import { Sign, censusOf } from "../../read/census.js";
import { parseDate } from "../../read/parse-date.js";
import { parseNumber } from "../../read/parse-number.js";
import type { ColumnType, SourceColumn, SourceTable } from "../../read/source-table.js";
import { isDestroyedDate } from "../../read/type-column.js";
import type { Fault, FaultCode } from "../fault.js";
import { countOf, namesOf, shorten } from "../../say.js";
import { tallyCells, type CellTest, type Tally } from "../tally.js";

const numeric = new Set<ColumnType>(["integer", "number", "currency"]);
const dated = new Set<ColumnType>(["date", "datetime"]);

/** Words where values should be: for nothing, for "too small to say", for "withheld", for a broken formula; and text among numbers. */
export function wordFaults(table: SourceTable): Fault[] {
  const wordsOf =
    (kind: CellWord): CellTest =>
    (place, census, column) => {
      const value = census.trimmed[place] ?? "";
      return (
        wordsIn(census, amongFor(column))[place] === kind &&
        !isDestroyed(column) &&
        parsedAs(column, value) === undefined
      );
    };
  return [
    ...fault(
      table,
      "suppressed-values",
      tallyCells(table, wordsOf("suppressed"), numericColumns(table)),
      (cells, names, words, one) => [
        `${cells} in ${names} ${one ? "says" : "say"} ${words} instead of a number.`,
        "Most likely small counts were withheld to protect people: they are neither nought nor a number, and every sum is too low.",
        "They count as missing, never as nought. Empty them, and say so beside every figure.",
        false,
      ],
    ),
    ...fault(table, "redaction-token", tallyCells(table, wordsOf("redacted")), (cells, names, words, one) => [
      `${cells} in ${names} ${one ? "is withheld: it says" : "are withheld: they say"} ${words}.`,
      "Different wordings look like different names when you count or group.",
      "They count as missing. Empty them, or give them one wording.",
      false,
    ]),
    ...fault(table, "spreadsheet-error", tallyCells(table, wordsOf("error")), (cells, names, words, one) => [
      `${cells} in ${names} ${one ? "shows" : "show"} an error of a spreadsheet: ${words}.`,
      "A formula failed before the file was published; the value is lost.",
      "They count as missing. Empty them, and ask the publisher for the values.",
      false,
    ]),
    ...fault(table, "missing-token", tallyCells(table, wordsOf("missing")), (cells, names, words, one) => [
      `${cells} in ${names} ${one ? "says" : "say"} in words that there is no value: ${words}.`,
      "A program takes them for values. In accounts a dash may stand for nought: find out which is meant.",
      "They count as missing. Empty them.",
      false,
    ]),
    ...strayText(table),
  ];
}

function fault(
  table: SourceTable,
  code: FaultCode,
  tally: Tally,
  say: (cells: string, names: string, words: string, one: boolean) => readonly [string, string, string, boolean],
): Fault[] {
  if (tally.count === 0) return [];
  const { count, first, columns, places } = tally;
  const words = [...new Set([...tally.values.values()].flat())];
  const [what, why, fixWords, done] = say(
    countOf(count, "cell"),
    namesOf(columns),
    namesOf(words.map((word) => word.trim())),
    count === 1,
  );
  const fix = { words: fixWords, done, fix: { type: "blank-values", columns, words } } as const;
  return [{ code, count, unit: "cells", first, columns, places, what, why, fix }];
}

function numericColumns(table: SourceTable): SourceColumn[] {
  return table.columns.filter(({ type }) => numeric.has(type));
}

function isDestroyed(column: SourceColumn): boolean {
  if (column.type !== "text" || column.missing < column.raw.length) return false;
  return censusOf(column.raw).trimmed.some((value) => isDestroyedDate(value, column.heading));
}

function amongFor({ type }: SourceColumn): "numbers" | "text" | "codes" {
  if (numeric.has(type) || type === "boolean") return "numbers";
  return type === "code" || type === "postcode" ? "codes" : "text";
}

function parsedAs({ type }: SourceColumn, value: string): unknown {
  return numeric.has(type) ? parseNumber(value) : undefined;
}

/** Cells that are no number (or date) in a column where nearly all are; and columns where it is half and half. */
function strayText(table: SourceTable): Fault[] {
  const valueless = (kinds: ReadonlySet<ColumnType>): Tally =>
    tallyCells(
      table,
      (place, census, column) => {
        const value = census.trimmed[place] ?? "";
        if (value === "" || wordsIn(census, amongFor(column))[place] !== undefined) return false;
        // A date that is impossible the way the others are written is told apart.
        if (dated.has(column.type) && parseDate(value) !== undefined) return false;
        return column.values[census.firsts[place] ?? 0] === null;
      },
      table.columns.filter(({ type }) => kinds.has(type)),
    );
  const faults: Fault[] = [];
  const numbers = withHalves(table, valueless(numeric), (value) => parseNumber(value) !== undefined);
  if (numbers.count > 0) faults.push(strayFault("text-in-number-column", numbers, "number", "numbers"));
  const dates = withHalves(table, valueless(dated), (value) => parseDate(value) !== undefined);
  if (dates.count > 0) faults.push(strayFault("text-in-date-column", dates, "date", "dates"));
  return faults;
}

/** Adds text columns in which six to nine of ten cells are numbers (or dates): they were meant to be. */
function withHalves(table: SourceTable, tally: Tally, fits: (value: string) => boolean): Tally {
  const halves = table.columns.filter((column) => {
    if (column.type !== "text" || isDestroyed(column)) return false;
    const { trimmed, counts, signs, size, blank } = censusOf(column.raw);
    let fit = 0;
    for (let place = 0; place < trimmed.length; place++) {
      if (((signs[place] ?? 0) & Sign.digit) !== 0 && fits(trimmed[place] ?? "")) fit += counts[place] ?? 0;
      // Far from it already: most columns of words are left here.
      if (place === 500 && fit < 100) return false;
    }
    return fit >= (size - blank) * 0.6 && !othersAreCodes(column, fits);
  });
  if (halves.length === 0) return tally;
  const more = tallyCells(
    table,
    (place, census) => ((census.signs[place] ?? 0) & Sign.blank) === 0 && !fits(census.trimmed[place] ?? ""),
    halves,
  );
  const earlier = tally.count > 0 && (tally.first.row ?? 0) <= (more.first.row ?? 0) ? tally.first : more.first;
  return {
    count: tally.count + more.count,
    first: earlier,
    columns: [...tally.columns, ...more.columns],
    places: [...tally.places, ...more.places].slice(0, 50),
    values: new Map([...tally.values, ...more.values]),
  };
}

/** Short signs that come again and again among the numbers (A, L, 3M) are codes of one list with them, and no slips. */
function othersAreCodes({ raw }: SourceColumn, fits: (value: string) => boolean): boolean {
  const { trimmed, counts } = censusOf(raw);
  let kinds = 0;
  let cells = 0;
  for (let place = 0; place < trimmed.length; place++) {
    const value = trimmed[place] ?? "";
    if (value === "" || fits(value)) continue;
    if (!/^[A-Z\d]{1,5}$/.test(value)) return false;
    kinds++;
    cells += counts[place] ?? 0;
  }
  return kinds > 0 && cells >= kinds * 5;
}

function strayFault(
  code: FaultCode,
  { count, first, columns, places, values }: Tally,
  one: string,
  many: string,
): Fault {
  const examples = [...new Set([...values.values()].flat())].map((value) => shorten(value, 30));
  return {
    code,
    count,
    unit: "cells",
    first,
    columns,
    places,
    what: `${countOf(count, "cell is", "cells are")} no ${one} in ${namesOf(columns)}, where nearly all are ${many}: ${namesOf(examples)}.`,
    why: `One word among ${many} makes many programs treat the whole column as text, so that nothing can be added up or put in order.`,
    fix: { words: "They count as missing. Look at each and mend it.", done: false, fix: null },
  };
}
