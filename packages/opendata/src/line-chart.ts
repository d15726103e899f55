import { axisTicks } from "./axis-ticks.js";
import { cellText } from "./cell-text.js";
import { createChart, type Chart, type ChartWords } from "./chart.js";
import { round } from "./charts/chart-text.js";
import { shortLabel } from "./short-label.js";
import { ink, lookOf, mostLooks, quiet, rule, type Look } from "./charts/palette.js";
import { figureAxis, plotlyText, type FigureParts } from "./charts/plotly-figure.js";
import { escapeHtml } from "./escape-html.js";
import { createNumberFormat } from "./number-format.js";
import { numbersOf } from "./numbers-of.js";
import { OpenDataError } from "./open-data-error.js";
import { cellOf, requireColumn, type Row } from "./row.js";

export interface LineChartOptions extends Omit<ChartWords, "title"> {
  /** The finding, as a sentence. Without it the title says where each line starts and ends. */
  readonly title?: string;
  /** The column that goes along the bottom, for example the year. */
  readonly x: string;
  /** The column that goes up the side. */
  readonly y: string;
  /** The column that says which line a row belongs to, if there are several. */
  readonly line?: string;
  /** What goes up the side, with its unit: "Life expectancy in years". */
  readonly axis: string;
  /** Where the side begins; otherwise a round number below the lowest value. */
  readonly from?: number;
  /** Where the side ends. With `from`, so that charts of different places can be compared by eye. */
  readonly to?: number;
}

interface Line {
  readonly name: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

const [width, height, left, nameRoom] = [640, 300, 52, 140];

/**
 * A line for each name, from left to right whatever the order of the rows. A missing value leaves its point out.
 * The side need not start at zero, since it is the slope that is read; where it starts is said in the description.
 * @example show(lineChart(uk, { x: "year", y: "life_expectancy", axis: "Years", title: "…", source: "…" }))
 */
export function lineChart(rows: readonly Row[], options: LineChartOptions): Chart {
  const lines = collectLines(rows, options);
  const values = lines.flatMap((line) => line.points.map((point) => point.y));
  const years = lines.flatMap((line) => line.points.map((point) => point.x));
  const yTicks = axisTicks(Math.min(options.from ?? Infinity, ...values), Math.max(options.to ?? -Infinity, ...values));
  const [firstX, lastX] = [Math.min(...years), Math.max(...years)];
  const [low, high] = [yTicks[0] ?? 0, yTicks.at(-1) ?? 1];
  const right = width - (options.line === undefined ? 24 : nameRoom);
  const placeX = (x: number): number => round(left + ((x - firstX) / (lastX - firstX || 1)) * (right - left));
  const placeY = (y: number): number => round(28 + (1 - (y - low) / (high - low)) * (height - 68));
  const { source, says } = options;
  const title = options.title ?? startsAndEnds(lines, options);
  return createChart({
    words: { title, source, ...(says === undefined ? {} : { says }) },
    figure: figureOf(lines, options, yTicks, wholeTicks(years)),
    data: {
      type: "line",
      axis: options.axis,
      along: options.x,
      from: low,
      to: high,
      series: lines.map(({ name, points }) => ({
        name,
        x: points.map(({ x }) => x),
        y: points.map(({ y }) => y),
      })),
    },
    description: describe(lines, options, low),
    marks:
      drawAxes(options, yTicks, wholeTicks(years), placeX, placeY, right) + drawLines(lines, options, placeX, placeY),
    width,
    height,
    rows,
    columns: [...(options.line === undefined ? [] : [options.line]), options.x, options.y],
  });
}

function collectLines(rows: readonly Row[], options: LineChartOptions): Line[] {
  numbersOf(rows, options.x);
  numbersOf(rows, options.y);
  if (options.line !== undefined) requireColumn(rows, options.line);
  const lines = new Map<string, { x: number; y: number }[]>();
  for (const row of rows) {
    const [x, y] = [cellOf(row, options.x), cellOf(row, options.y)];
    if (typeof x !== "number" || typeof y !== "number") continue;
    const name = options.line === undefined ? "" : cellText(cellOf(row, options.line));
    lines.set(name, [...(lines.get(name) ?? []), { x, y }]);
  }
  if (lines.size === 0) {
    throw new OpenDataError(
      "nothing-to-draw",
      "There are no rows with both numbers, so there is nothing to draw. If you chose a name, check its spelling.",
    );
  }
  if (lines.size > mostLooks) {
    throw new OpenDataError(
      "nothing-to-draw",
      `${lines.size} lines are too many to tell apart. Choose up to ${mostLooks}.`,
    );
  }
  return [...lines].map(([name, points]) => ({ name, points: points.toSorted((a, b) => a.x - b.x) }));
}

/** Ticks along the bottom stay inside the data: a year that was not measured must not stand there. */
function wholeTicks(years: readonly number[]): number[] {
  const [first, last] = [Math.min(...years), Math.max(...years)];
  const whole = years.every((year) => Number.isInteger(year));
  const inside = axisTicks(first, last, 6).filter(
    (tick) => tick >= first && tick <= last && (!whole || Number.isInteger(tick)),
  );
  return inside.length > 0 ? inside : [first];
}

function drawAxes(
  options: LineChartOptions,
  yTicks: readonly number[],
  xTicks: readonly number[],
  placeX: (x: number) => number,
  placeY: (y: number) => number,
  right: number,
): string {
  const [formatX, formatY] = [createNumberFormat(xTicks), createNumberFormat(yTicks)];
  const bottom = height - 40;
  const rules = yTicks.map(
    (tick) =>
      `<line x1="${left}" x2="${right}" y1="${placeY(tick)}" y2="${placeY(tick)}" stroke="${rule}"/>` +
      `<text x="${left - 8}" y="${placeY(tick) + 5}" text-anchor="end" font-size="13" fill="${quiet}">${escapeHtml(formatY(tick))}</text>`,
  );
  const feet = xTicks.map(
    (tick) =>
      `<text x="${placeX(tick)}" y="${bottom + 18}" text-anchor="middle" font-size="13" fill="${quiet}">${escapeHtml(formatX(tick))}</text>`,
  );
  return (
    rules.join("") +
    feet.join("") +
    `<line x1="${left}" x2="${right}" y1="${bottom}" y2="${bottom}" stroke="${ink}"/>` +
    `<text x="0" y="12" fill="${quiet}">${escapeHtml(options.axis)}</text>` +
    `<text x="${(left + right) / 2}" y="${height}" text-anchor="middle" fill="${quiet}">${escapeHtml(options.x)}</text>`
  );
}

function figureOf(
  lines: readonly Line[],
  options: LineChartOptions,
  yTicks: readonly number[],
  xTicks: readonly number[],
): FigureParts {
  const values = lines.flatMap((line) => line.points.map((point) => point.y));
  const [formatX, formatY] = [createNumberFormat(xTicks), createNumberFormat(values)];
  const traces = lines.map((line, index) => {
    const look = lookOf(index);
    const before = line.name === "" ? "" : `${line.name}, `;
    return {
      type: "scatter",
      mode: "lines+markers",
      cliponaxis: false,
      name: plotlyText(line.name),
      x: line.points.map(({ x }) => x),
      y: line.points.map(({ y }) => y),
      hovertext: line.points.map(({ x, y }) => plotlyText(`${before}${formatX(x)}: ${formatY(y)}`)),
      hoverinfo: "text",
      line: { color: look.colour, width: 2.5, dash: look.plotlyDash },
      marker: { color: look.colour, size: 8, symbol: look.symbol },
    };
  });
  const { range: _range, ...across } = figureAxis(options.x, xTicks, xTicks.map(formatX));
  return {
    data: traces,
    height: 340,
    layout: {
      showlegend: lines.length > 1,
      legend: { orientation: "h", x: 0, y: 1, yanchor: "bottom" },
      xaxis: { ...across, showgrid: false, zeroline: false },
      yaxis: { ...figureAxis(options.axis, yTicks, yTicks.map(createNumberFormat(yTicks))), zeroline: false },
      margin: { l: 64, t: lines.length > 1 ? 34 : 8 },
    },
  };
}

function drawLines(
  lines: readonly Line[],
  options: LineChartOptions,
  placeX: (x: number) => number,
  placeY: (y: number) => number,
): string {
  const names = options.line === undefined ? [] : spreadNames(lines, placeY);
  return lines
    .map((line, index) => {
      const look = lookOf(index);
      const path = line.points.map((point) => `${placeX(point.x)},${placeY(point.y)}`).join(" ");
      const marks = line.points.map((point) => drawMark(look.shape, placeX(point.x), placeY(point.y), look.colour));
      const name = names[index];
      const label =
        name === undefined
          ? ""
          : `<text x="${width - nameRoom + 10}" y="${name + 5}" fill="${look.colour}">${escapeHtml(shortLabel(line.name, 17))}</text>`;
      const dash = look.dash === "" ? "" : ` stroke-dasharray="${look.dash}"`;
      return `<polyline points="${path}" fill="none" stroke="${look.colour}" stroke-width="2.5"${dash}/>${marks.join("")}${label}`;
    })
    .join("");
}

/** Where each line's name stands: beside its last point, moved apart where two would overlap. */
function spreadNames(lines: readonly Line[], placeY: (y: number) => number): number[] {
  const wanted = lines
    .map((line, index) => ({ index, y: placeY(line.points.at(-1)?.y ?? 0) }))
    .toSorted((a, b) => a.y - b.y);
  const places: number[] = [];
  let last = -Infinity;
  for (const { index, y } of wanted) {
    last = Math.max(y, last + 18);
    places[index] = last;
  }
  return places;
}

function drawMark(shape: Look["shape"], x: number, y: number, colour: string): string {
  if (shape === "circle") return `<circle cx="${x}" cy="${y}" r="4" fill="${colour}"/>`;
  if (shape === "square") return `<rect x="${x - 4}" y="${y - 4}" width="8" height="8" fill="${colour}"/>`;
  const points =
    shape === "triangle"
      ? `${x},${y - 5} ${x + 5},${y + 4} ${x - 5},${y + 4}`
      : `${x},${y - 6} ${x + 6},${y} ${x},${y + 6} ${x - 6},${y}`;
  return `<polygon points="${points}" fill="${colour}"/>`;
}

function describe(lines: readonly Line[], options: LineChartOptions, low: number): string {
  const summary = options.title === undefined ? "" : ` ${startsAndEnds(lines, options)}`;
  return `Line chart: ${options.axis}. The side starts at ${low}.${summary}`;
}

/** For each line where it starts and where it ends: a fair summary, though it hides what happened between. */
function startsAndEnds(lines: readonly Line[], options: LineChartOptions): string {
  const formatY = createNumberFormat(lines.flatMap((line) => line.points.map((point) => point.y)));
  const formatX = createNumberFormat(lines.flatMap((line) => line.points.map((point) => point.x)));
  const sentences = lines.map((line) => {
    const [first, last] = [line.points[0], line.points.at(-1)];
    if (first === undefined || last === undefined) return "";
    const name = line.name === "" ? options.axis : line.name;
    const verb = last.y > first.y ? "rose" : last.y < first.y ? "fell" : "was the same:";
    return `${name} ${verb} from ${formatY(first.y)} in ${formatX(first.x)} to ${formatY(last.y)} in ${formatX(last.x)}.`;
  });
  return sentences.join(" ");
}
