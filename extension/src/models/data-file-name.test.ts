import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { freeName, isDataFile, keptName, megabytes, mostBytes, nameWith, refusal } from "./data-file-name.js";

test("what the toolkit reads is a data file, in any case of letters; a picture, a notebook and a name without an ending are not", () => {
  for (const name of ["a.csv", "a.TSV", "a.b.txt", "a.xlsx", "a.xls", "a.ods", "a.json", "a.GeoJSON", "a.zip"])
    expect([name, isDataFile(name)]).toEqual([name, true]);
  for (const name of ["a.png", "a.ipynb", "csv", "a.csv.exe", ""])
    expect([name, isDataFile(name)]).toEqual([name, false]);
});

test("a refusal says what is wrong and what to do; what can be read is not refused", () => {
  expect(refusal("a.csv", mostBytes)).toBeUndefined();
  expect(refusal("photo.png", 10)).toMatch(/photo\.png is not a kind of file that can be read here.*save it as CSV/);
  expect(refusal("big.csv", mostBytes + 1024 * 1024)).toMatch(/big\.csv has 51 MB.*up to 50 MB.*read\(…\)/);
});

describe("the name under which a file is kept", () => {
  test.each([
    ["loans.csv", "loans.csv"],
    ["Loans 2024 (final).CSV", "Loans 2024 (final).csv"],
    ["../../etc/passwd.csv", "etc-passwd.csv"],
    ["..csv", "data.csv"],
    ["<img src=x onerror=alert(1)>.csv", "img src=x onerror=alert(1)-.csv"],
    ["invoice\u202egnp.csv", "invoice-gnp.csv"],
    ["con.csv", "my-con.csv"],
    ["a%2e%2e%2fb.csv", "a-2e-2e-2fb.csv"],
    ["Cafe\u0301.csv", "Café.csv"],
    ["猫.csv", "猫.csv"],
  ])("%j becomes %j", (given, kept) => {
    expect(keptName(given)).toBe(kept);
  });

  test("is one that every server takes, whatever was given, and taking it again changes nothing", () => {
    // As in server/src/jupyter/content-path.ts.
    // oxlint-disable-next-line no-control-regex -- control characters are exactly what is refused
    const forbidden = /[\u0000-\u001f\u007f\\/:*?"<>|]|%(?:2e|2f|5c|00|25)|^\.|[ .]$/i;
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 120 }), fc.constantFrom(".csv", ".xlsx"), (stem, ending) => {
        const name = keptName(stem + ending);
        expect(name).not.toMatch(forbidden);
        expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(200);
        expect(() => encodeURIComponent(name)).not.toThrow();
        expect(name).toBe(name.normalize("NFC"));
        expect(keptName(name)).toBe(name);
      }),
      { seed: 20_261_129, numRuns: 100 },
    );
  });
});

test("the next name that is free, upper and lower case being one", () => {
  expect(freeName("a.csv", [])).toBe("a.csv");
  expect(freeName("a.csv", ["A.CSV", "a 2.csv"])).toBe("a 3.csv");
  expect(nameWith("a.b.xlsx", " (mended)", ".csv")).toBe("a.b (mended).csv");
});

test("sizes as people say them", () => {
  expect([100, 2048, 1.5 * 1024 ** 2, 50 * 1024 ** 2].map(megabytes)).toEqual(["1 KB", "2 KB", "1.5 MB", "50 MB"]);
});
