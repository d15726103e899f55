import { lineChart } from "../line-chart.js";
import type { Chart } from "../chart.js";
import { createRowMaker, type Row } from "../row.js";
import { Table, type TableLike } from "../table/table.js";
import { freeName } from "../table/free-name.js";
import { periodStart } from "./period.js";
import type { Series } from "./series.js";

/** What a finding about a series draws: figures as they were, and what was worked out from them. */
export interface DrawnLine {
  readonly name: string;
  readonly worked: boolean;
  readonly points: readonly {
    readonly at: number;
    readonly value: number;
    readonly low?: number;
    readonly high?: number;
  }[];
}

export interface SeriesChartWords {
  readonly time: string;
  readonly axis: string;
  readonly title: string;
  readonly source: string;
  readonly lead: string;
  readonly warnings: readonly string[];
  readonly from?: number;
}

/** A line for each; times are written as the table's own words have them. */
export function seriesChart(series: Series, lines: readonly DrawnLine[], words: SeriesChartWords): Chart {
  const { time, ...more } = words;
  const rows = lines.flatMap(({ name, points }) =>
    points.map(({ at, value, low, high }): Row => ({ [time]: timeCell(series, at), line: name, value, low, high })),
  );
  const ranged = rows.some((row) => row["low"] !== undefined);
  return lineChart(rows, {
    ...more,
    x: time,
    y: "value",
    ...(lines.length > 1 ? { line: "line" } : {}),
    ...(ranged ? { low: "low", high: "high" } : {}),
    worked: lines.filter(({ worked }) => worked).map(({ name }) => name),
  });
}

/** A time as the line chart reads it: years as numbers, all else in words. */
export function timeCell({ unit, words }: Pick<Series, "unit" | "words">, at: number): string | number {
  if (unit === "year") return at;
  return unit === "day" ? periodStart({ unit, at }).toISOString().slice(0, 10) : words(at);
}

/** The table of a finding's numbers: columns of its own, with where the figures come from. */
export function numbersTable(
  from: TableLike,
  columns: readonly string[],
  cells: readonly (readonly unknown[])[],
  words: string,
): Table {
  const names: string[] = [];
  for (const column of columns) names.push(freeName(column, names));
  const make = createRowMaker(names, null);
  const about = from instanceof Table ? from.about : { name: "a table", steps: [] };
  const step = { words, rowsBefore: from.length, rowsAfter: cells.length };
  return new Table(
    cells.map((row) => make(row)),
    names,
    { ...about, steps: [...about.steps, step] },
  );
}
