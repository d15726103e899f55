import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OpenDataError } from "./open-data-error.js";
import { parseTable } from "./parse-table.js";

const code = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof OpenDataError) return error.code;
    throw error;
  }
  return "no error";
};

describe("parseTable: cells", () => {
  test("numbers are numbers, text is text, and empty cells are null, never 0", () => {
    const rows = parseTable("place,people,rate\nLeeds,12,-0.5\nYork,,1.25\n,3,\n", "x.csv");
    expect(rows).toEqual([
      { place: "Leeds", people: 12, rate: -0.5 },
      { place: "York", people: null, rate: 1.25 },
      { place: null, people: 3, rate: null },
    ]);
  });

  test.each([
    ["leading noughts", "0121"],
    ["more digits than a number holds", "12345678901234567890"],
    ["a money sign", "£5"],
    ["a thousands comma", '"1,234"'],
    ["a plus", "+44"],
    ["an exponent", "1e5"],
    ["a hexadecimal look", "0x10"],
    ["a word", "n/a"],
  ])("one cell with %s keeps the whole column as it was written", (_, cell) => {
    const rows = parseTable(`a\n1\n${cell}\n`, "x.csv");
    expect(rows.map((row) => row["a"] as unknown)).toEqual(["1", cell.replaceAll('"', "")]);
  });

  test("a calculated number with many decimals is a number", () => {
    expect(parseTable("a\n0.14285714285714285\n", "x.csv")).toEqual([{ a: 1 / 7 }]);
  });

  test("quoted commas, quotation marks and line breaks stay inside their cell", () => {
    const rows = parseTable('name,note\n"Hong Kong, China","said ""yes""\ntwice"\n', "x.csv");
    expect(rows).toEqual([{ name: "Hong Kong, China", note: 'said "yes"\ntwice' }]);
  });

  test.each([";", "\t", "|"])("columns parted by %j are found", (mark) => {
    expect(parseTable(`a${mark}b\n1${mark}x\n2${mark}y\n`, "x.csv")).toEqual([
      { a: 1, b: "x" },
      { a: 2, b: "y" },
    ]);
  });

  test("a byte order mark and Windows line ends leave no trace", () => {
    expect(parseTable("\uFEFFa,b\r\n1,2\r\n\r\n", "x.csv")).toEqual([{ a: 1, b: 2 }]);
  });

  test("writing numbers and text as CSV and reading them gives the same again", () => {
    const text = fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
      .filter((cell) => cell.trim() !== "" && !/^[-\d.]+$/.test(cell.trim()));
    const number = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((value) => value / 100 + 0);
    fc.assert(
      fc.property(fc.array(fc.record({ name: text, value: number }), { minLength: 1, maxLength: 20 }), (rows) => {
        const lines = rows.map((row) => `"${row.name.replaceAll('"', '""')}",${row.value}`);
        expect(parseTable(`name,value\n${lines.join("\n")}\n`, "x.csv")).toEqual(rows);
      }),
      { seed: 20_261_123 },
    );
  });
});

describe("parseTable: headings", () => {
  test("spaces go, blanks are named by their place, and repeats are numbered", () => {
    const rows = parseTable(" a ,,a,a\n1,2,3,4\n", "x.csv");
    expect(Object.keys(rows[0] ?? {})).toEqual(["a", "column 2", "a (2)", "a (3)"]);
  });

  test("a heading called __proto__ is a column like any other", () => {
    const [row] = parseTable("__proto__,constructor\n1,2\n", "x.csv");
    expect(Object.entries(row ?? {})).toEqual([
      ["__proto__", 1],
      ["constructor", 2],
    ]);
    expect(({} as Record<string, unknown>)["1"]).toBeUndefined();
  });
});

describe("parseTable: files that cannot be read rightly are refused", () => {
  test.each([
    ["", "empty-file"],
    ["\n\n", "empty-file"],
    [",,\n1,2,3\n", "empty-file"],
    ["a,b\n1,2,3\n", "uneven-rows"],
    ["A title\na,b\n1,2\n", "uneven-rows"],
    ['a,b\n"1,2\n3,4\n', "open-quote"],
  ])("%j is %s", (text, expected) => {
    expect(code(() => parseTable(text, "x.csv"))).toBe(expected);
  });

  test("a file with headings and no rows is a table of no rows", () => {
    expect(parseTable("a,b\n", "x.csv")).toEqual([]);
  });

  test("the message names the row and says what to do", () => {
    expect(() => parseTable("a,b\n1,2\n3\n", "x.csv")).toThrow(
      /^Row 3 of x\.csv has 1 cells, but the headings have 2\..*mend that row/,
    );
  });
});
