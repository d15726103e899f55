import Papa from "papaparse";
import { OpenDataError } from "./open-data-error.js";
import { createRowMaker, type Cell, type Row } from "./row.js";

/**
 * CSV text to rows. A column becomes numbers only if every cell that is filled in is a plain number: one word among
 * them, or a code such as 0121, and the whole column stays text, exactly as written. Empty cells are null.
 */
export function parseTable(text: string, name: string): Row[] {
  const records = splitRecords(text, name);
  const headings = nameColumns(records[0] ?? []);
  const body = records.slice(1);
  const columns = headings.map((_, index) => typeColumn(body.map((record) => record[index] ?? "")));
  const makeRow = createRowMaker(headings, null);
  return body.map((_, at) => makeRow(columns.map((column) => column[at])));
}

function splitRecords(text: string, name: string): string[][] {
  const parsed = Papa.parse<string[]>(text.replace(/^\uFEFF/, ""), {
    delimitersToGuess: [",", ";", "\t", "|"],
    skipEmptyLines: true,
  });
  const quote = parsed.errors.find((error) => error.type === "Quotes");
  if (quote !== undefined) {
    throw new OpenDataError(
      "open-quote",
      `${name} has a quotation mark that is not closed, near row ${(quote.row ?? 0) + 1}, so it is not clear where that cell ends. Open the file and mend that row.`,
    );
  }
  const headings = parsed.data[0];
  if (headings === undefined || headings.every((cell) => cell.trim() === "")) {
    throw new OpenDataError(
      "empty-file",
      `${name} is empty: it has no headings and no rows. Check that it is the right file.`,
    );
  }
  parsed.data.forEach((record, index) => {
    if (record.length !== headings.length) throw unevenRow(name, index + 1, record.length, headings.length);
  });
  return parsed.data;
}

function unevenRow(name: string, at: number, found: number, expected: number): OpenDataError {
  return new OpenDataError(
    "uneven-rows",
    `Row ${at} of ${name} has ${found} cells, but the headings have ${expected}. Reading on would put figures under the wrong headings. Open the file and mend that row; often there is a title above the headings, or a comma inside a cell.`,
  );
}

/** Headings without the spaces around them; a blank one is named by its place, a repeated one gets a number. */
function nameColumns(headings: readonly string[]): string[] {
  const taken = new Set<string>();
  return headings.map((heading, index) => {
    const wanted = heading.trim() === "" ? `column ${index + 1}` : heading.trim();
    let name = wanted;
    for (let count = 2; taken.has(name); count++) name = `${wanted} (${count})`;
    taken.add(name);
    return name;
  });
}

function typeColumn(cells: readonly string[]): Cell[] {
  const filled = cells.filter((cell) => cell.trim() !== "");
  const numeric = filled.length > 0 && filled.every((cell) => isPlainNumber(cell.trim()));
  return cells.map((cell) => (cell.trim() === "" ? null : numeric ? Number(cell) : cell));
}

/** A number and not a code: no leading noughts, and before the point no more digits than a number can hold exactly. */
function isPlainNumber(cell: string): boolean {
  return /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$/.test(cell);
}
