import { expect, test } from "vitest";
import type { DataSetRecord } from "./data-set-record.js";
import { chartableColumns, releaseCharts } from "./release-charts.js";
import { recordFor, tableOfText } from "./test-set.js";

const months = ["2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01"];
const places = ["Ambleford", "Brackley", "Coldstow"];

async function titles(text: string, charts?: readonly string[]): Promise<string[]> {
  const table = await tableOfText(text);
  const record = recordFor([table]);
  const chosen: DataSetRecord =
    charts === undefined ? record : { ...record, tables: record.tables.map((words) => ({ ...words, charts })) };
  return releaseCharts(table, chosen, "v1").map(({ title }) => title);
}

const csv = (rows: readonly (readonly (string | number)[])[]): string =>
  `${["month,place,visits", ...rows.map((row) => row.join(","))].join("\n")}\n`;

test("rows that come and go over the months have a line, one in each month for each place has none unless it is chosen", async () => {
  const even = csv(months.flatMap((month) => places.map((place, at) => [month, place, at + 1])));
  const uneven = csv(months.flatMap((month, at) => places.slice(at % 3).map((place) => [month, place, 5])));
  expect((await titles(even)).filter((title) => title.includes("by month"))).toEqual([]);
  expect(await titles(even, ["month"])).toEqual(["12 rows by month, from 2025-01 to 2025-04"]);
  expect((await titles(uneven))[0]).toBe("9 rows by month, from 2025-01 to 2025-04");
});

test("a figure for each day is drawn along the days, and one for each name as bars with the highest first", async () => {
  const [line] = await titles(csv(months.map((month, at) => [month, places[at % 3] ?? "", 10 * at])));
  expect(line).toContain("visits");
  const bars = await titles("place,visits\nAmbleford,3\nBrackley,9\nColdstow,5\n");
  expect(bars).toEqual(["Brackley has the highest figure for visits"]);
});

test("none is drawn where none was chosen, and a column that is gone has none", async () => {
  const text = csv(months.map((month) => [month, "Ambleford", 1]));
  expect(await titles(text, [])).toEqual([]);
  expect(await titles(text, ["halls"])).toEqual([]);
});

test("columns that can't be drawn are not offered", async () => {
  const table = await tableOfText("note,visits,day\nOpen late,4,2025-01-01\nClosed in May,6,2025-01-01\n");
  expect(chartableColumns(table, recordFor([table]))).not.toContain("day");
});
