import { wordsIn } from "../../read/cell-words.js";
import { censusOf, type Census } from "../../read/census.js";
import { emailPattern, headingWords, promisesCodes, urlPattern } from "../../read/code-shapes.js";
import type { SourceColumn, SourceTable } from "../../read/source-table.js";
import type { Fault, FaultCode } from "../fault.js";
import { countOf, namesOf } from "../../say.js";
import { repeatedRows } from "./layout-checks.js";
import { mixedCodeFaults } from "./mixed-code-checks.js";
import { tallied, columnPlaces, tallyCells } from "../tally.js";

/** Spellings, codes of two kinds, and columns that say nothing. */
export function categoryFaults(table: SourceTable): Fault[] {
  return [...spellingFaults(table), ...mixedCodeFaults(table), ...identifierFaults(table), ...fillFaults(table)];
}

/** A column with more different values than this is no list of names that somebody groups by. */
const mostCategories = 20_000;

/** The same name written in several ways, one fault for each column. */
function spellingFaults(table: SourceTable): Fault[] {
  return table.columns.flatMap((column) => {
    if (column.type !== "text" && column.type !== "code" && column.type !== "boolean") return [];
    const census = censusOf(column.raw);
    if (census.values.length > mostCategories) return [];
    if (areDialled(census)) return [];
    const words = wordsIn(census, "text");
    const groups = new Map<string, number[]>();
    let letters = 0;
    census.trimmed.forEach((value, place) => {
      letters += value.length;
      // A quotation mark in front was never closed, which is told of the row.
      if (value === "" || value.length > 120 || value.startsWith('"') || words[place] !== undefined) return;
      const key = keyOf(column, value, place, census);
      if (key === "") return;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [place]);
      else group.push(place);
    });
    // Sentences repeat with small differences for good reasons.
    if (letters / Math.max(1, census.trimmed.length) > 45) return [];
    const differing = [...groups.values()].filter(
      (places) => new Set(places.map((place) => shownForm(column, census, place))).size > 1,
    );
    if (differing.length === 0) return [];
    const changes = differing.flatMap((places) => {
      const best = places.toSorted((a, b) => (census.counts[b] ?? 0) - (census.counts[a] ?? 0) || a - b)[0] ?? 0;
      return places
        .filter((place) => place !== best)
        .map((place) => ({ from: census.values[place] ?? "", to: census.trimmed[best] ?? "" }));
    });
    const firsts = differing
      .map((places) => Math.min(...whereToLook(census, places).map((place) => census.firsts[place] ?? 0)))
      .toSorted((a, b) => a - b);
    const places = firsts.slice(0, 50).map((at) => ({ row: table.rowNumbers[at] ?? null, column: column.name }));
    const example = [...new Set(differing[0]?.map((place) => census.trimmed[place] ?? ""))];
    const instance = example.length > 1 ? namesOf(example) : `${namesOf(example)} with and without a space at its end`;
    return [
      {
        code: "inconsistent-category",
        count: differing.length,
        unit: "values",
        first: places[0] ?? { row: null, column: column.name },
        columns: [column.name],
        places,
        what: `${countOf(differing.length, "name is", "names are")} written in more than one way in “${column.name}”, for instance ${instance}.`,
        why: "Each spelling counts as one of its own when you group or count.",
        fix:
          column.type === "boolean"
            ? { words: "I read all of them as yes or no.", done: true, fix: null }
            : {
                words: "Use the commonest spelling of each.",
                done: false,
                fix: { type: "replace-values", column: column.name, changes },
              },
      } satisfies Fault,
    ];
  });
}

/** What spellings of one name have in common. */
function keyOf(column: SourceColumn, value: string, place: number, { firsts }: Census): string {
  if (column.type === "boolean") return String(column.values[firsts[place] ?? 0] ?? "");
  return column.type === "code" ? value.toLowerCase() : plainForm(value);
}

/** Telephone numbers, e-mail and web addresses: people write them in many ways, and nobody groups by them. */
function areDialled({ trimmed }: Census): boolean {
  const sample = trimmed.filter((value) => value !== "").slice(0, 200);
  const dialled = sample.filter(
    (value) => /^(?=.*[\s()+-])[\d\s()+./-]{9,25}$/.test(value) || urlPattern.test(value) || emailPattern.test(value),
  );
  return dialled.length * 2 > sample.length;
}

/** Where only a space makes the difference, the cells with the space; else every spelling. */
function whereToLook({ values, trimmed }: Census, places: readonly number[]): readonly number[] {
  const sameInk = places.every((place) => trimmed[place] === trimmed[places[0] ?? 0]);
  const padded = places.filter((place) => values[place] !== trimmed[place]);
  return sameInk && padded.length > 0 ? padded : places;
}

/** In a column of codes a space at the end makes another code; among words it is told as padding only. */
function shownForm(column: SourceColumn, { values, trimmed }: Census, place: number): string {
  if (column.type === "code") return values[place] ?? "";
  return (trimmed[place] ?? "").replace(/\s+/g, " ");
}

/** Without what people vary without meaning anything: capitals, accents, apostrophes, full stops, & and “and”, Limited and Ltd. */
function plainForm(value: string): string {
  const lower = /[\u0080-\uFFFF]/.test(value)
    ? value.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
    : value.toLowerCase();
  // A- is another mark than A, and 2.02 another number than 202.
  if (lower.length <= 3) return lower.replace(/\s+/g, " ");
  return lower
    .replace(/[’'‘`†]|(?<!\d)\.|\.(?!\d)/g, "")
    .replace(/&/g, " and ")
    .replace(/[^\p{L}\p{N}£$%+]+/gu, " ")
    .replace(/\blimited\b/g, "ltd")
    .trim();
}

/** A column of identifiers in which a few stand twice. */
function identifierFaults(table: SourceTable): Fault[] {
  const columns = table.columns.filter((column) => {
    if (column.type !== "code" || !promisesCodes(column.heading)) return false;
    const { values, size, blank, trimmed } = censusOf(column.raw);
    const different = values.length - trimmed.filter((value) => value === "").length;
    const filled = size - blank;
    if (different === filled) return false;
    return (
      (filled > 20 && (different >= filled * 0.97 || different === filled - 1)) ||
      (isRowId(column) && filled > 3 && different >= filled * 0.7)
    );
  });
  if (columns.length === 0) return [];
  // A whole row that stands twice is told as that.
  const again = new Set(repeatedRows(table));
  const copies = new Map(columns.map((column) => [column, copiesOf(column, table.rowNumbers, again)]));
  const found = tallyCells(
    table,
    (place, census, column) =>
      census.trimmed[place] !== "" && (census.counts[place] ?? 0) - (copies.get(column)?.[place] ?? 0) > 1,
    columns,
  );
  if (found.count === 0) return [];
  return [
    {
      ...tallied(found),
      code: "duplicate-identifier",
      unit: "cells",
      what: `${countOf(found.count, "cell shares its code", "cells share their code")} with another row in ${namesOf(found.columns)}, where nearly every code stands once.`,
      why: "Joining another table by this code then doubles these rows.",
      fix: { words: "Look at these rows: a repeat may be meant.", done: false, fix: null },
    },
  ];
}

/** For each different value how many of its cells stand in rows that are copies. */
function copiesOf({ raw }: SourceColumn, rowNumbers: readonly number[], again: ReadonlySet<number>): Uint32Array {
  const { values, indexes } = censusOf(raw);
  const copies = new Uint32Array(values.length);
  if (again.size === 0) return copies;
  rowNumbers.forEach((row, at) => {
    const place = indexes[at] ?? 0;
    if (again.has(row)) copies[place] = (copies[place] ?? 0) + 1;
  });
  return copies;
}

/** The first column, called ID and nothing else: one for each row. */
function isRowId({ at, heading }: SourceColumn): boolean {
  return at === 0 && /^(?:id|uid|unique id|record id|row id)$/.test(headingWords(heading).join(" "));
}

function fillFaults(table: SourceTable): Fault[] {
  const faults: Fault[] = [];
  const rows = table.rowNumbers.length;
  if (rows < 2) return [];
  const add = (
    code: FaultCode,
    columns: readonly SourceColumn[],
    say: (columns: string, names: string) => readonly [string, string, string],
    leaveOut: boolean,
  ): void => {
    if (columns.length === 0) return;
    const names = columns.map(({ name }) => name);
    const [what, why, words] = say(countOf(names.length, "column"), namesOf(names));
    const fix = leaveOut ? ({ type: "leave-out-columns", columns: names } as const) : null;
    faults.push({
      code,
      count: names.length,
      unit: "columns",
      columns: names,
      ...columnPlaces(table, names),
      what,
      why,
      fix: { words, done: false, fix },
    });
  };
  const filled = (column: SourceColumn): number => rows - censusOf(column.raw).blank;
  add(
    "empty-column",
    table.columns.filter((column) => filled(column) === 0),
    (columns, names) => [
      `${columns} ${columns.startsWith("1 ") ? "holds" : "hold"} nothing at all: ${names}.`,
      "The headings promise what is not there.",
      "Leave them out.",
    ],
    true,
  );
  add(
    "mostly-empty-column",
    table.columns.filter((column) => filled(column) > 0 && rows >= 20 && filled(column) <= rows * 0.1),
    (columns, names) => [
      `${columns} ${columns.startsWith("1 ") ? "is" : "are"} filled in for at most one row in ten: ${names}.`,
      "What is counted in it stands for a few rows only.",
      "Say how many rows it is known for.",
    ],
    false,
  );
  const constant = table.columns.filter((column) => {
    const { trimmed, blank } = censusOf(column.raw);
    return (
      rows >= 10 &&
      blank === 0 &&
      trimmed.length > 0 &&
      trimmed.every((value) => value === trimmed[0]) &&
      column.missing === 0
    );
  });
  add(
    "constant-column",
    constant,
    (columns, names) => [
      `${columns} ${columns.startsWith("1 ") ? "has" : "have"} the same value in every row: ${names}.`,
      "It tells rows apart in no way. It may still say something about the whole file.",
      "Leave it out of tables and charts.",
    ],
    true,
  );
  return faults;
}
