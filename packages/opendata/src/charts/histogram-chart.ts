import { axisTicks } from "../axis-ticks.js";
import { createChart, type Chart, type ChartWords } from "../chart.js";
import { createNumberFormat } from "../number-format.js";
import { numbersToDraw } from "./numbers-to-draw.js";
import { quantile } from "../quantile.js";
import type { Row } from "../row.js";
import { round } from "./chart-text.js";
import { countOf } from "../say.js";
import { endsOf } from "./ends-of.js";
import { drawAxes } from "./draw-axes.js";
import { paper, teal } from "./palette.js";
import { figureAxis, plotlyText, type FigureParts } from "./plotly-figure.js";

export interface HistogramOptions extends ChartWords {
  /** The column of numbers. */
  readonly value: string;
  /** What the numbers are, with their unit: "Amount in pounds". */
  readonly axis: string;
  /** About how many steps to sort the numbers into; 10 if you don't say. Their ends are round numbers. */
  readonly bins?: number;
}

interface Step {
  readonly from: number;
  readonly to: number;
  readonly name: string;
  readonly many: number;
}

const [width, height, left, right, bottom] = [640, 320, 60, 624, 276];
const mostSteps = 60;

/** How many rows fall into each step from low to high. A number on the edge of two steps belongs to the upper one. */
export function histogram(rows: readonly Row[], options: HistogramOptions): Chart {
  const numbers = numbersToDraw(rows, options.value);
  const steps = sortIn(numbers, Math.min(mostSteps, Math.max(1, Math.floor(options.bins ?? 10))));
  const ticks = axisTicks(0, Math.max(...steps.map(({ many }) => many)));
  const shown = steps.map(({ name, many }) => ({ [options.axis]: name, rows: many }));
  return createChart({
    words: options,
    data: {
      type: "histogram",
      axis: "Number of rows",
      along: options.axis,
      from: 0,
      to: ticks.at(-1) ?? 1,
      series: [{ name: "", x: steps.map(({ name }) => name), y: steps.map(({ many }) => many) }],
    },
    description: describe(steps, numbers, options.axis, rows.length - numbers.length),
    figure: figureOf(steps, ticks, options.axis),
    marks: draw(steps, ticks, options.axis),
    width,
    height,
    rows: shown,
    columns: [options.axis, "rows"],
  });
}

function sortIn(numbers: readonly number[], wanted: number): Step[] {
  const [low, high] = endsOf(numbers);
  const edges = axisTicks(low, high, wanted);
  // The highest number may stand on the last edge, and belongs to a step too.
  if (high >= (edges.at(-1) ?? high))
    edges.push(Number((2 * (edges.at(-1) ?? 0) - (edges.at(-2) ?? 0)).toPrecision(12)));
  const format = createNumberFormat(edges);
  const [first, size] = [edges[0] ?? 0, (edges[1] ?? 1) - (edges[0] ?? 0)];
  const many = Array.from({ length: edges.length - 1 }, () => 0);
  for (const number of numbers) {
    let at = Math.min(many.length - 1, Math.max(0, Math.floor((number - first) / size)));
    // The division may miss an edge by a hair.
    if (number >= (edges[at + 1] ?? Infinity) && at < many.length - 1) at++;
    if (number < (edges[at] ?? -Infinity) && at > 0) at--;
    many[at] = (many[at] ?? 0) + 1;
  }
  return many.map((count, at) => {
    const [from, to] = [edges[at] ?? 0, edges[at + 1] ?? 0];
    return { from, to, many: count, name: `${format(from)} to under ${format(to)}` };
  });
}

function draw(steps: readonly Step[], ticks: readonly number[], axis: string): string {
  const [low, high, most] = [steps[0]?.from ?? 0, steps.at(-1)?.to ?? 1, ticks.at(-1) ?? 1];
  const placeX = (value: number): number => round(left + ((value - low) / (high - low)) * (right - left));
  const placeY = (value: number): number => round(bottom - (value / most) * (bottom - 28));
  const [formatX, formatY] = [createNumberFormat(edgesOf(steps)), createNumberFormat(ticks)];
  const bars = steps.map(({ from, to, many }) => {
    const [x, y] = [placeX(from), placeY(many)];
    return `<rect x="${x}" y="${y}" width="${round(placeX(to) - x)}" height="${round(bottom - y)}" fill="${teal}" stroke="${paper}"/>`;
  });
  return (
    drawAxes({
      left,
      right,
      bottom,
      up: ticks.map((tick) => ({ at: placeY(tick), text: formatY(tick) })),
      across: fewer(edgesOf(steps)).map((edge) => ({ at: placeX(edge), text: formatX(edge) })),
      axis: "Number of rows",
      along: axis,
    }) + bars.join("")
  );
}

function edgesOf(steps: readonly Step[]): number[] {
  return [...steps.map(({ from }) => from), ...steps.slice(-1).map(({ to }) => to)];
}

/** At most a dozen labels have room. */
function fewer(edges: readonly number[]): readonly number[] {
  const every = Math.ceil(edges.length / 12);
  return edges.filter((_, at) => at % every === 0);
}

function figureOf(steps: readonly Step[], ticks: readonly number[], axis: string): FigureParts {
  const edges = fewer(edgesOf(steps));
  const bars = {
    type: "bar",
    x: steps.map(({ from, to }) => (from + to) / 2),
    y: steps.map(({ many }) => many),
    width: steps.map(({ from, to }) => to - from),
    hovertext: steps.map(({ name, many }) => plotlyText(`${name}: ${countOf(many, "row")}`)),
    hoverinfo: "text",
    marker: { color: teal, line: { color: paper, width: 1 } },
  };
  const { range: _range, ...across } = figureAxis(axis, edges, edges.map(createNumberFormat(edges)));
  const up = figureAxis("Number of rows", ticks, ticks.map(createNumberFormat(ticks)));
  return { data: [bars], height: 360, layout: { xaxis: { ...across, showgrid: false, zeroline: false }, yaxis: up } };
}

function describe(steps: readonly Step[], numbers: readonly number[], axis: string, missing: number): string {
  const format = createNumberFormat(numbers);
  const [low, high] = endsOf(numbers);
  const fullest = steps.reduce((best, step) => (step.many > best.many ? step : best));
  const middle = quantile(
    numbers.toSorted((a, b) => a - b),
    0.5,
  );
  const left = missing === 0 ? "" : ` ${missing === 1 ? "1 row has" : `${missing} rows have`} no figure.`;
  return (
    `Histogram of ${countOf(numbers.length, "row")}: ${axis}, from ${format(low)} to ${format(high)}. ` +
    `Half are below ${format(middle)}. Most, ${countOf(fullest.many, "row")}, are in ${fullest.name}.${left}`
  );
}
