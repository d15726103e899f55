import { axisTicks } from "../axis-ticks.js";
import { cellText } from "../cell-text.js";
import { createChart, type Chart, type ChartWords } from "../chart.js";
import { escapeHtml } from "../escape-html.js";
import { createNumberFormat } from "../number-format.js";
import { numbersToDraw } from "./numbers-to-draw.js";
import { OpenDataError } from "../open-data-error.js";
import { cellOf, requireColumn, type Row } from "../row.js";
import { round } from "./chart-text.js";
import { countOf, listed } from "../say.js";
import { shortLabel } from "../short-label.js";
import { fiveNumbers, type FiveNumbers } from "./five-numbers.js";
import { ink, quiet, rule, teal } from "./palette.js";
import { figureAxis, namesAxis, tellApart, type FigureParts } from "./plotly-figure.js";

export interface BoxChartOptions extends ChartWords {
  /** The column of numbers. */
  readonly value: string;
  /** The column that says which box a row belongs to, if there are several. */
  readonly by?: string;
  /** What the numbers are, with their unit. */
  readonly axis: string;
}

interface Box extends FiveNumbers {
  readonly name: string;
  readonly many: number;
}

const [width, labelWidth, step] = [640, 168, 44];
const mostBoxes = 20;
const fewRows = 5;

/**
 * The spread of numbers: the box holds the middle half, its line is the median, and the thin line reaches from the lowest to the
 * highest. Boxes stand in the order in which their names first come.
 */
export function boxChart(rows: readonly Row[], options: BoxChartOptions): Chart {
  const numbers = numbersToDraw(rows, options.value);
  const boxes = collect(rows, options);
  if (boxes.length > mostBoxes) {
    throw new OpenDataError(
      "nothing-to-draw",
      `${boxes.length} boxes are too many to compare. Choose up to ${mostBoxes} groups, for example with filter.`,
    );
  }
  const format = createNumberFormat(boxes.flatMap(({ lowest, middle, highest }) => [lowest, middle, highest]));
  const ticks = axisTicks(
    Math.min(...boxes.map(({ lowest }) => lowest)),
    Math.max(...boxes.map(({ highest }) => highest)),
  );
  const group = options.by ?? "what";
  const small = boxes.filter(({ many }) => many < fewRows).map(({ name }) => name || options.value);
  return createChart({
    words: options,
    data: {
      type: "box",
      axis: options.axis,
      along: options.by ?? "",
      from: ticks[0] ?? 0,
      to: ticks.at(-1) ?? 1,
      series: boxes.map(({ name, lowest, lower, middle, upper, highest }) => ({
        name,
        x: ["lowest", "lower quarter", "median", "upper quarter", "highest"],
        y: [lowest, lower, middle, upper, highest],
      })),
    },
    description: describe(boxes, options, format, rows.length - numbers.length),
    warnings:
      small.length === 0
        ? []
        : [`Fewer than ${fewRows} numbers stand behind ${listed(small)}: too few to speak of a spread.`],
    figure: figureOf(boxes, options, ticks),
    marks: draw(boxes, options, ticks),
    width,
    height: boxes.length * step + 44,
    rows: boxes.map(({ name, many, lowest, lower, middle, upper, highest }) => ({
      [group]: name === "" ? options.axis : name,
      rows: many,
      lowest,
      "lower quarter": lower,
      median: middle,
      "upper quarter": upper,
      highest,
    })),
    columns: [group, "rows", "lowest", "lower quarter", "median", "upper quarter", "highest"],
  });
}

function collect(rows: readonly Row[], { value, by }: BoxChartOptions): Box[] {
  if (by !== undefined) requireColumn(rows, by);
  const groups = new Map<string, number[]>();
  for (const row of rows) {
    const number = cellOf(row, value);
    if (typeof number !== "number") continue;
    const name = by === undefined ? "" : cellText(cellOf(row, by));
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [number]);
    else group.push(number);
  }
  return [...groups].map(([name, numbers]) => ({ name, many: numbers.length, ...fiveNumbers(numbers) }));
}

function draw(boxes: readonly Box[], options: BoxChartOptions, ticks: readonly number[]): string {
  const left = options.by === undefined ? 16 : labelWidth;
  const [first, last] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  const place = (value: number): number => round(left + ((value - first) / (last - first)) * (width - left - 24));
  const bottom = boxes.length * step;
  const format = createNumberFormat(ticks);
  const rules = ticks.map(
    (tick) =>
      `<line x1="${place(tick)}" x2="${place(tick)}" y1="0" y2="${bottom}" stroke="${rule}"/>` +
      `<text x="${place(tick)}" y="${bottom + 16}" text-anchor="middle" font-size="13" fill="${quiet}">${escapeHtml(format(tick))}</text>`,
  );
  const drawn = boxes.map(({ name, lowest, lower, middle, upper, highest }, at) => {
    const [top, centre] = [at * step + 8, at * step + 22];
    return (
      `<text x="${left - 10}" y="${centre + 5}" text-anchor="end">${escapeHtml(shortLabel(name, 20))}</text>` +
      `<line x1="${place(lowest)}" x2="${place(highest)}" y1="${centre}" y2="${centre}" stroke="${ink}" stroke-width="1.5"/>` +
      `<rect x="${place(lower)}" y="${top}" width="${round(place(upper) - place(lower))}" height="28" fill="#b4ddd6" stroke="${teal}" stroke-width="1.5"/>` +
      `<line x1="${place(middle)}" x2="${place(middle)}" y1="${top}" y2="${top + 28}" stroke="${ink}" stroke-width="3"/>`
    );
  });
  const words = `<text x="${(left + width - 24) / 2}" y="${bottom + 38}" text-anchor="middle" fill="${quiet}">${escapeHtml(shortLabel(options.axis, 70))}</text>`;
  return rules.join("") + drawn.join("") + words;
}

function figureOf(boxes: readonly Box[], options: BoxChartOptions, ticks: readonly number[]): FigureParts {
  const names = tellApart(boxes.map(({ name }) => (name === "" ? " " : name)));
  const trace = {
    type: "box",
    orientation: "h",
    y: names,
    q1: boxes.map(({ lower }) => lower),
    median: boxes.map(({ middle }) => middle),
    q3: boxes.map(({ upper }) => upper),
    lowerfence: boxes.map(({ lowest }) => lowest),
    upperfence: boxes.map(({ highest }) => highest),
    line: { color: teal },
    fillcolor: "#b4ddd6",
  };
  return {
    data: [trace],
    height: boxes.length * step + 70,
    layout: {
      xaxis: { ...figureAxis(options.axis, ticks, ticks.map(createNumberFormat(ticks))), zeroline: false },
      yaxis: {
        ...namesAxis(
          names,
          boxes.map(({ name }) => shortLabel(name, 20)),
        ),
        autorange: "reversed",
      },
    },
  };
}

function describe(
  boxes: readonly Box[],
  options: BoxChartOptions,
  format: (value: number) => string,
  missing: number,
): string {
  const each = boxes.map(
    ({ name, many, lowest, middle, highest }) =>
      `${name === "" ? "" : `${name}: `}median ${format(middle)}, from ${format(lowest)} to ${format(highest)} (${countOf(many, "row")}).`,
  );
  const left = missing === 0 ? "" : ` ${missing === 1 ? "1 row has" : `${missing} rows have`} no figure.`;
  return `Box chart of ${countOf(boxes.length, "box", "boxes")}: ${options.axis}. ${each.join(" ")}${left}`;
}
