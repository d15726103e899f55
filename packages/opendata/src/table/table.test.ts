import { describe, expect, test } from "vitest";
import { mend } from "../mend/mending.js";
import { profile } from "../profile/profile.js";
import { chart } from "../charts/chart-verbs.js";
import { count } from "./aggregate.js";
import { mean, median, sum } from "./figures.js";
import { read } from "./read.js";
import { tableOf } from "./table.js";

const csv = "ward,amount,year\nAsh,100,2023\nAsh,,2024\nBirch,300,2023\n,50,2024\n";
const grants = await read({ name: "grants.csv", bytes: new TextEncoder().encode(csv) });

describe("a table", () => {
  test("a missing number fits no comparison and makes no sum", () => {
    expect(grants.filter((row) => row["amount"] < 200).length).toBe(2);
    expect(grants.derive("twice", (row) => row["amount"] * 2).column("twice")).toEqual([200, null, 600, 100]);
    expect([sum(grants, "amount"), mean(grants, "amount"), median(grants, "amount")]).toEqual([450, 150, 100]);
  });

  test("rows of a group count their missing cells apart", () => {
    const byWard = grants.groupBy("ward").summarise({ rows: count(), with: count("amount"), mean: mean("amount") });
    expect(byWard.rows()[0]).toMatchObject({ ward: "Ash", rows: 2, with: 1, mean: 100 });
    expect(byWard.length).toBe(3);
  });

  test("rows without a partner stay, and nothing missing is partner of anything", () => {
    const wards = tableOf(
      [
        { ward: "Ash", people: 10 },
        { ward: null, people: 99 },
      ],
      "wards",
    );
    expect(grants.join(wards, { on: "ward" }).column("people")).toEqual([10, 10, null, null]);
    expect(grants.join(wards, { on: "ward", keep: "matched" }).length).toBe(2);
  });

  test("values of a column become columns, with nothing where there is nothing", () => {
    const wide = grants.pivot({ rows: "ward", columns: "year", values: sum("amount") });
    expect(wide.columns).toEqual(["ward", "2023", "2024"]);
    expect(wide.column("2024")).toEqual([null, null, 50]);
  });

  test("a slip in a column's name is told with the name that was meant", () => {
    expect(() => grants.sortBy("amuont")).toThrow(/Did you mean "amount"/);
    expect(() => grants.filter((row) => row["yeer"] === 2023)).toThrow(/Did you mean "year"/);
  });

  test("carries where it came from and each step since, also through a mending and into a chart", () => {
    const mended = mend(grants.from({ publisher: "Ashby Council" }), { type: "leave-out-columns", columns: ["year"] });
    expect(mended.columns).toEqual(["ward", "amount"]);
    expect(mended.about.steps.map(({ words }) => words)).toEqual(["Left out “year”."]);
    const most = mended.sortBy("amount", "highest first").slice(0, 2);
    const drawn = chart.bar(most, { label: "ward", value: "amount", axis: "Pounds", title: "Birch had most" });
    expect(drawn.data.source).toBe("Ashby Council, grants.csv");
    expect(profile(most).rows).toBe(2);
  });
});
