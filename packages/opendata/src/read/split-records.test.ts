import * as fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { carriageReturnEnds, splitRecords } from "./split-records.js";

const split = (text: string, delimiter = ","): string[][] =>
  splitRecords(text, { delimiter, crEnds: carriageReturnEnds(text) }).records;

describe("the public CSV fixtures of csv-spectrum", () => {
  const folder = dirname(createRequire(import.meta.url).resolve("csv-spectrum/package.json"));
  // The JSON of location_coordinates names another telephone number than its CSV, so it proves nothing.
  const names = readdirSync(join(folder, "csvs"))
    .map((name) => name.replace(/\.csv$/, ""))
    .filter((name) => name !== "location_coordinates");

  test("are there", () => {
    expect(names.length).toBeGreaterThan(10);
  });

  test.each(names)("%s is read as its JSON says", (name) => {
    const records = split(readFileSync(join(folder, "csvs", `${name}.csv`), "utf8"));
    const headings = records[0] ?? [];
    const rows = records
      .slice(1)
      .map((record) => Object.fromEntries(headings.map((heading, at) => [heading, record[at]])));
    const expected = JSON.parse(readFileSync(join(folder, "json", `${name}.json`), "utf8")) as unknown;
    expect(rows).toEqual(expected);
  });
});

describe("splitRecords: ends of rows", () => {
  test.each([
    ["LF", "a,b\n1,2\n"],
    ["CRLF", "a,b\r\n1,2\r\n"],
    ["CR alone", "a,b\r1,2\r"],
    ["the doubled CR CR LF", "a,b\r\r\n1,2\r\r\n"],
    ["a mix", "a,b\r\n1,2\n"],
    ["none after the last row", "a,b\n1,2"],
  ])("%s", (_, text) => {
    expect(split(text)).toEqual([
      ["a", "b"],
      ["1", "2"],
    ]);
  });

  test("carriage returns inside quoted cells stay there, whatever ends the rows", () => {
    expect(split('id,address\r\n1,"1 High St\rLeeds\r"\r\n2,x\r\n')).toEqual([
      ["id", "address"],
      ["1", "1 High St\rLeeds\r"],
      ["2", "x"],
    ]);
  });

  test("an empty line is a record without cells; a quoted empty cell is a cell", () => {
    expect(split('a\n\n""\n')).toEqual([["a"], [], [""]]);
  });
});

describe("splitRecords: quotation marks", () => {
  const marks = (text: string): { records: string[][]; unclosed: number[]; stray: number[]; spaced: number[] } => {
    const { records, unclosedQuotes, strayQuotes, spacedQuotes } = splitRecords(text, {
      delimiter: ",",
      crEnds: false,
    });
    return { records, unclosed: unclosedQuotes, stray: strayQuotes, spaced: spacedQuotes };
  };

  test("one that is never closed spoils its own row only", () => {
    const { records, unclosed } = marks('a,b\n1,"two\n3,four\n5,six\n');
    expect(records).toEqual([
      ["a", "b"],
      ["1", '"two'],
      ["3", "four"],
      ["5", "six"],
    ]);
    expect(unclosed).toEqual([2]);
  });

  test("one that a later row seems to close spoils its own row only", () => {
    const { records, unclosed } = marks('a,b,c\n1,"two,3\n4,"five",6\n');
    expect(records).toEqual([
      ["a", "b", "c"],
      ["1", '"two', "3"],
      ["4", "five", "6"],
    ]);
    expect(unclosed).toEqual([2]);
  });

  test("inches in a cell stay inches", () => {
    expect(marks('a,b\n1,4" pipe\n2,"5" pipe"\n')).toMatchObject({
      records: [
        ["a", "b"],
        ["1", '4" pipe'],
        ["2", '5" pipe'],
      ],
      stray: [2, 3],
    });
  });

  test("a space before a quotation mark does not cut the cell at its comma", () => {
    expect(marks('a,b\n1, "Smith, John"\n')).toMatchObject({
      records: [
        ["a", "b"],
        ["1", "Smith, John"],
      ],
      spaced: [2],
    });
  });

  test("ten thousand marks that nothing closes take no time to speak of", () => {
    const text = `a,b\n${'1,"x\n'.repeat(10_000)}`;
    const before = performance.now();
    expect(split(text)).toHaveLength(10_001);
    // A hang guard: taken apart badly this is hundreds of millions of steps.
    expect(performance.now() - before).toBeLessThan(20_000);
  });
});

test("whatever cells are quoted properly come back as they were", () => {
  const cell = fc.string({ unit: fc.constantFrom("a", "é", ",", '"', "\n", "\r", " ", "1", ";", "\t") });
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 }),
      fc.constantFrom("\n", "\r\n"),
      (records, end) => {
        const text = records
          .map((record) => record.map((one) => `"${one.replaceAll('"', '""')}"`).join(",") + end)
          .join("");
        expect(splitRecords(text, { delimiter: ",", crEnds: false }).records).toEqual(records);
      },
    ),
    { seed: 20_261_124, numRuns: 500 },
  );
});
