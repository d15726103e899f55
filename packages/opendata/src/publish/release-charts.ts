/** Charts for the page: those that the keeper chose, or one or two made only from what is certain of any table: how often something stands in it, and figures as they are. */
import { barChart } from "../bar-chart.js";
import type { Chart } from "../chart.js";
import { lineChart } from "../line-chart.js";
import type { Row } from "../row.js";
import { countOf } from "../say.js";
import type { DataSetRecord } from "./data-set-record.js";
import type { PageChart } from "./page-parts.js";
import { countsOf, type PublishedColumn, type PublishedTable } from "./published-table.js";

const mostBars = 12;

const mostChosen = 6;

export function releaseCharts(table: PublishedTable, record: DataSetRecord, version: string): PageChart[] {
  const words = record.tables.find(({ name }) => name === table.name);
  const draw = new Drawing(table, record, version);
  // A column that was chosen and is gone, or can't be drawn any more, has no chart: what is different is told elsewhere.
  if (words?.charts !== undefined)
    return words.charts.slice(0, mostChosen).flatMap((name) => {
      const column = table.columns.find((one) => one.name === name);
      return (column === undefined ? undefined : draw.of(column)) ?? [];
    });
  const figure = table.columns.find(({ type }) => type === "integer" || type === "number");
  const date = table.columns.find(({ type, texts }) => type === "date" && texts.length > 2);
  const line = figure === undefined ? undefined : draw.line(figure);
  const first = line ?? (date === undefined || isEven(date) ? undefined : draw.rowsInTime(date));
  const bars = figure === undefined || !draw.hasBars() ? draw.commonest() : draw.bars(figure);
  return [first, bars].filter((chart) => chart !== undefined);
}

/** Columns that a chart can be made of, for whoever chooses. */
export function chartableColumns(table: PublishedTable, record: DataSetRecord): string[] {
  const draw = new Drawing(table, record, "v1");
  return table.columns.slice(0, 40).flatMap((column) => (draw.of(column) === undefined ? [] : [column.name]));
}

class Drawing {
  readonly #table: PublishedTable;
  readonly #words: DataSetRecord["tables"][number]["columns"];
  readonly #version: string;
  readonly #source: string;
  /** A day for each row. */
  readonly #days: PublishedColumn | undefined;
  /** A name for each row. */
  readonly #names: PublishedColumn | undefined;

  constructor(table: PublishedTable, record: DataSetRecord, version: string) {
    this.#table = table;
    this.#words = record.tables.find(({ name }) => name === table.name)?.columns ?? {};
    this.#version = version;
    this.#source = `${record.keeper.name}, ${record.title}, ${version}`;
    const date = table.columns.find(({ type, texts }) => type === "date" && texts.length > 2);
    if (date?.texts.length === table.length && table.length <= 1000) this.#days = date;
    this.#names = table.columns.find(
      ({ type, texts }) => type === "string" && texts.length === table.length && !texts.includes(""),
    );
  }

  /** The chart that suits a column. */
  of(column: PublishedColumn): PageChart | undefined {
    if (column.type === "integer" || column.type === "number") return this.line(column) ?? this.bars(column);
    if (column.type === "date") return this.rowsInTime(column);
    return column.type === "string" ? this.commonest(column) : undefined;
  }

  line(figure: PublishedColumn): PageChart | undefined {
    const date = this.#days;
    if (date === undefined) return undefined;
    const chart = lineChart(rowsOf(this.#table, [date, figure]), {
      x: date.name,
      y: figure.name,
      axis: this.#axisOf(figure),
      source: this.#source,
    });
    return drawn(chart, [date.name, figure.name], this.#from(date.name, figure.name));
  }

  hasBars(): boolean {
    return this.#names !== undefined && this.#table.length <= mostBars * 3 && this.#table.length > 1;
  }

  bars(figure: PublishedColumn): PageChart | undefined {
    const own = this.#names;
    if (own === undefined || !this.hasBars()) return undefined;
    const rows = rowsOf(this.#table, [own, figure]).filter((row) => row[figure.name] !== null);
    const ranked = rows
      .toSorted((one, other) => Number(other[figure.name]) - Number(one[figure.name]))
      .slice(0, mostBars);
    const first = ranked[0];
    if (first === undefined || ranked.length < 2) return undefined;
    const axis = this.#axisOf(figure);
    const title = `${String(first[own.name])} has the highest figure for ${axis}`;
    const chart = barChart(ranked, { label: own.name, value: figure.name, axis, title, source: this.#source });
    return drawn(chart, [own.name, figure.name], this.#from(own.name, figure.name));
  }

  rowsInTime(date: PublishedColumn): PageChart | undefined {
    const chart = rowsInTime(this.#table, date, this.#source);
    return chart === undefined ? undefined : drawn(chart, ["time", "rows"], this.#from(date.name));
  }

  commonest(column?: PublishedColumn): PageChart | undefined {
    const found = commonest(this.#table, column === undefined ? this.#table.columns : [column], this.#source);
    return found === undefined ? undefined : drawn(found.chart, [found.column, "rows"], this.#from(found.column));
  }

  #axisOf({ name }: PublishedColumn): string {
    const unit = Object.hasOwn(this.#words, name) ? this.#words[name]?.unit : undefined;
    return unit === undefined ? name : `${name} in ${unit}`;
  }

  #from(...columns: readonly string[]): string {
    return `Worked out from ${columns.map((name) => `“${name}”`).join(" and ")} in ${this.#table.name}.csv, ${this.#version}.`;
  }
}

/** As many rows in each month or year, as in a table of places by months: a level line tells nothing to whoever did not ask for it. */
function isEven(date: PublishedColumn): boolean {
  return new Set(inTime(date).rows.map(({ rows }) => rows)).size < 2;
}

interface InTime {
  readonly unit: "year" | "month";
  readonly rows: readonly { readonly time: string; readonly rows: number }[];
}

function inTime(date: PublishedColumn): InTime {
  const counts = countsOf(date);
  const years = new Set(date.texts.map((text) => text.slice(0, 4)));
  const cut = years.size > 4 ? 4 : 7;
  const many = new Map<string, number>();
  date.texts.forEach((text, code) => {
    const stretch = text.slice(0, cut);
    if (stretch !== "") many.set(stretch, (many.get(stretch) ?? 0) + (counts[code] ?? 0));
  });
  return {
    unit: cut === 4 ? "year" : "month",
    rows: [...many]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([time, count]) => ({ time, rows: count })),
  };
}

/** How many rows stand in each month or year; a last stretch that is not over yet can't be told from one with few rows, so no trend is claimed. */
function rowsInTime(table: PublishedTable, date: PublishedColumn, source: string): Chart | undefined {
  const { unit, rows } = inTime(date);
  if (rows.length < 3) return undefined;
  return lineChart(rows, {
    x: "time",
    y: "rows",
    axis: `Rows in each ${unit}`,
    title: `${countOf(table.length, "row")} by ${unit}, from ${rows[0]?.time ?? ""} to ${rows.at(-1)?.time ?? ""}`,
    source,
    from: 0,
  });
}

function commonest(
  table: PublishedTable,
  columns: readonly PublishedColumn[],
  source: string,
): { chart: Chart; column: string } | undefined {
  const column = columns.find(
    ({ type, texts }) => type === "string" && texts.length > 1 && texts.length <= Math.max(mostBars, table.length / 20),
  );
  if (column === undefined) return undefined;
  const counts = countsOf(column);
  const rows = column.texts
    .map((text, code) => ({ [column.name]: text, rows: counts[code] ?? 0 }))
    .filter((row) => row[column.name] !== "" && row.rows > 0)
    .toSorted((one, other) => other.rows - one.rows)
    .slice(0, mostBars);
  const first = rows[0];
  if (first === undefined || rows.length < 2) return undefined;
  const most = rows.filter((row) => row.rows === first.rows);
  const title =
    most.length === 1
      ? `“${String(first[column.name])}” stands in most rows of ${column.name}: ${first.rows.toLocaleString("en-GB")} of ${table.length.toLocaleString("en-GB")}`
      : `${most.length} of ${rows.length} stand in most rows of ${column.name}: ${first.rows.toLocaleString("en-GB")} each`;
  return {
    chart: barChart(rows, { label: column.name, value: "rows", axis: "Rows", title, source }),
    column: column.name,
  };
}

function rowsOf(table: PublishedTable, columns: readonly PublishedColumn[]): Row[] {
  return Array.from({ length: table.length }, (_, row) =>
    Object.fromEntries(
      columns.map(({ name, type, codes, texts }) => {
        const text = texts[codes[row] ?? 0] ?? "";
        return [name, text === "" ? null : type === "integer" || type === "number" ? Number(text) : text];
      }),
    ),
  );
}

function drawn({ title, says, svg, data }: Chart, columns: readonly string[], from: string): PageChart {
  const [line] = data.series;
  const rows = (line?.x ?? []).slice(0, 60).map((x, at) => [x, line?.y[at] ?? null] as const);
  return { title, says, from, svg, columns, rows };
}
