import { cellWord } from "./cell-words.js";
import { kindOf, type Kind, type Shape } from "./record-shape.js";
import { recordAt, type Records } from "./records.js";

/** How far down headings are looked for. */
export const lookAt = 60;

/** Where the headings are, and why. */
export interface Header {
  readonly rows: number[];
  /** First row of the table where it has no headings. */
  readonly from: number;
  readonly reason: string;
}

export function wishedHeader(
  wishes: { readonly headerRow?: number | undefined; readonly headerRows?: number | undefined },
  records: Records,
): Header {
  const last = Math.min(wishes.headerRow ?? 1, records.length);
  if (last <= 0) return { rows: [], from: 1, reason: "You said that there are no headings." };
  const many = Math.max(1, Math.min(wishes.headerRows ?? 1, last));
  return { rows: Array.from({ length: many }, (_, index) => last - many + 1 + index), from: 1, reason: "You said so." };
}

export function findHeader(records: Records, shapes: readonly Shape[], typical: number): Header {
  const limit = Math.min(records.length, lookAt);
  let row = 0;
  // The first row that fills about half of the table or more; rows above it are titles.
  for (let at = 0; at < limit && row === 0; at++) {
    const { filled } = shapes[at] ?? { filled: 0 };
    const record = recordAt(records, at + 1);
    if (
      filled > 0 &&
      filled >= Math.min(typical, Math.max(typical > 1 ? 2 : 1, typical * 0.5)) &&
      !isKeyValue(record, filled, typical) &&
      !(at === 0 && /^sep=.$/.test(record.join(",")))
    ) {
      row = at + 1;
    }
  }
  if (row === 0) {
    row = shapes.findIndex((shape) => shape.filled > 0) + 1;
    if (row === 0) return { rows: [], from: 1, reason: "The file has no rows." };
  }
  const body = bodyKinds(records, shapes, row, typical);
  // A fuller row of labels close below is the real one: what stood above were parameters or the first of two rows.
  for (let next = row + 1; next <= Math.min(row + 8, limit); next++) {
    const above = shapes[row - 1]?.filled ?? 0;
    const here = shapes[next - 1]?.filled ?? 0;
    const record = recordAt(records, next);
    if (
      here > above &&
      above < typical * 0.8 &&
      here >= typical * 0.8 &&
      labelShare(record) >= 0.9 &&
      labelShare(record) > body.labels
    ) {
      const upper = recordAt(records, row);
      if (next === row + 1 && isUpperHeader(upper, record))
        return { rows: [row, next], from: row, reason: "The headings take two rows: groups above, names below." };
      row = next;
      break;
    }
  }
  const above = row > 1 ? recordAt(records, row - 1) : undefined;
  if (!looksLikeHeader(recordAt(records, row), body) && above !== undefined && isSparseHeader(above, typical)) {
    return { rows: [row - 1], from: row - 1, reason: `Row ${row - 1} holds labels; some columns have none.` };
  }
  if (!looksLikeHeader(recordAt(records, row), body)) {
    return {
      rows: [],
      from: row,
      reason: "The first row holds the same kinds of values as those below it, so there are no headings.",
    };
  }
  const rows = [row];
  // Groups over names: the row below has text where the table has numbers, and resolves what the first repeats or leaves blank.
  const first = recordAt(records, row);
  const second = recordAt(records, row + 1);
  if (body.numbers > 0 && isSecondHeader(first, second, body)) rows.push(row + 1);
  else {
    const above = row > 1 ? recordAt(records, row - 1) : undefined;
    if (above !== undefined && isUpperHeader(above, first)) rows.unshift(row - 1);
  }
  const reason =
    rows.length > 1
      ? "The headings take two rows."
      : row === 1
        ? "The first row holds labels for the columns."
        : `Row ${row} is the first that fills the table's width with labels; what stands above is not data.`;
  return { rows, from: row, reason };
}

/** `From: | 01/04/2014`: a parameter of a report, not a heading. */
function isKeyValue(record: readonly string[], filled: number, typical: number): boolean {
  if (filled > 2 || typical < 3) return false;
  const cells = record.filter((cell) => cell.trim() !== "").map((cell) => cell.trim());
  return (cells[0] ?? "").endsWith(":") || (cells.length === 2 && kindOf(cells[1] ?? "") !== "label");
}

/** Share of the filled cells that are labels. */
function labelShare(record: readonly string[]): number {
  let labels = 0;
  let filled = 0;
  for (const cell of record) {
    const kind = kindOf(cell);
    if (kind === "blank") continue;
    filled++;
    if (kind === "label") labels++;
  }
  return filled === 0 ? 0 : labels / filled;
}

interface Body {
  /** The commonest kind in each column, where at least three quarters agree. */
  readonly kinds: readonly (Kind | undefined)[];
  readonly numbers: number;
  /** Share of labels among all filled cells. */
  readonly labels: number;
  readonly sample: readonly (readonly string[])[];
}

/** Whether a row says the headings again, as they stand at each printed page: spaces and capitals may differ. */
export function repeatsHeadings(record: readonly string[], headings: readonly string[]): boolean {
  let named = 0;
  let same = 0;
  for (let at = 0; at < headings.length; at++) {
    const heading = (headings[at] ?? "").trim();
    if (heading === "") continue;
    named++;
    // Most rows end here, at their first two cells: of another length, they are another word.
    const cell = record[at] ?? "";
    if (cell.length < heading.length) {
      if (named - same > 1) return false;
      continue;
    }
    if (heading.toLowerCase() === cell.trim().toLowerCase()) same++;
    else if (named - same > 1) return false;
  }
  return named > 1 && same >= named * 0.8;
}

function bodyKinds(records: Records, shapes: readonly Shape[], headerRow: number, typical: number): Body {
  const sample: (readonly string[])[] = [];
  const headings = recordAt(records, headerRow);
  for (let at = headerRow + 1; at < records.length && sample.length < 60; at++) {
    if ((shapes[at]?.filled ?? 0) < typical * 0.5) continue;
    const record = recordAt(records, at + 1);
    if (!repeatsHeadings(record, headings)) sample.push(record);
  }
  // In a file of two rows the one below the headings is all there is.
  if (sample.length < 2 && headerRow < records.length) sample.unshift(recordAt(records, headerRow + 1));
  const width = Math.max(typical, ...sample.slice(0, 10).map((record) => Math.min(record.length, 2000)));
  let labels = 0;
  let filled = 0;
  const kinds = Array.from({ length: width }, (_, at) => {
    const counts = new Map<Kind, number>();
    let sum = 0;
    for (const record of sample) {
      const cell = record[at] ?? "";
      const kind = kindOf(cell);
      if (kind === "blank" || cellWord(cell.trim(), "numbers") !== undefined) continue;
      sum++;
      if (kind === "label") labels++;
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    filled += sum;
    const [kind, many] = [...counts].toSorted((a, b) => b[1] - a[1])[0] ?? [undefined, 0];
    return many >= sum * 0.75 ? kind : undefined;
  });
  return {
    kinds,
    numbers: kinds.filter((kind) => kind === "number").length,
    labels: filled === 0 ? 0 : labels / filled,
    sample,
  };
}

function looksLikeHeader(record: readonly string[], body: Body): boolean {
  let differ = 0;
  let same = 0;
  let recurs = 0;
  let labels = 0;
  const whole = record.join();
  body.kinds.forEach((kind, at) => {
    const cell = (record[at] ?? "").trim();
    const here = kindOf(cell);
    if (here === "blank" || cellWord(cell, "numbers") !== undefined) return;
    if (here === "label") {
      labels++;
      if (body.sample.some((row) => (row[at] ?? "").trim() === cell && row.join() !== whole)) recurs++;
    }
    if (kind === undefined || kind === "label") return;
    if (here === kind) same++;
    else if (here === "label") differ++;
  });
  if (differ > 0) return true;
  const numbersInOrder = isSequence(record) || areYears(record, body);
  if (same > 0 && !numbersInOrder) return false;
  // All words: headings, unless half of them are values of their own columns.
  return numbersInOrder || recurs === 0 || recurs * 2 < labels;
}

/** 2019, 2020, 2021 or 0, 1, 2: headings that are numbers. */
function isSequence(record: readonly string[]): boolean {
  const numbers = record
    .map((cell) => cell.trim())
    .filter((cell) => /^\d{1,4}$/.test(cell))
    .map(Number);
  return numbers.length >= 3 && numbers.every((value, at) => at === 0 || value === (numbers[at - 1] ?? 0) + 1);
}

/** 2011 and 2012 above figures that are no years. */
function areYears(record: readonly string[], body: Body): boolean {
  const isYear = (cell: string): boolean => /^(?:19|20)\d\d$/.test(cell.trim());
  const places = record.flatMap((cell, at) => (kindOf(cell) === "number" ? [at] : []));
  if (places.length === 0 || !places.every((at) => isYear(record[at] ?? ""))) return false;
  const cells = body.sample.flatMap((row) => places.map((at) => row[at] ?? ""));
  return cells.filter(isYear).length * 2 < cells.length;
}

/** Headings of which some are blank, right above the data: as wide as the table, and short labels only. */
function isSparseHeader(record: readonly string[], typical: number): boolean {
  const filled = record.filter((cell) => cell.trim() !== "");
  return (
    filled.length > 0 &&
    record.length >= typical &&
    labelShare(record) === 1 &&
    filled.every((cell) => cell.length <= 40)
  );
}

/** A row of groups above the names: some cells filled, others blank for "as on the left", and names that repeat below. */
function isUpperHeader(upper: readonly string[], names: readonly string[]): boolean {
  const filled = upper.map((cell) => cell.trim()).filter((cell) => cell !== "");
  // Long texts are titles; several side by side are the questions of a survey.
  if (filled.length < 2 || filled.some((cell) => cell.length > (filled.length > 3 ? 400 : 60))) return false;
  if ((upper[0] ?? "").trim().endsWith(":")) return false;
  const below = names.map((cell) => cell.trim().toLowerCase()).filter((cell) => cell !== "");
  const repeats = new Set(below).size < below.length;
  const completes = names.some((cell, at) => cell.trim() === "" && (upper[at] ?? "").trim() !== "");
  return repeats || completes;
}

/** Words where the table has dates or codes, in a column that is not one of figures. */
function differsInKind(record: readonly string[], body: Body): boolean {
  return body.kinds.some((kind, at) => (kind === "date" || kind === "code") && kindOf(record[at] ?? "") === "label");
}

/** The second of two heading rows: no number where the table has numbers, and at least one label there. */
function isSecondHeader(first: readonly string[], second: readonly string[], body: Body): boolean {
  let labels = 0;
  for (let at = 0; at < body.kinds.length; at++) {
    if (body.kinds[at] !== "number") continue;
    const kind = kindOf(second[at] ?? "");
    if (kind === "number" || kind === "date") return false;
    const cell = (second[at] ?? "").trim();
    if (kind === "label" && cellWord(cell, "numbers") === undefined) labels++;
  }
  if (labels === 0 || labels * 2 < body.numbers) return false;
  // A row of data with words in it has its name in front; units and sub-headings leave that blank, or repeat it.
  const firstCell = (second[0] ?? "").trim();
  const blanksAbove = first.some((cell, at) => cell.trim() === "" && (second[at] ?? "").trim() !== "");
  if (firstCell === "" || blanksAbove) return true;
  // One word in the only column of figures may be a slip in the first row of data.
  return labels === body.numbers && (body.numbers > 1 || differsInKind(second, body));
}
