import { kindOf } from "../../read/record-shape.js";
import type { SourceTable } from "../../read/source-table.js";
import type { Fault } from "../fault.js";
import { countOf } from "../../say.js";
import { rowPlaces } from "../tally.js";

/** Rows that have not as many cells as there are headings: too short, too long, fused with the next, broken in two. */
export function raggedFaults(table: SourceTable): Fault[] {
  if (table.reading.format !== "csv") return [];
  const { width } = table.layout;
  const ragged: number[] = [];
  const fused: number[] = [];
  const header = table.records[(table.layout.headerRows.at(-1) ?? 0) - 1];
  const expected = Math.max(width, header?.length ?? 0);
  for (const row of table.rowNumbers) {
    const record = table.records[row - 1] ?? [];
    if (record.length === expected) continue;
    let extent = record.length;
    while (extent > width && (record[extent - 1] ?? "").trim() === "") extent--;
    if (width > 1 && (extent >= width * 2 || (extent === width * 2 - 1 && isFused(record, width)))) fused.push(row);
    else if (extent > width || record.length < width) ragged.push(row);
  }
  // Where most rows are short, the headings are too many and no row is broken.
  const broken = ragged.length * 2 > table.rowNumbers.length ? [] : brokenRows(table, ragged);
  const alone = ragged.filter((row) => !broken.some((pair) => pair.row === row || pair.row + 1 === row));
  return [...fusedFault(table, fused), ...brokenFault(table, broken), ...raggedFault(table, alone)];
}

/** Two rows without a line break between them have one cell less than twice as many, and the same kinds of cells twice. */
function isFused(record: readonly string[], width: number): boolean {
  if (width > 3) return true;
  return width === 3 && [1, 2].every((at) => kindOf(record[at] ?? "") === kindOf(record[at + width - 1] ?? ""));
}

function fusedFault(table: SourceTable, rows: readonly number[]): Fault[] {
  const [first] = rows;
  if (first === undefined) return [];
  const { width } = table.layout;
  const record = table.records[first - 1] ?? [];
  const even = record.length % width === 0;
  const cut = even
    ? Array.from({ length: record.length / width }, (_, part) => record.slice(part * width, (part + 1) * width))
    : [];
  return [
    {
      code: "fused-rows",
      count: rows.length,
      unit: "rows",
      columns: [],
      ...rowPlaces(rows),
      what: `${countOf(rows.length, "row has", "rows have")} twice as many cells as there are headings, or more.`,
      why: "Several rows run together in one, so all but the first are lost to every sum.",
      fix: even
        ? {
            words: `Cut row ${first} into ${cut.length} rows of ${width} cells.`,
            done: false,
            fix: { type: "recut-rows", row: first, many: 1, records: cut },
          }
        : { words: "Open the file at that row and put the line breaks back.", done: false, fix: null },
    },
  ];
}

interface BrokenPair {
  readonly row: number;
  readonly joined: readonly string[];
}

/** Two short rows, one below the other, that make one whole one: a line break stood inside a cell without quotation marks. */
function brokenRows(table: SourceTable, ragged: readonly number[]): BrokenPair[] {
  const { width } = table.layout;
  const short = new Set(ragged.filter((row) => (table.records[row - 1]?.length ?? 0) < width));
  const pairs: BrokenPair[] = [];
  for (const row of short) {
    const upper = table.records[row - 1] ?? [];
    const lower = table.records[row] ?? [];
    if (!short.has(row + 1) || upper.length + lower.length !== width + 1) continue;
    const seam = `${upper.at(-1) ?? ""}\n${lower[0] ?? ""}`;
    pairs.push({ row, joined: [...upper.slice(0, -1), seam, ...lower.slice(1)] });
    short.delete(row + 1);
  }
  return pairs;
}

function brokenFault(table: SourceTable, pairs: readonly BrokenPair[]): Fault[] {
  const [first] = pairs;
  if (first === undefined) return [];
  return [
    {
      code: "broken-rows",
      count: pairs.length,
      unit: "rows",
      columns: [],
      ...rowPlaces(pairs.map(({ row }) => row)),
      what: `${countOf(pairs.length, "row is", "rows are")} broken in two by a line break inside a cell.`,
      why: "Each half has cells under wrong headings.",
      fix: {
        words: `Join rows ${first.row} and ${first.row + 1}.`,
        done: false,
        fix: { type: "recut-rows", row: first.row, many: 2, records: [first.joined] },
      },
    },
  ];
}

function raggedFault(table: SourceTable, rows: readonly number[]): Fault[] {
  const [first] = rows;
  if (first === undefined) return [];
  const found = table.records[first - 1]?.length ?? 0;
  return [
    {
      code: "ragged-rows",
      count: rows.length,
      unit: "rows",
      columns: [],
      ...rowPlaces(rows),
      what: `${countOf(rows.length, "row has", "rows have")} more or fewer cells than there are headings (row ${first} has ${found}, the headings ${table.layout.width}).`,
      why: "From the missing or extra cell on, values stand under wrong headings. Often a comma inside a cell is the cause.",
      fix: {
        words:
          "Cells that are not there count as missing; cells too many are kept in the file but not shown. Open the file and mend these rows.",
        done: false,
        fix: null,
      },
    },
  ];
}
