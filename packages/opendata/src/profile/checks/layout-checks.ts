import { gssKind } from "../../read/code-shapes.js";
import { censusOf } from "../../read/census.js";
import type { LeftOutReason, SourceColumn, SourceTable } from "../../read/source-table.js";
import { isTotalsLabel } from "../../read/totals.js";
import type { Fault } from "../fault.js";
import { countOf, shorten } from "../../say.js";
import { rowPlaces } from "../tally.js";
import { raggedFaults } from "./ragged-checks.js";

/** What is wrong with the shape of the rows: titles, totals, blank, ragged and repeated ones. */
export function layoutFaults(table: SourceTable): Fault[] {
  return [
    ...leftOutFaults(table),
    ...headingRowFaults(table),
    ...raggedFaults(table),
    ...subtotalFaults(table),
    ...repeatedRowFaults(table),
  ];
}

function leftOutFaults(table: SourceTable): Fault[] {
  const faults: Fault[] = [];
  const rowsFor = (reason: LeftOutReason): number[] =>
    table.leftOut.filter((left) => left.reason === reason).map(({ row }) => row);
  const add = (code: Fault["code"], rows: number[], what: string, why: string, words: string): void => {
    if (rows.length === 0) return;
    const column = code === "totals-row" ? (labelColumn(table, rows[0] ?? 0) ?? null) : null;
    faults.push({
      code,
      count: rows.length,
      unit: "rows",
      columns: [],
      ...rowPlaces(rows, column),
      what,
      why,
      fix: { words, done: true, fix: { type: "put-back-rows", rows } },
    });
  };
  const first = (reason: LeftOutReason): string => {
    const cells = table.leftOut.find((left) => left.reason === reason)?.cells ?? [];
    return shorten(cells.filter((cell) => cell.trim() !== "").join(" "), 60);
  };
  const preamble = rowsFor("preamble");
  add(
    "preamble",
    preamble,
    `${countOf(preamble.length, "row")} above the headings ${preamble.length === 1 ? "is" : "are"} not data: “${first("preamble")}”.`,
    "A program that takes the first row for the headings gives every column a wrong name.",
    "I left them out. Put them back if they are data.",
  );
  const totals = rowsFor("total");
  add(
    "totals-row",
    totals,
    `${countOf(totals.length, "row")} at the end ${totals.length === 1 ? "is a total" : "are totals"} (“${first("total")}”), not data.`,
    "Left in, every sum counts everything twice.",
    "I left it out. Put it back if it is data.",
  );
  const notes = rowsFor("note");
  add(
    "footer",
    notes,
    `${countOf(notes.length, "row")} below the data ${notes.length === 1 ? "is a note" : "are notes"}: “${first("note")}”.`,
    "As a row of data it would be one with nearly everything missing. Read it: it may say how the figures were made.",
    "I left them out. Put them back if they are data.",
  );
  const repeated = rowsFor("repeated-header");
  add(
    "repeated-header",
    repeated,
    `The headings are repeated in ${countOf(repeated.length, "row")} among the data.`,
    "One word among numbers turns a whole column into text.",
    "I left the repeats out.",
  );
  const blank = rowsFor("blank").filter((row) => row > (table.layout.headerRows.at(-1) ?? 0));
  add(
    "blank-rows",
    blank,
    `${countOf(blank.length, "row is", "rows are")} blank.`,
    "Some programs stop reading at the first blank row, others count it.",
    "I left them out.",
  );
  return faults;
}

function labelColumn(table: SourceTable, row: number): string | undefined {
  const cells = table.records[row - 1] ?? [];
  return table.columns.find((column) => (cells[column.at] ?? "").trim() !== "")?.name;
}

function headingRowFaults(table: SourceTable): Fault[] {
  const { headerRows } = table.layout;
  const faults: Fault[] = [];
  if (table.rowNumbers.length === 0) {
    faults.push({
      code: "no-data",
      count: 1,
      unit: "file",
      columns: [],
      ...rowPlaces([headerRows.at(-1) ?? 1]),
      what: "There are headings but no rows below them.",
      why: "There is nothing to count or draw. A filter on the publisher's page may have found nothing.",
      fix: { words: "Ask for the file again, with a wider filter.", done: false, fix: null },
    });
  }
  if (headerRows.length === 0 && table.rowNumbers.length > 0) {
    faults.push({
      code: "no-header",
      count: 1,
      unit: "file",
      columns: [],
      ...rowPlaces([table.rowNumbers[0] ?? 1]),
      what: "The file has no row of headings.",
      why: "Nobody can tell what the columns mean, and programs take the first row of data for names.",
      fix: { words: "The columns are called by their place. Give them names.", done: false, fix: null },
    });
  }
  if (headerRows.length > 1) {
    faults.push({
      code: "multi-row-header",
      count: headerRows.length,
      unit: "rows",
      columns: [],
      ...rowPlaces(headerRows),
      what: `The headings take ${headerRows.length} rows.`,
      why: "Most programs expect one, and take the second for data.",
      fix: { words: "I joined them to one name for each column.", done: true, fix: null },
    });
  }
  return faults;
}

/** Countries, regions and counties, above the areas that make them up. */
const ranks: Readonly<Record<string, number>> = { country: 4, region: 3, county: 2, "local authority": 1 };

function subtotalFaults(table: SourceTable): Fault[] {
  if (!table.columns.some(({ type }) => type === "integer" || type === "number" || type === "currency")) return [];
  for (const column of table.columns.slice(0, 12)) {
    const rows = labelledTotals(table, column.raw) ?? higherAreas(table, column.raw);
    if (rows === undefined) continue;
    const kind = kindColumn(table, rows) ?? column;
    return [
      {
        code: "subtotal-rows",
        count: rows.length,
        unit: "rows",
        columns: [kind.name],
        ...rowPlaces(rows, kind.name),
        what: `${countOf(rows.length, "row holds a total", "rows hold totals")} of other rows, among the data (the first is “${shorten(cellsAt(table, rows[0] ?? 0), 60)}”).`,
        why: "A plain sum counts the same people or pounds more than once.",
        fix: { words: "Leave these rows out before you add up.", done: false, fix: { type: "leave-out-rows", rows } },
      },
    ];
  }
  return [];
}

/** A column of few different words that tells totals from the rest: people will look there for the kind of row. */
function kindColumn(table: SourceTable, rows: readonly number[]): SourceColumn | undefined {
  const totals = new Set(rows);
  return table.columns.find((column) => {
    const { values, indexes, blank } = censusOf(column.raw);
    if (column.type !== "text" || blank > 0 || values.length > 20) return false;
    const seen = values.map(() => ({ total: false, other: false }));
    table.rowNumbers.forEach((row, at) => {
      const one = seen[indexes[at] ?? 0];
      if (one !== undefined) one[totals.has(row) ? "total" : "other"] = true;
    });
    return seen.every(({ total, other }) => total !== other);
  });
}

function cellsAt(table: SourceTable, row: number): string {
  return (table.records[row - 1] ?? []).slice(0, 3).join(" ");
}

function labelledTotals(table: SourceTable, raw: readonly string[]): number[] | undefined {
  const { trimmed, indexes, counts } = censusOf(raw);
  const names = new Set(trimmed);
  const totals = trimmed.map((value) => {
    // The name of a total is short; a long text is not worth the search.
    if (value.length > 200 || !/total/i.test(value)) return false;
    if (isTotalsLabel(value) === "plain") return true;
    // `Housing Total` below rows of `Housing`, as pivot tables have it.
    const stem = /^(.+?)\s+(?:sub-?\s?)?totals?:?$/i.exec(value)?.[1];
    return stem !== undefined && names.has(stem);
  });
  const found = totals.reduce((sum, is, place) => sum + (is ? (counts[place] ?? 0) : 0), 0);
  if (found === 0 || found * 2 > raw.length) return undefined;
  return table.rowNumbers.filter((_, at) => totals[indexes[at] ?? 0] === true);
}

function higherAreas(table: SourceTable, raw: readonly string[]): number[] | undefined {
  const { trimmed, indexes, counts } = censusOf(raw);
  const rankOf = trimmed.map((value) => ranks[gssKind(value) ?? ""] ?? (gssKind(value) === undefined ? undefined : 0));
  const rows = new Map<number, number>();
  rankOf.forEach((rank, place) => {
    if (rank !== undefined) rows.set(rank, (rows.get(rank) ?? 0) + (counts[place] ?? 0));
  });
  const [common, many] = [...rows].toSorted((a, b) => b[1] - a[1])[0] ?? [];
  if (common === undefined || many === undefined || many < raw.length * 0.5) return undefined;
  // A list of councils names counties beside districts; only with regions or countries in it are they levels of one count.
  if (common > 2 || (rows.get(3) ?? 0) + (rows.get(4) ?? 0) < 2) return undefined;
  const above = table.rowNumbers.filter((_, at) => (rankOf[indexes[at] ?? 0] ?? -1) > common);
  return above.length > 0 ? above : undefined;
}

/** Rows that repeat an earlier one cell for cell, by their number. */
export function repeatedRows(table: SourceTable): number[] {
  const censuses = table.columns.map(({ raw }) => censusOf(raw));
  // One column without repeats, and no row can repeat.
  if (censuses.length === 0 || censuses.some((census) => census.values.length === census.size)) return [];
  const seen = new Set<string>();
  const repeats: number[] = [];
  table.rowNumbers.forEach((row, at) => {
    const key = censuses.map(({ indexes }) => indexes[at] ?? 0).join(",");
    if (seen.has(key)) repeats.push(row);
    else seen.add(key);
  });
  return repeats;
}

function repeatedRowFaults(table: SourceTable): Fault[] {
  const repeats = repeatedRows(table);
  // A table of few columns repeats by nature: a list of wards, one for each visit.
  if (repeats.length === 0 || table.columns.length < 3 || repeats.length * 2 > table.rowNumbers.length) return [];
  return [
    {
      code: "duplicate-rows",
      count: repeats.length,
      unit: "rows",
      columns: [],
      ...rowPlaces(repeats),
      what: `${countOf(repeats.length, "row repeats", "rows repeat")} an earlier one cell for cell.`,
      why: "If it was entered twice, it counts twice. It may also be two payments that look alike: ask before you leave it out.",
      fix: { words: "Leave the repeats out.", done: false, fix: { type: "leave-out-rows", rows: repeats } },
    },
  ];
}
