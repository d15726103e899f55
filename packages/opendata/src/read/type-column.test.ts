import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { censusOf } from "./census.js";
import type { ColumnType } from "./source-table.js";
import { typeColumn } from "./type-column.js";

const typed = (cells: readonly string[], heading = "Thing") => {
  const census = censusOf([...cells]);
  const column = typeColumn(census, heading);
  return { ...column, cells: cells.map((_, at) => column.values[census.indexes[at] ?? 0]) };
};

describe("what a column is", () => {
  test.each<[string, ColumnType, string[], string]>([
    ["numbers", "number", ["1.5", "2", "-3"], "Rate"],
    ["whole numbers", "integer", ["1", "2,000", "-3"], "People"],
    ["whole numbers that a program wrote as decimals", "integer", ["1.0", "2.0", ""], "People"],
    ["pounds", "currency", ["£1.50", "£2", "£3,000"], "Paid"],
    ["codes with leading noughts", "code", ["00123", "12345", "00456"], "Thing"],
    ["telephone numbers", "code", ["0161 496 0000", "07700 900123"], "Call"],
    ["telephone numbers without spaces", "code", ["01614960000", "01614960001"], "Call"],
    ["identifiers by their heading", "code", ["20018504", "20018506"], "Supplier ID"],
    [
      "identifiers of which some have an underscore",
      "code",
      [...Array.from({ length: 40 }, (_, at) => String(20_018_504 + at)), "20000000_46281108"],
      "Payee",
    ],
    ["numbers too long for a number", "code", ["12345678901234567890", "12345678901234567891"], "Thing"],
    ["area codes", "code", ["E05001284", "E05001285"], "Thing"],
    ["references with slashes", "code", ["10/03917/LDCP", "10/03856/FUL"], "Thing"],
    ["codes that look like a month and a year", "code", ["11-00", "12-00", "00-QB", "95-OQN"], "Thing"],
    ["postcodes", "postcode", ["SE11 4NA", "m41 9eh", "W1A1AA"], "Where"],
    ["days", "date", ["04-Jan-11", "28-Feb-11"], "When"],
    ["moments", "datetime", ["2024-08-02T12:29:00Z", "2024-08-03T09:00:00Z"], "Last modified"],
    ["days at midnight", "date", ["01/04/2014 00:00", "30/04/2014 00:00"], "When"],
    ["eight digits under a heading for dates", "date", ["20140401", "20140430"], "Paid date"],
    ["times of day", "time", ["09:30", "17:45"], "Opens"],
    ["yes and no", "boolean", ["Yes", "No", "yes"], "Open call?"],
    ["true and false", "boolean", ["True", "False"], "Current"],
    ["words", "text", ["Revenue", "Capital"], "Type"],
    ["web addresses", "text", ["https://a.example/1", "https://a.example/2"], "Web"],
    ["e-mail addresses", "text", ["a1@b.example", "c2@d.example"], "Contact"],
    ["financial years", "text", ["2011/12", "2012/13"], "Year"],
    ["hours of opening", "text", ["09:00-17:00", "10:00-18:00"], "Monday"],
    ["spans of time", "text", ["2023-04-01/P3M", "2023-07-01/P3M"], "Period"],
    ["nothing", "empty", ["", " ", ""], "Thing"],
  ])("%s: %s", (_, type, cells, heading) => {
    expect(typed(cells, heading).type).toBe(type);
  });

  test("Number of wards is a count; Ward number is a code", () => {
    expect(typed(["1", "2"], "Number of wards").type).toBe("integer");
    expect(typed(["1", "2"], "Ward number").type).toBe("code");
  });

  test("a word in row 2,000 of a column of numbers does not change it, and is not lost without a word", () => {
    const column = typed([...Array.from({ length: 2000 }, (_, at) => String(at * 2)), "hello"]);
    expect(column).toMatchObject({ type: "integer", missing: 0 });
    expect(column.reason).toContain("1 is not");
    expect(column.cells.at(-1)).toBeNull();
  });

  test("words for nothing are missing, never nought", () => {
    const column = typed(["5", "n/a", "-", "< 10", "*", "#REF!", "", " 1,234 ", "(500)"]);
    expect(column).toMatchObject({ type: "integer", missing: 6 });
    expect(column.cells).toEqual([5, null, null, null, null, null, null, 1234, -500]);
  });
});

describe("dates are decided for the whole column", () => {
  test.each([
    ["the day first, by one number above 12", ["03/04/2013", "25/12/2013"], ["2013-04-03", "2013-12-25"], "day-first"],
    [
      "the month first, by one number above 12",
      ["03/04/2013", "12/25/2013"],
      ["2013-03-04", "2013-12-25"],
      "month-first",
    ],
    ["in doubt the British way", ["03/04/2013", "05/06/2013"], ["2013-04-03", "2013-06-05"], "day-first"],
  ])("%s", (_, cells, dates, dateOrder) => {
    expect(typed(cells)).toMatchObject({ type: "date", cells: dates, dateOrder });
  });

  test("a date that is impossible the way the others are is missing, not bent", () => {
    expect(typed(["13/04/2013", "14/04/2013", "05/16/2013"]).cells).toEqual(["2013-04-13", "2013-04-14", null]);
  });

  test("31 April is no date, so the column stays text", () => {
    expect(typed(["31/04/2013", "31/06/2013"]).type).toBe("text");
  });

  const day = fc
    .date({ min: new Date("1970-01-02"), max: new Date("2068-12-30"), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
  const forms: Readonly<Record<string, (y: string, m: string, d: string) => string>> = {
    "dd/mm/yyyy": (y, m, d) => `${d}/${m}/${y}`,
    "d.m.yyyy": (y, m, d) => `${Number(d)}.${Number(m)}.${y}`,
    "dd-mm-yyyy": (y, m, d) => `${d}-${m}-${y}`,
    "dd/mm/yy": (y, m, d) => `${d}/${m}/${y.slice(2)}`,
    "yyyy-mm-dd": (y, m, d) => `${y}-${m}-${d}`,
    "yyyy/mm/dd": (y, m, d) => `${y}/${m}/${d}`,
    "dd-Mon-yy": (y, m, d) => `${d}-${months[Number(m) - 1]}-${y.slice(2)}`,
    "d Month yyyy": (y, m, d) => `${Number(d)} ${months[Number(m) - 1]} ${y}`,
    "Mon d, yyyy": (y, m, d) => `${months[Number(m) - 1]} ${Number(d)}, ${y}`,
    "mm/dd/yyyy": (y, m, d) => `${m}/${d}/${y}`,
  };

  test.each(Object.entries(forms))("every day written as %s comes back as the same day", (_, write) => {
    fc.assert(
      fc.property(fc.array(day, { minLength: 1, maxLength: 30 }), (days) => {
        // One day that settles the order stands among them, as in any real column of a month's length.
        const all = [...days, "2014-01-31"];
        const cells = all.map((iso) => write(iso.slice(0, 4), iso.slice(5, 7), iso.slice(8)));
        expect(typed(cells, "Date").cells).toEqual(all);
      }),
      { seed: 20_261_124, numRuns: 60 },
    );
  });
});
