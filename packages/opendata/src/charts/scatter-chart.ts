import { axisTicks } from "../axis-ticks.js";
import { cellText } from "../cell-text.js";
import { createChart, type Chart, type ChartWords } from "../chart.js";
import { createNumberFormat } from "../number-format.js";
import { numbersOf } from "../numbers-of.js";
import { OpenDataError } from "../open-data-error.js";
import { cellOf, requireColumn, type Row } from "../row.js";
import { round } from "./chart-text.js";
import { countOf } from "../say.js";
import { endsOf } from "./ends-of.js";
import { drawAxes } from "./draw-axes.js";
import { teal } from "./palette.js";
import { figureAxis, plotlyText, type FigureParts } from "./plotly-figure.js";

export interface ScatterChartOptions extends ChartWords {
  /** The column of numbers along the bottom. */
  readonly x: string;
  /** The column of numbers up the side. */
  readonly y: string;
  /** The column of names: what each point is. */
  readonly label?: string;
  /** What goes up the side, with its unit. */
  readonly axis: string;
  /** What goes along the bottom, with its unit; the column's name if you don't say. */
  readonly along?: string;
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly name: string;
}

const [width, height, left, right, bottom] = [640, 320, 60, 624, 276];
const mostPoints = 20_000;

/** A point for each row that has both numbers. Says how clearly they go together, and never that one is the cause. */
export function scatterChart(rows: readonly Row[], options: ScatterChartOptions): Chart {
  numbersOf(rows, options.x);
  numbersOf(rows, options.y);
  if (options.label !== undefined) requireColumn(rows, options.label);
  const drawn = rows.filter((row) => isNumber(cellOf(row, options.x)) && isNumber(cellOf(row, options.y)));
  const points = drawn.map((row): Point => {
    const name = options.label === undefined ? "" : cellText(cellOf(row, options.label));
    return { x: cellOf(row, options.x) as number, y: cellOf(row, options.y) as number, name };
  });
  if (points.length === 0) {
    throw new OpenDataError(
      "nothing-to-draw",
      `No row has a number both under "${options.x}" and under "${options.y}", so there is nothing to draw.`,
    );
  }
  if (points.length > mostPoints) {
    throw new OpenDataError(
      "nothing-to-draw",
      `${countOf(points.length, "point")} are too many to draw. Choose some by chance, for example with .sample(5000).`,
    );
  }
  const ticks = { x: ticksOf(points.map(({ x }) => x)), y: ticksOf(points.map(({ y }) => y)) };
  const along = options.along ?? options.x;
  return createChart({
    words: options,
    data: {
      type: "scatter",
      axis: options.axis,
      along,
      from: ticks.y[0] ?? 0,
      to: ticks.y.at(-1) ?? 1,
      series: [{ name: "", x: points.map(({ x }) => x), y: points.map(({ y }) => y) }],
    },
    description: describe(points, options.axis, along, rows.length - points.length),
    figure: figureOf(points, options.axis, along, ticks),
    marks: draw(points, options.axis, along, ticks),
    width,
    height,
    rows: drawn,
    columns: [...(options.label === undefined ? [] : [options.label]), options.x, options.y],
  });
}

interface Ticks {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

function isNumber(cell: unknown): cell is number {
  return typeof cell === "number";
}

function ticksOf(numbers: readonly number[]): number[] {
  return axisTicks(...endsOf(numbers));
}

function draw(points: readonly Point[], axis: string, along: string, ticks: Ticks): string {
  const placeX = placer(ticks.x, left, right);
  const placeY = placer(ticks.y, bottom, 28);
  const [formatX, formatY] = [createNumberFormat(ticks.x), createNumberFormat(ticks.y)];
  const up = ticks.y.map((tick) => ({ at: placeY(tick), text: formatY(tick) }));
  const across = ticks.x.map((tick) => ({ at: placeX(tick), text: formatX(tick) }));
  // One path for all points: thousands of circles would weigh ten times as much.
  const path = points.map(({ x, y }) => `M${placeX(x)} ${placeY(y)}h0`).join("");
  const look = `fill="none" stroke="${teal}" stroke-width="${points.length > 500 ? 4 : 8}" stroke-linecap="round" stroke-opacity="0.6"`;
  return `${drawAxes({ left, right, bottom, up, across, axis, along })}<path d="${path}" ${look}/>`;
}

function placer(ticks: readonly number[], from: number, to: number): (value: number) => number {
  const [first, last] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  return (value) => round(from + ((value - first) / (last - first)) * (to - from));
}

function figureOf(points: readonly Point[], axis: string, along: string, ticks: Ticks): FigureParts {
  const [formatX, formatY] = [
    createNumberFormat(points.map(({ x }) => x)),
    createNumberFormat(points.map(({ y }) => y)),
  ];
  const marks = {
    type: "scatter",
    mode: "markers",
    cliponaxis: points.length > 500,
    x: points.map(({ x }) => x),
    y: points.map(({ y }) => y),
    hovertext: points.map(({ x, y, name }) =>
      plotlyText(`${name === "" ? "" : `${name}: `}${formatX(x)} and ${formatY(y)}`),
    ),
    hoverinfo: "text",
    marker: { color: teal, opacity: 0.6, size: points.length > 500 ? 5 : 9 },
  };
  const layout = {
    hovermode: "closest",
    xaxis: {
      ...figureAxis(along, ticks.x, ticks.x.map(createNumberFormat(ticks.x))),
      showgrid: false,
      zeroline: false,
    },
    yaxis: { ...figureAxis(axis, ticks.y, ticks.y.map(createNumberFormat(ticks.y))), zeroline: false },
    margin: { l: 68 },
  };
  return { data: [marks], height: 360, layout };
}

function describe(points: readonly Point[], axis: string, along: string, missing: number): string {
  const range = (words: string, numbers: readonly number[]): string => {
    const format = createNumberFormat(numbers);
    const [low, high] = endsOf(numbers);
    return `${words} from ${format(low)} to ${format(high)}`;
  };
  const left = missing === 0 ? "" : ` ${missing === 1 ? "1 row has" : `${missing} rows have`} no pair of figures.`;
  const [across, up] = [
    range(
      along,
      points.map(({ x }) => x),
    ),
    range(
      axis,
      points.map(({ y }) => y),
    ),
  ];
  return `Chart of ${countOf(points.length, "point")}: ${up}, along ${across}. ${together(points)}${left}`;
}

/** How far the points lie along a rising or falling line (Pearson's r), in words. */
function together(points: readonly Point[]): string {
  const many = points.length;
  if (many < 5) return "Too few points to speak of a pattern.";
  const [meanX, meanY] = [
    points.reduce((sum, { x }) => sum + x, 0) / many,
    points.reduce((sum, { y }) => sum + y, 0) / many,
  ];
  let [both, spreadX, spreadY] = [0, 0, 0];
  for (const { x, y } of points) {
    both += (x - meanX) * (y - meanY);
    spreadX += (x - meanX) ** 2;
    spreadY += (y - meanY) ** 2;
  }
  const r = both / Math.sqrt(spreadX * spreadY);
  if (!(Math.abs(r) >= 0.3)) return "The two show no clear straight pattern together.";
  const clear = Math.abs(r) >= 0.7 ? "clearly" : "loosely";
  return r > 0
    ? `They go together ${clear}: where one is higher, the other tends to be higher.`
    : `They go against each other ${clear}: where one is higher, the other tends to be lower.`;
}
