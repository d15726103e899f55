/** One or two charts for the page, made only from what is certain of any table: how often something stands in it, and figures as they are. */
import { barChart } from "../bar-chart.js";
import type { Chart } from "../chart.js";
import { lineChart } from "../line-chart.js";
import type { Row } from "../row.js";
import { countOf } from "../say.js";
import type { DataSetRecord } from "./data-set-record.js";
import type { PageChart } from "./page-parts.js";
import { countsOf, type PublishedColumn, type PublishedTable } from "./published-table.js";

const mostBars = 12;

export function releaseCharts(table: PublishedTable, record: DataSetRecord, version: string): PageChart[] {
  const source = `${record.keeper.name}, ${record.title}, ${version}`;
  const from = (...columns: readonly string[]): string =>
    `Worked out from ${columns.map((name) => `“${name}”`).join(" and ")} in ${table.name}.csv, ${version}.`;
  const words = record.tables.find(({ name }) => name === table.name)?.columns ?? {};
  const axisOf = ({ name }: PublishedColumn): string => {
    const unit = Object.hasOwn(words, name) ? words[name]?.unit : undefined;
    return unit === undefined ? name : `${name} in ${unit}`;
  };
  const charts: PageChart[] = [];
  const figure = table.columns.find(({ type }) => type === "integer" || type === "number");
  const date = table.columns.find(({ type, texts }) => type === "date" && texts.length > 2);
  const own = table.columns.find(
    (column) => column.type === "string" && column.texts.length === table.length && !column.texts.includes(""),
  );
  if (date !== undefined && figure !== undefined && date.texts.length === table.length && table.length <= 1000) {
    charts.push(
      drawn(
        lineChart(rowsOf(table, [date, figure]), { x: date.name, y: figure.name, axis: axisOf(figure), source }),
        [date.name, figure.name],
        from(date.name, figure.name),
      ),
    );
  } else if (date !== undefined) {
    const chart = rowsInTime(table, date, source);
    if (chart !== undefined) charts.push(drawn(chart, ["time", "rows"], from(date.name)));
  }
  if (own !== undefined && figure !== undefined && table.length <= mostBars * 3 && table.length > 1) {
    const rows = rowsOf(table, [own, figure]).filter((row) => row[figure.name] !== null);
    const ranked = rows
      .toSorted((one, other) => Number(other[figure.name]) - Number(one[figure.name]))
      .slice(0, mostBars);
    const first = ranked[0];
    if (first !== undefined && ranked.length > 1) {
      const title = `${String(first[own.name])} has the highest figure for ${axisOf(figure)}`;
      charts.push(
        drawn(
          barChart(ranked, { label: own.name, value: figure.name, axis: axisOf(figure), title, source }),
          [own.name, figure.name],
          from(own.name, figure.name),
        ),
      );
    }
  } else {
    const chart = commonest(table, source);
    if (chart !== undefined) charts.push(drawn(chart.chart, [chart.column, "rows"], from(chart.column)));
  }
  return charts;
}

/** How many rows stand in each month or year; a last stretch that is not over yet can't be told from one with few rows, so no trend is claimed. */
function rowsInTime(table: PublishedTable, date: PublishedColumn, source: string): Chart | undefined {
  const counts = countsOf(date);
  const years = new Set(date.texts.map((text) => text.slice(0, 4)));
  const cut = years.size > 4 ? 4 : 7;
  const many = new Map<string, number>();
  date.texts.forEach((text, code) => {
    const stretch = text.slice(0, cut);
    if (stretch !== "") many.set(stretch, (many.get(stretch) ?? 0) + (counts[code] ?? 0));
  });
  if (many.size < 3) return undefined;
  const unit = cut === 4 ? "year" : "month";
  const rows = [...many]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([time, count]) => ({ time, rows: count }));
  return lineChart(rows, {
    x: "time",
    y: "rows",
    axis: `Rows in each ${unit}`,
    title: `${countOf(table.length, "row")} by ${unit}, from ${rows[0]?.time ?? ""} to ${rows.at(-1)?.time ?? ""}`,
    source,
    from: 0,
  });
}

function commonest(table: PublishedTable, source: string): { chart: Chart; column: string } | undefined {
  const column = table.columns.find(
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
