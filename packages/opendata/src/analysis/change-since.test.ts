import { describe, expect, test } from "vitest";
import { tableOf } from "../table/table.js";
import { changeSince } from "./change-since.js";

const source = "Invented for teaching";
const years = [100, 104, 99, 103, 101, 98, 102, 150].map((visits, at) => ({ year: 2016 + at, visits }));
const options = { time: "year", value: "visits", source };

describe("changeSince", () => {
  test("says how much, how many per cent, and that it is more than usual", () => {
    const finding = changeSince(years, { ...options, since: 2022 });
    expect(finding.sentence).toBe(
      "Visits rose from 102 in 2022 to 150 in 2023: 48 more, which is 47 % more. From one year to the next it usually moves by about 4, so this is far more than usual.",
    );
    expect(finding.numbers.rows()).toMatchObject([{ from: 102, to: 150, change: 48, "per cent": (48 / 102) * 100 }]);
  });

  test("of per cent the difference is in percentage points", () => {
    const shares = [40, 60].map((visits, at) => ({ year: 2020 + at, visits }));
    expect(changeSince(shares, { ...options, unit: "%", since: 2020 }).sentence).toMatch(
      /^Visits rose from 40 % in 2020 to 60 % in 2021: 20 percentage points more, which is 50 % more\./,
    );
  });

  test("a change within the usual ups and downs is called no more than usual; of two figures nothing is said", () => {
    expect(changeSince(years, { ...options, since: 2020, to: 2022 }).sentence).toMatch(/no more than usual\.$/);
    expect(changeSince(years.slice(0, 2), { ...options, since: 2016 }).sentence).toMatch(
      /Two figures alone can't say whether that is more than chance\.$/,
    );
  });

  test("a tiny base is warned of, and from nought there is no per cent", () => {
    const few = [2, 4].map((visits, at) => ({ year: 2020 + at, visits }));
    expect(changeSince(few, { ...options, since: 2020 }).warnings).toContainEqual(
      "The start is small, so a few more or less make many per cent. Say the numbers themselves, not the per cent.",
    );
    const none = changeSince([{ year: 2020, visits: 0 }, ...few.slice(1)], { ...options, since: 2020 });
    expect(none.facts["percent"]).toBeNull();
    expect(none.sentence).toMatch(/from 0 in 2020 to 4 in 2021: 4 more\. /);
    expect(none.warnings).toContainEqual(expect.stringMatching(/can't be said in per cent/));
  });

  test("missing times between are named and not counted as nought", () => {
    const gap = years
      .filter(({ year }) => year !== 2018)
      .map((row) => (row.year === 2019 ? { ...row, visits: null } : row));
    expect(changeSince(gap, { ...options, since: 2016 }).warnings).toContainEqual(
      "2018 and 2019 have no figure. What is missing is left out, not counted as nought.",
    );
    expect(() => changeSince(gap, { ...options, since: 2018 })).toThrow(
      "2018 has no figure. The figures go from 2016 to 2023; choose a time that has one.",
    );
    expect(() => changeSince(gap, { ...options, since: "last year" })).toThrow(/There is no figure for "last year"/);
    expect(() => changeSince(years, { ...options, since: 2023, to: 2016 })).toThrow(/2016 is not later than 2023/);
  });

  test("AN10: a year that had not ended when the file was published is left out, unless it is asked for", () => {
    const table = tableOf(years).from({ name: "visits.csv", published: "2023-05-01" });
    const finding = changeSince(table, { time: "year", value: "visits", since: 2016 });
    expect(finding.facts["to"]).toBe(102);
    expect(finding.warnings[0]).toMatch(
      /^2023 had not ended when this was published \(1 May 2023\), so it is left out/,
    );
    for (const asked of [{ to: 2023 }, { keepLast: true }]) {
      expect(changeSince(table, { time: "year", value: "visits", since: 2016, ...asked }).facts["to"]).toBe(150);
    }
    const later = table.from({ published: "2024-05-01" });
    expect(changeSince(later, { time: "year", value: "visits", since: 2016 }).facts["to"]).toBe(150);
    const read = tableOf(years).from({ name: "visits.csv", readAt: "2023-11-01T10:00:00.000Z" });
    expect(changeSince(read, { time: "year", value: "visits", since: 2016 }).warnings[0]).toMatch(/was read/);
  });

  test("asked for by name, a year that had not ended is compared and warned of", () => {
    const table = tableOf(years).from({ name: "visits.csv", published: "2023-05-01" });
    const finding = changeSince(table, { time: "year", value: "visits", since: 2016, to: 2023 });
    expect(finding.warnings).toContainEqual(expect.stringMatching(/^2023 had not ended/));
  });

  test("different times of the year, a new way of counting and notes are told", () => {
    const months = Array.from({ length: 30 }, (_, at) => ({
      month: `${2022 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`,
      visits: 100 + at,
      note: at === 14 ? "Closed for two weeks" : null,
    }));
    const finding = changeSince(months, {
      time: "month",
      value: "visits",
      since: "Jan 2023",
      to: "2023-06-01",
      notes: "note",
      changed: [
        { at: "April 2023", what: "online visits are counted too" },
        { at: "April 2024", what: "a new form" },
      ],
      source,
    });
    expect(finding.warnings).toEqual([
      "January 2023 and June 2023 are different times of the year, so part of the change may be the season. Compare the same time of another year as well.",
      "What is counted changed in April 2023: online visits are counted too. Part of the change may be that.",
      "A note on March 2023 says: Closed for two weeks",
    ]);
    const yearly = changeSince(months, { time: "month", value: "visits", since: "Jan 2023", to: "Jan 2024", source });
    expect(yearly.sentence).toMatch(/From one year to the next it usually moves by about 12/);
  });

  test("of several places the ends are told, and who lacks a figure is named", () => {
    const rows = ["Abbey", "Docks", "Gate"].flatMap((ward, at) =>
      years.map((row) => ({ ...row, ward, visits: row.visits * (at + 1) })),
    );
    const lacking = rows.filter(({ ward, year }) => ward !== "Gate" || year !== 2016);
    const finding = changeSince(lacking, { ...options, by: "ward", since: 2016 });
    expect(finding.sentence).toBe(
      "From 2016 to 2023, visits rose in 2 of 2. The largest rise, or smallest fall, was in Docks, from 200 to 300 (100 more, which is 50 % more); at the other end is Abbey, from 100 to 150 (50 more, which is 50 % more).",
    );
    expect(finding.warnings).toContainEqual("Gate has no figure for both times and is left out.");
    expect(finding.chart.data.type).toBe("bar");
    expect(() => changeSince(rows, { ...options, since: 2016 })).toThrow(
      'There is more than one figure for 2016. Keep the rows of one place with filter, or add them up first: .groupBy("year").summarise({ total: sum("visits") })',
    );
    expect(() => changeSince(rows, { ...options, by: "ward", since: 1999 })).toThrow(/figures go from 2016 to 2023/);
  });
});
