/**
 * Where danfojs-node answers otherwise than our toolkit does, on the file of the notebook for people who come from it. What that
 * notebook says of danfojs stands here as a test: when a newer version answers otherwise, the notebook has to be mended.
 */
import { mean, month, read, tableOf, year, type Table } from "@data-surgery/opendata";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";

/** What is used of it here; its own types let any name pass. */
interface Frame {
  readonly values: readonly (readonly unknown[])[];
  readonly [column: string]: unknown;
  groupby(names: readonly string[]): { col(names: readonly string[]): Record<"mean" | "count", () => Frame> };
  query(rows: unknown): Frame;
  fillNa(value: number, options: { readonly columns: readonly string[] }): Frame;
}
interface Series {
  readonly values: readonly unknown[];
  add(number: number): Series;
  lt(number: number): unknown;
  month(): Series;
}
interface Danfo {
  readonly __version: string;
  readonly DataFrame: new (columns: Readonly<Record<string, readonly unknown[]>>) => Frame & {
    mul(number: number): Frame;
  };
  readCSV(path: string): Promise<Frame>;
  toCSV(frame: Frame): string;
  merge(options: {
    readonly left: Frame;
    readonly right: Frame;
    readonly on: readonly string[];
    readonly how: "inner";
  }): Frame;
  toDateTime(series: unknown): Series;
}

const danfo = createRequire(import.meta.url)("danfojs-node") as Danfo;
const fileOf = (name: string): string =>
  fileURLToPath(new URL(`../../notebooks/coming-from-pandas/data/${name}`, import.meta.url));

let theirs: Frame;
let ours: Table;
beforeAll(async () => {
  theirs = await danfo.readCSV(fileOf("grants.csv"));
  ours = await read(fileOf("grants.csv"));
});

const amounts = (): Series => theirs["Amount"] as Series;

test("this is the version that the notebook speaks of", () => {
  expect(danfo.__version).toBe("1.2.0");
});

test("codes lose their leading noughts in danfojs, not here", () => {
  expect(theirs.values[0]?.[0]).toBe(101);
  expect(ours.at(0)?.["Ward code"]).toBe("00101");
});

test("the mean of a group counts a missing amount as 0 in danfojs, and leaves it out here", () => {
  expect(theirs.groupby(["Ward"]).col(["Amount"]).mean().values[0]).toEqual(["Abbey", 600]);
  expect(theirs.groupby(["Ward"]).col(["Amount"]).count().values[0]).toEqual(["Abbey", 2]);
  expect(
    ours
      .groupBy("Ward")
      .summarise({ average: mean("Amount") })
      .at(0),
  ).toMatchObject({ Ward: "Abbey", average: 1200 });
});

test("a missing amount is less than 1,000 in danfojs, and more than nothing when 1 is added; here it is neither", () => {
  expect(theirs.query(amounts().lt(1000)).values.map((row) => row[4])).toContain(null);
  expect(amounts().add(1).values[1]).toBe(1);
  expect(ours.filter((row) => row["Amount"] < 1000).column("Amount")).not.toContain(null);
  expect(ours.derive("more", (row) => row["Amount"] + 1).at(1)?.["more"]).toBeNull();
});

test("5 January is in May in danfojs, and 25 December is nowhere", () => {
  // It counts months from 0.
  expect(danfo.toDateTime(theirs["Paid"]).month().values.slice(0, 2)).toEqual([4, Number.NaN]);
  expect(ours.map((row) => [year(row["Paid"]), month(row["Paid"])]).slice(0, 2)).toEqual([
    [2024, 1],
    [2024, 12],
  ]);
});

test("a name with a comma becomes two cells in what danfojs writes", () => {
  expect(danfo.toCSV(theirs).split("\n")[1]).toBe("101,Abbey,Knit, Natter and Mend,05/01/2024,1200");
  expect(ours.toCsv().split(/\r?\n/)[1]).toBe('00101,Abbey,"Knit, Natter and Mend",2024-01-05,1200');
});

test("a published file's title becomes the headings in danfojs, and its total a row", async () => {
  const frame = await danfo.readCSV(fileOf("published.csv"));
  expect(frame["columns"]).toMatchObject(["Ambleford community grants 2024", "", "_1", "_2", "_3"]);
  expect(frame.values.at(-1)).toContain("Total");
  const table = await read(fileOf("published.csv"));
  expect(table.columns).toEqual(["Ward code", "Ward", "Group", "Paid", "Amount"]);
  expect(table.column("Amount").at(-1)).toBe(2000);
});

test("filling gaps changes the rows of the danfojs table that one had before; here it stays as it was", async () => {
  const before = await danfo.readCSV(fileOf("grants.csv"));
  before.fillNa(0, { columns: ["Amount"] });
  expect(before.values[1]?.[4]).toBe(0);
  ours.fillMissing("Amount", 0);
  expect(ours.column("Amount")[1]).toBeNull();
});

test("two missing keys are partners in a danfojs join, and of nothing here", () => {
  const [left, right] = [
    { key: ["a", null], x: [1, 2] },
    { key: ["a", null], y: [3, 4] },
  ];
  const [one, other] = [new danfo.DataFrame(left), new danfo.DataFrame(right)];
  expect(danfo.merge({ left: one, right: other, on: ["key"], how: "inner" }).values).toHaveLength(2);
  const rows = [{ key: "a" }, { key: null }];
  expect(tableOf(rows).join(rows, { on: "key", keep: "matched" })).toHaveLength(1);
});

test("large amounts lose their pence in danfojs", () => {
  expect(new danfo.DataFrame({ pounds: [123_456_789.12] }).mul(1).values).toEqual([[123_456_792]]);
});
