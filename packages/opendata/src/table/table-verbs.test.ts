import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { count } from "./aggregate.js";
import { month, weekday, year } from "./date-parts.js";
import { mean, sum } from "./figures.js";
import { tableOf, type Table } from "./table.js";

const rows = fc.array(
  fc.record({
    ward: fc.constantFrom("Ash", "Birch", "Cedar", null),
    year: fc.constantFrom(2023, 2024),
    amount: fc.option(fc.integer({ min: -50, max: 50 }), { nil: null }),
  }),
  { minLength: 1, maxLength: 30 },
);
const settings = { seed: 20_261_125, numRuns: 150 };
const inOrder = (one: number, other: number): number => one - other;
const present = (table: Table, column: string): number[] =>
  table
    .column(column)
    .filter((cell) => typeof cell === "number")
    .toSorted(inOrder);
const lastStep = (table: Table): string => table.about.steps.at(-1)?.words ?? "";

describe("missing values through every verb", () => {
  test("none appears, vanishes or becomes nought", () => {
    fc.assert(
      fc.property(rows, (made) => {
        const table = tableOf(made, "made");
        const given = present(table, "amount");
        for (const same of [
          table.sortBy("amount"),
          table.sample(made.length),
          table.select("amount"),
          table.append([]),
        ]) {
          expect(present(same, "amount")).toEqual(given);
          expect(same.length).toBe(made.length);
        }
        const lacking = table.withMissing("amount");
        expect(lacking.length + table.withoutMissing("amount").length).toBe(made.length);
        expect(lacking.length).toBe(made.length - given.length);
        expect(present(table.fillMissing("amount", 7), "amount").length).toBe(made.length);
        expect(table.filter((row) => row["amount"] < 99).length).toBe(given.length);
      }),
      settings,
    );
  });

  test("a group's mean is that of its known figures, and the sum of nothing is nothing", () => {
    fc.assert(
      fc.property(rows, (made) => {
        const byWard = tableOf(made)
          .groupBy("ward")
          .summarise({ mean: mean("amount"), sum: sum("amount"), rows: count() });
        for (const group of byWard) {
          const those = made.filter(({ ward }) => ward === group["ward"]);
          const known = those.flatMap(({ amount }) => (amount === null ? [] : [amount]));
          const total = known.reduce((sofar, amount) => sofar + amount, 0);
          expect(group["rows"]).toBe(those.length);
          expect(group["sum"]).toBe(known.length === 0 ? null : total);
          expect(group["mean"]).toBe(known.length === 0 ? null : total / known.length);
        }
      }),
      settings,
    );
  });

  test("unpivot takes back what pivot made, with nothing still nothing", () => {
    fc.assert(
      fc.property(rows, (made) => {
        const wide = tableOf(made).pivot({ rows: "ward", columns: "year", values: sum("amount") });
        const years = wide.columns.slice(1);
        const long = wide.unpivot({ columns: years, name: "year", value: "amount" });
        expect(long.length).toBe(wide.length * years.length);
        for (const row of long) {
          const known = made.flatMap(({ ward, year: when, amount }) =>
            ward === row["ward"] && String(when) === row["year"] && amount !== null ? [amount] : [],
          );
          expect(row["amount"]).toBe(known.length === 0 ? null : known.reduce((sofar, amount) => sofar + amount, 0));
        }
      }),
      settings,
    );
  });

  test("a join keeps or leaves out exactly the rows without a partner, and none with a missing key has one", () => {
    fc.assert(
      fc.property(rows, (made) => {
        const table = tableOf(made);
        const wards = [
          { ward: "Ash", people: 10 },
          { ward: null, people: 99 },
        ];
        const inAsh = made.filter(({ ward }) => ward === "Ash").length;
        expect(table.join(wards, { on: "ward" }).length).toBe(made.length);
        expect(table.join(wards, { on: "ward", keep: "matched" }).length).toBe(inAsh);
        const alone = table.join(wards, { on: "ward", keep: "unmatched" });
        expect([alone.length, alone.columns]).toEqual([made.length - inAsh, table.columns]);
      }),
      settings,
    );
  });
});

describe("a join says what is commonly wrong with one", () => {
  const visits = tableOf([{ ward: "Ash", year: 2023, visits: 5 }], "visits");

  test("nothing matched, or rows were repeated", () => {
    expect(lastStep(visits.join([{ ward: "ASH", people: 1 }], { on: "ward" }))).toContain("No row found a partner");
    const twice = [
      { ward: "Ash", people: 1 },
      { ward: "Ash", people: 2 },
    ];
    expect(lastStep(visits.join(twice, { on: "ward" }))).toContain("1 row has more than one partner");
    expect(lastStep(visits.join(twice.slice(1), { on: "ward" }))).not.toContain("partner");
  });

  test("several keys must all agree, and a name that both have stays apart", () => {
    const other = [
      { ward: "Ash", year: 2023, visits: 7 },
      { ward: "Ash", year: 2024, visits: 9 },
    ];
    const joined = visits.join(other, { on: { columns: ["ward", "year"] } });
    expect(joined.rows()).toEqual([{ ward: "Ash", year: 2023, visits: 5, "visits (2)": 7 }]);
    expect(() => visits.join(other, { on: { columns: ["ward", "yeer"] } })).toThrow(/Did you mean "year"/);
  });
});

test("alike rows are kept once, groups are counted, and a new column may not take a name", () => {
  const table = tableOf([
    { a: 1, b: 2 },
    { a: 1, b: 3 },
    { a: null, b: 3 },
  ]);
  expect(table.distinct("a").column("b")).toEqual([2, 3]);
  expect(table.distinct().length).toBe(3);
  expect(table.groupBy("a").count().column("count")).toEqual([2, 1]);
  expect(() => table.unpivot({ columns: ["b"], name: "a", value: "v" })).toThrow(/two columns called "a"/);
});

test("parts of a date, and of no date nothing", () => {
  expect([year("2024-02-29"), month("2024-02-29"), weekday("2024-02-29")]).toEqual([2024, 2, "Thursday"]);
  expect([year("2023-02-29"), month("29/02/2024"), weekday(undefined), year(null)]).toEqual(Array(4).fill(undefined));
});
