/** One slip at a time, as they happen to published tables. Each says beforehand what a profile has to tell of it. */
import { csvOf, RAW, type DrawnTable } from "./clean-table.js";
import type { Random } from "./random.js";

/** What is expected: the fault, at least how often, and where first. */
export interface Expected {
  readonly code: string;
  readonly count: number;
  readonly row: number | null;
  readonly column: string | null;
}

export interface Damaged {
  readonly bytes: Uint8Array;
  /** Each of these, and no other. */
  readonly faults: readonly Expected[];
}

export type Damage = (table: DrawnTable, draw: Random) => Damaged;

const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const made = (table: DrawnTable, ...faults: Expected[]): Damaged => ({ bytes: text(csvOf(table)), faults });

/** One cell of a column becomes something else. */
const oneCell =
  (code: string, column: string, change: (cell: string) => string, ...also: readonly string[]): Damage =>
  (table, draw) => {
    const at = table.header.indexOf(column);
    const row = draw.below(table.rows.length);
    const cells = table.rows[row] as string[];
    cells[at] = change(cells[at] ?? "");
    return made(table, ...[code, ...also].map((one) => ({ code: one, count: 1, row: row + 2, column })));
  };

/** A slip with quotation marks, which is told of the whole row. */
const oneMark =
  (code: string, change: (cell: string) => string): Damage =>
  (table, draw) => {
    const row = draw.below(table.rows.length);
    const cells = table.rows[row] as string[];
    cells[1] = `${RAW}${change(cells[1] ?? "")}`;
    return made(table, { code, count: 1, row: row + 2, column: null });
  };

/** Every cell of a column becomes something else. */
const wholeColumn =
  (code: string, column: string, change: (cell: string, row: number) => string): Damage =>
  (table) => {
    const at = table.header.indexOf(column);
    table.rows.forEach((cells, row) => {
      cells[at] = change(cells[at] ?? "", row);
    });
    return made(table, { code, count: table.rows.length, row: 2, column });
  };

/** Every cell changes, and the fault is one of the column. */
const wholeAsColumn =
  (code: string, column: string, change: (cell: string, row: number) => string): Damage =>
  (table) => {
    wholeColumn(code, column, change)(table, undefined as never);
    return made(table, { code, count: 1, row: 1, column });
  };

const heading =
  (code: string, column: string, name: string, shown: string, count = 1): Damage =>
  (table) => {
    table.header[table.header.indexOf(column)] = name;
    return made(table, { code, count, row: 1, column: shown });
  };

const newColumn =
  (
    code: string,
    name: string,
    cell: (row: number) => string,
    first: { readonly row: number; readonly count?: number },
  ): Damage =>
  (table) => {
    table.header.push(name);
    table.rows.forEach((cells, row) => cells.push(cell(row)));
    return made(table, { code, count: first.count ?? 1, row: first.row, column: name });
  };

/** A row more, somewhere among the others or at the end. */
const newRow =
  (
    code: string,
    cells: (table: DrawnTable) => string[],
    where: "end" | "among",
    column: string | null = null,
  ): Damage =>
  (table, draw) => {
    const at = where === "end" ? table.rows.length : 1 + draw.below(table.rows.length - 2);
    table.rows.splice(at, 0, cells(table));
    return made(table, { code, count: 1, row: at + 2, column });
  };

const iso = (cell: string): string => cell.split("/").toReversed().join("-");
const bytesOf =
  (change: (csv: string) => Uint8Array, ...faults: Expected[]): Damage =>
  (table) => ({ bytes: change(csvOf(table)), faults });
const whole = (code: string, count = 1): Expected => ({ code, count, row: 1, column: null });
const house = (row: number): string =>
  row === 5 ? "5-Sep" : row % 3 === 0 ? `${row + 1}-${row + 3}` : String(row + 2);

export const damages: Readonly<Record<string, Damage>> = {
  "lines above the headings": (table, draw) => {
    const many = 1 + draw.below(9);
    const lines = Array.from({ length: many }, (_, at) => `About this file, part ${at + 1}\n`).join("");
    return { bytes: text(lines + csvOf(table)), faults: [whole("preamble", many)] };
  },
  "a source below": newRow("footer", () => ["Source: an invented council"], "end"),
  "a total below": newRow(
    "totals-row",
    ({ header, rows }) =>
      header.map((name, at) =>
        at === 0 ? "Total" : name === "People" ? String(rows.reduce((sum, row) => sum + Number(row[at]), 0)) : "",
      ),
    "end",
    "Ref",
  ),
  "a blank row": newRow("blank-rows", ({ header }) => header.map(() => ""), "among"),
  "headings again": newRow("repeated-header", ({ header }) => [...header], "among"),
  "a row twice": (table, draw) => {
    const row = draw.below(table.rows.length - 1);
    table.rows.push([...(table.rows[row] ?? [])]);
    return made(table, { code: "duplicate-rows", count: 1, row: table.rows.length + 1, column: null });
  },
  "a reference twice": (table, draw) => {
    const row = draw.below(table.rows.length - 1);
    (table.rows.at(-1) as string[])[0] = table.rows[row]?.[0] ?? "";
    return made(table, { code: "duplicate-identifier", count: 2, row: row + 2, column: "Ref" });
  },
  "a row too short": (table, draw) => {
    const row = draw.below(table.rows.length);
    table.rows[row]?.pop();
    return made(table, { code: "ragged-rows", count: 1, row: row + 2, column: null });
  },
  "a row without one of its cells": (table, draw) => {
    const row = draw.below(table.rows.length);
    table.rows[row]?.splice(2, 1);
    return made(table, { code: "ragged-rows", count: 1, row: row + 2, column: null });
  },
  "a row too long": (table, draw) => {
    const row = draw.below(table.rows.length);
    table.rows[row]?.push("more");
    return made(table, { code: "ragged-rows", count: 1, row: row + 2, column: null });
  },
  "two rows run together": (table, draw) => {
    const row = draw.below(table.rows.length - 1);
    const [next] = table.rows.splice(row + 1, 1);
    table.rows[row]?.push(...(next ?? []));
    return made(table, { code: "fused-rows", count: 1, row: row + 2, column: null });
  },
  "a row broken in two": (table, draw) => {
    const row = draw.below(table.rows.length);
    const cells = table.rows[row] as string[];
    table.rows.splice(row, 1, [...cells.slice(0, 1), `${RAW}Ash`], [`${RAW}Hill`, ...cells.slice(2)]);
    return made(table, { code: "broken-rows", count: 1, row: row + 2, column: null });
  },
  "no headings": (table) => {
    const csv = csvOf(table);
    return { bytes: text(csv.slice(csv.indexOf("\n") + 1)), faults: [whole("no-header")] };
  },
  "a row of units": (table) => {
    table.rows.unshift(table.header.map((name) => (name === "People" ? "number" : name === "Amount" ? "£000" : "")));
    return made(table, { code: "multi-row-header", count: 2, row: 1, column: null });
  },
  "a heading twice": heading("duplicate-headers", "Amount", "People", "People", 2),
  "no heading": heading("blank-header", "Ward", "", "column 2"),
  "a heading with a space": heading("padded-headers", "Ward", " Ward ", "Ward"),
  "a heading on two lines": heading("newline-in-header", "Ward", "Ward\nname", "Ward name"),
  "a heading of a pivot table": heading("unclear-header", "Ward", "Row Labels", "Row Labels"),
  "an empty column": newColumn("empty-column", "Contact", () => "", { row: 1 }),
  "one value throughout": newColumn("constant-column", "Body", () => "Ashby Council", { row: 1 }),
  "a column with hardly anything": newColumn("mostly-empty-column", "Appeal", (row) => (row === 3 ? "upheld" : ""), {
    row: 1,
  }),
  "house numbers made into dates": newColumn("made-into-dates", "House", house, { row: 7 }),
  "telephone numbers without nought": newColumn("lost-leading-zeros", "Phone", (row) => String(1_614_960_000 + row), {
    row: 2,
    count: 24,
  }),
  surnames: newColumn("personal-data", "Surname", (row) => `Smith${"abcdefgh"[row % 8]}`, { row: 2, count: 24 }),
  padding: oneCell("padded-cells", "Ward", (cell) => `${cell} `),
  "a no-break space": oneCell("non-breaking-space", "Ward", () => "Far\u00A0End"),
  "two spaces": oneCell("repeated-spaces", "Ward", () => "Far  End"),
  "a control character": oneCell("control-characters", "Ward", () => "Far\u0007End"),
  "a soft hyphen": oneCell("invisible-characters", "Ward", () => "Far\u00ADEnd"),
  "wrong letters": oneCell("mojibake", "Ward", () => "ThÃ©Ã¢tre Row"),
  "a lost pound sign": oneCell("lost-character", "Ward", () => "cost ?1,200.00"),
  "another spelling": (table) => {
    const rows = table.rows.filter((row) => row[1] === table.rows[0]?.[1]);
    if (rows.length < 2) table.rows[1]?.splice(1, 1, table.rows[0]?.[1] ?? "");
    const last = table.rows.findLastIndex((row) => row[1] === table.rows[0]?.[1]);
    table.rows[last]?.splice(1, 1, (table.rows[0]?.[1] ?? "").toUpperCase());
    return made(table, { code: "inconsistent-category", count: 1, row: 2, column: "Ward" });
  },
  "a word for nothing": oneCell("missing-token", "People", () => "n/a"),
  "a small number withheld": oneCell("suppressed-values", "People", () => "<5"),
  "an error of a spreadsheet": oneCell("spreadsheet-error", "People", () => "#REF!"),
  "a name withheld": oneCell("redaction-token", "Ward", () => "Redacted personal data"),
  "a word among numbers": oneCell("text-in-number-column", "People", () => "about 50"),
  "a word among dates": oneCell("text-in-date-column", "Paid date", () => "soon"),
  "a thousand with a comma": oneCell("thousands-separator", "Amount", () => "1,234.50"),
  "a number in brackets": oneCell("bracket-negatives", "Amount", () => "(50.25)", "negative-values"),
  "an amount below nought": oneCell("negative-values", "Amount", (cell) => `-${cell}`),
  "people below nought": oneCell("negative-values", "People", (cell) => `-${cell}`),
  "pounds throughout": wholeColumn("currency-as-text", "Amount", (cell) => `£${cell}`),
  "millions of pounds": wholeColumn("currency-as-text", "Amount", (cell) => `£${cell}m`),
  "per cent throughout": wholeColumn("percent-as-text", "Amount", (cell) => `${cell}%`),
  "commas before the decimals": wholeColumn("decimal-comma", "Amount", (cell) => cell.replace(".", ",")),
  "whole numbers with .0": wholeColumn("integer-as-decimal", "People", (cell) => `${cell}.0`),
  "references that lost their digits": wholeColumn("lost-precision", "Ref", (_, row) => `1.2${row % 10}E+11`),
  "references with noughts in front": wholeColumn("leading-zeros-as-text", "Ref", (_, row) => `00${1000 + row}`),
  "American dates": wholeAsColumn("us-dates", "Paid date", (cell) => cell.replace(/^(\d\d)\/(\d\d)/, "$2/$1")),
  "years of two digits": wholeColumn("two-digit-year", "Paid date", (cell) => cell.replace("/2023", "/23")),
  "dates in doubt": wholeColumn("ambiguous-dates", "Paid date", (_, row) => `0${1 + (row % 5)}/0${6 + (row % 4)}/2023`),
  "one date written in another way": oneCell("mixed-date-formats", "Paid date", iso),
  "a year with a slip": oneCell("date-out-of-range", "Paid date", (cell) => cell.replace("/2023", "/1023")),
  "dates destroyed": wholeColumn("destroyed-dates", "Paid date", () => "00:00:00"),
  "days as numbers": wholeColumn("excel-day-numbers", "Paid date", (_, row) => String(45_000 + row)),
  "code of a web page": oneCell("html-in-cell", "Ward", () => "<b>Far End</b>"),
  "a formula": oneCell("formula-in-cell", "Ward", () => "=SUM(A1:A9)"),
  "a quotation mark never closed": oneMark("unclosed-quote", (cell) => `"${cell.replaceAll(",", "")}`),
  "a quotation mark in a cell": oneMark("stray-quote", () => `Far 4" End`),
  "a space before a quotation mark": oneMark("space-before-quote", () => ` "Far, End"`),
  "a byte order mark": bytesOf((csv) => text(`\uFEFF${csv}`), whole("byte-order-mark")),
  "Windows-1252": bytesOf(
    (csv) => new Uint8Array(Buffer.from(csv.replace("Ash Hill", "Château"), "latin1")),
    whole("not-utf8"),
  ),
  "UTF-16": bytesOf((csv) => new Uint8Array(Buffer.from(`\uFEFF${csv}`, "utf16le")), whole("not-utf8")),
  "old Mac line ends": bytesOf((csv) => text(csv.replaceAll("\n", "\r")), whole("old-mac-line-endings")),
  "one other line end": bytesOf((csv) => text(csv.replace("\n", "\r\n")), whole("mixed-line-endings")),
  "a web page": ({ header, rows }) => {
    const lines = [header, ...rows].map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join("")}</tr>`);
    return { bytes: text(`<html><table>${lines.join("")}</table></html>`), faults: [whole("html-as-data")] };
  },
};
