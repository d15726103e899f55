import { axisTicks } from "./axis-ticks.js";
import { cellText } from "./cell-text.js";
import { createChart, type Chart, type ChartData, type ChartWords } from "./chart.js";
import { round } from "./charts/chart-text.js";
import { countOf } from "./say.js";
import { shortLabel } from "./short-label.js";
import { amber, ink, quiet, rule, teal } from "./charts/palette.js";
import { figureAxis, namesAxis, plotlyText, tellApart, type FigureParts } from "./charts/plotly-figure.js";
import { escapeHtml } from "./escape-html.js";
import { createNumberFormat, type NumberFormat } from "./number-format.js";
import { drawRange, rangeOf, rangesOfFigure } from "./charts/bar-ranges.js";
import { numbersOf } from "./numbers-of.js";
import { stackedBarChart } from "./charts/stacked-bar-chart.js";
import { numbersToDraw } from "./charts/numbers-to-draw.js";
import { OpenDataError } from "./open-data-error.js";
import { cellOf, requireColumn, type Row } from "./row.js";

export interface BarChartOptions extends ChartWords {
  /** The column of names: one bar for each row. */
  readonly label: string;
  /** The column of numbers: how long the bar is. */
  readonly value: string;
  /** What the numbers are, with their unit: "Years of life added". */
  readonly axis: string;
  /** The column of the lowest that each figure may be; with `high`, a thin line at the end of the bar reaches from one to the other. */
  readonly low?: string;
  /** The column of the highest that each figure may be. */
  readonly high?: string;
  /** The column that says which part of its bar a row is: the parts of a name stand one after the other and add up. */
  readonly by?: string;
}

interface Bar {
  readonly label: string;
  readonly value: number;
}

const width = 640;
const labelWidth = 168;
const valueRoom = 56;
const barHeight = 22;
const step = 30;
const mostBars = 40;

/**
 * One bar for each row, in the order of the rows; sort them first. Bars always start from zero, because their
 * length is what is compared. A row whose number is missing has no bar and says so.
 * @example show(barChart(lowest, { label: "country", value: "life_2005", axis: "Years", title: "…", source: "…" }))
 */
export function barChart(rows: readonly Row[], options: BarChartOptions): Chart {
  if (options.by !== undefined) return stackedBarChart(rows, { ...options, by: options.by });
  requireColumn(rows, options.label);
  const drawn = numbersToDraw(rows, options.value);
  const ends = [options.low, options.high].flatMap((column) => (column === undefined ? [] : numbersOf(rows, column)));
  if (rows.length > mostBars) {
    throw new OpenDataError(
      "nothing-to-draw",
      `${rows.length} bars are too many to read. Choose up to ${mostBars} rows, for example with .slice(0, 10).`,
    );
  }
  const format = createNumberFormat(drawn);
  const reach = [...drawn, ...ends];
  return createChart({
    words: options,
    data: encode(rows, options, reach),
    description: describe(rows, options, drawn, format),
    marks: drawBars(rows, options, reach, format),
    figure: figureOf(rows, options, reach, format),
    width,
    height: rows.length * step + 44,
    rows,
    columns: [options.label, options.value, options.low, options.high].filter((column) => column !== undefined),
  });
}

function encode(rows: readonly Row[], options: BarChartOptions, numbers: readonly number[]): Omit<ChartData, "source"> {
  const ticks = ticksOf(numbers);
  const y = rows.map((row) => cellOf(row, options.value));
  return {
    type: "bar",
    axis: options.axis,
    along: options.label,
    from: ticks[0] ?? 0,
    to: ticks.at(-1) ?? 1,
    series: [
      {
        name: "",
        x: rows.map((row) => cellText(cellOf(row, options.label))),
        y: y.map((value) => (typeof value === "number" ? value : null)),
      },
    ],
  };
}

function figureOf(
  rows: readonly Row[],
  options: BarChartOptions,
  numbers: readonly number[],
  format: NumberFormat,
): FigureParts {
  const names = rows.map((row) => cellText(cellOf(row, options.label)));
  const apart = tellApart(names);
  const values = rows.map((row) => cellOf(row, options.value)).map((cell) => (typeof cell === "number" ? cell : null));
  const ticks = ticksOf(numbers);
  const says = values.map((value) => (value === null ? "missing" : format(value)));
  const bars = {
    type: "bar",
    orientation: "h",
    x: values,
    y: apart,
    text: says,
    textposition: "outside",
    cliponaxis: false,
    constraintext: "none",
    textfont: { size: 14 },
    hovertext: names.map((name, at) => plotlyText(`${name}: ${says[at]}`)),
    hoverinfo: "text",
    ...rangesOfFigure(rows, options),
    marker: {
      color: values.map((value) => ((value ?? 0) < 0 ? amber : teal)),
      pattern: { shape: values.map((value) => ((value ?? 0) < 0 ? "/" : "")) },
    },
  };
  // The figure of a bar to the left stands before its end, and needs room there.
  const [first, last] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  const range = [first < 0 ? first - (last - first) * 0.12 : first, last];
  const missing = apart.filter((_, at) => values[at] === null);
  const notes = missing.map((y) => ({ x: 0, y, text: "<i>missing</i>", showarrow: false, xanchor: "left", xshift: 6 }));
  const labels = names.map((name) => shortLabel(name, 20));
  return {
    data: [bars],
    height: rows.length * step + 70,
    layout: {
      bargap: 0.27,
      xaxis: { ...figureAxis(options.axis, ticks, ticks.map(createNumberFormat(ticks))), range, zeroline: true },
      yaxis: { ...namesAxis(apart, labels), autorange: "reversed" },
      margin: { l: 60, r: 56 },
      annotations: notes,
    },
  };
}

function ticksOf(numbers: readonly number[]): number[] {
  return axisTicks(Math.min(0, ...numbers), Math.max(0, ...numbers));
}

function drawBars(
  rows: readonly Row[],
  options: BarChartOptions,
  numbers: readonly number[],
  format: NumberFormat,
): string {
  const ticks = ticksOf(numbers);
  const [first, last] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  const left = labelWidth + (first < 0 ? valueRoom : 0);
  const place = (value: number): number =>
    round(left + ((value - first) / (last - first)) * (width - left - valueRoom));
  const bottom = rows.length * step;
  const bars = rows.map((row, index) => {
    const name = escapeHtml(shortLabel(cellText(cellOf(row, options.label)), 20));
    const text = `<text x="${labelWidth - 10}" y="${index * step + 16}" text-anchor="end">${name}</text>`;
    const range = rangeOf(row, options);
    const end = range === undefined ? undefined : place(range[1]);
    const bar = drawBar(cellOf(row, options.value), index * step, place, format, end);
    return text + bar + (range === undefined ? "" : drawRange(range, index * step + barHeight / 2, place));
  });
  return drawTicks(ticks, place, bottom) + bars.join("") + drawAxis(options.axis, place(0), left, bottom);
}

function drawBar(
  value: unknown,
  top: number,
  place: (value: number) => number,
  format: NumberFormat,
  reaches?: number,
): string {
  const zero = place(0);
  if (typeof value !== "number") return `<text x="${zero + 6}" y="${top + 16}" font-style="italic">missing</text>`;
  const end = place(value);
  const [x, length] = [Math.min(zero, end), round(Math.abs(end - zero))];
  const [textX, anchor] = value < 0 ? [end - 6, "end"] : [Math.max(end, reaches ?? end) + 6, "start"];
  return (
    `<rect x="${x}" y="${top}" width="${length}" height="${barHeight}" rx="2" fill="${value < 0 ? amber : teal}"/>` +
    `<text x="${textX}" y="${top + 16}" text-anchor="${anchor}">${escapeHtml(format(value))}</text>`
  );
}

function drawTicks(ticks: readonly number[], place: (value: number) => number, bottom: number): string {
  const format = createNumberFormat(ticks);
  return ticks
    .map(
      (tick) =>
        `<line x1="${place(tick)}" x2="${place(tick)}" y1="0" y2="${bottom}" stroke="${rule}"/>` +
        `<text x="${place(tick)}" y="${bottom + 16}" text-anchor="middle" font-size="13" fill="${quiet}">${escapeHtml(format(tick))}</text>`,
    )
    .join("");
}

function drawAxis(words: string, zero: number, left: number, bottom: number): string {
  return (
    `<line x1="${zero}" x2="${zero}" y1="0" y2="${bottom}" stroke="${ink}"/>` +
    `<text x="${(left + width - valueRoom) / 2}" y="${bottom + 38}" text-anchor="middle" fill="${quiet}">${escapeHtml(words)}</text>`
  );
}

function describe(
  rows: readonly Row[],
  options: BarChartOptions,
  numbers: readonly number[],
  format: NumberFormat,
): string {
  const bars: Bar[] = rows
    .map((row) => ({ label: cellText(cellOf(row, options.label)), value: cellOf(row, options.value) }))
    .filter((bar): bar is Bar => typeof bar.value === "number");
  const highest = bars.reduce((best, bar) => (bar.value > best.value ? bar : best));
  const lowest = bars.reduce((best, bar) => (bar.value < best.value ? bar : best));
  const missing = rows.length - numbers.length;
  return (
    `Bar chart of ${countOf(bars.length, "bar")}: ${options.axis}. ` +
    `Highest: ${highest.label}, ${format(highest.value)}. Lowest: ${lowest.label}, ${format(lowest.value)}.` +
    (missing > 0 ? ` ${missing} ${missing === 1 ? "has" : "have"} no figure.` : "")
  );
}
