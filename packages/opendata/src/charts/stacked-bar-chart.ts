import { axisTicks } from "../axis-ticks.js";
import { cellText } from "../cell-text.js";
import { createChart, type Chart, type ChartWords } from "../chart.js";
import { escapeHtml } from "../escape-html.js";
import { createNumberFormat } from "../number-format.js";
import { OpenDataError } from "../open-data-error.js";
import { cellOf, requireColumn, type Row } from "../row.js";
import { countOf } from "../say.js";
import { shortLabel } from "../short-label.js";
import { round } from "./chart-text.js";
import { numbersToDraw } from "./numbers-to-draw.js";
import { ink, lookOf, mostLooks, paper, quiet, rule } from "./palette.js";
import { figureAxis, namesAxis, plotlyText, type FigureParts } from "./plotly-figure.js";

export interface StackedBarOptions extends ChartWords {
  readonly label: string;
  readonly value: string;
  /** The column that says which part of its bar a row is. */
  readonly by: string;
  readonly axis: string;
}

interface Stack {
  readonly name: string;
  /** In the order of the parts; undefined where there is no figure. */
  readonly values: readonly (number | undefined)[];
  readonly total: number;
}

const [width, labelWidth, valueRoom, barHeight, step] = [640, 168, 56, 22, 30];
const [legendLine, perLine, mostBars] = [22, 3, 40];
/** Colour never stands alone: plotly's names of hatchings, and the same as paths over 8 × 8 pixels. */
const hatchings: readonly (readonly [string, string])[] = [
  ["", ""],
  ["/", "M0 8L8 0"],
  [".", "M3 4h2"],
  ["-", "M0 4h8"],
  ["|", "M4 0v8"],
  ["x", "M0 0l8 8M0 8L8 0"],
];

/** Bars in parts that add up: one bar for each name, one part for each name under `by`, in the order in which both first come. */
export function stackedBarChart(rows: readonly Row[], options: StackedBarOptions): Chart {
  requireColumn(rows, options.label);
  requireColumn(rows, options.by);
  const numbers = numbersToDraw(rows, options.value);
  const { parts, stacks } = collect(rows, options);
  checkSize(parts, stacks, numbers);
  const ticks = axisTicks(0, Math.max(...stacks.map(({ total }) => total)));
  const top = Math.ceil(parts.length / perLine) * legendLine;
  return createChart({
    words: options,
    data: {
      type: "bar",
      axis: options.axis,
      along: options.label,
      from: 0,
      to: ticks.at(-1) ?? 1,
      series: parts.map((name, part) => ({
        name,
        x: stacks.map((stack) => stack.name),
        y: stacks.map(({ values }) => values[part] ?? null),
      })),
    },
    description: describe(parts, stacks, options, rows.length - numbers.length),
    marks: draw(parts, stacks, options, ticks, top),
    figure: figureOf(parts, stacks, options, ticks),
    width,
    height: top + stacks.length * step + 44,
    rows,
    columns: [options.label, options.by, options.value],
  });
}

function collect(rows: readonly Row[], { label, value, by }: StackedBarOptions): { parts: string[]; stacks: Stack[] } {
  const parts = [...new Set(rows.map((row) => cellText(cellOf(row, by))))];
  const found = new Map<string, (number | undefined)[]>();
  for (const row of rows) {
    const [name, part] = [cellText(cellOf(row, label)), cellText(cellOf(row, by))];
    const values = found.get(name) ?? parts.map(() => undefined);
    found.set(name, values);
    const figure = cellOf(row, value);
    if (typeof figure !== "number") continue;
    if (values[parts.indexOf(part)] !== undefined) {
      throw new OpenDataError(
        "more-than-one-figure",
        `There is more than one figure for ${part} in ${name}. Add them up first: .groupBy(${JSON.stringify(label)}, ${JSON.stringify(by)}).summarise({ total: sum(${JSON.stringify(value)}) }).`,
      );
    }
    values[parts.indexOf(part)] = figure;
  }
  const stacks = [...found].map(([name, values]) => ({
    name,
    values,
    total: values.reduce<number>((sum, one) => sum + (one ?? 0), 0),
  }));
  return { parts, stacks };
}

function checkSize(parts: readonly string[], stacks: readonly Stack[], numbers: readonly number[]): void {
  const refuse = (words: string): never => {
    throw new OpenDataError("nothing-to-draw", words);
  };
  if (numbers.some((number) => number < 0)) {
    refuse("Parts below nought don't add up to a bar. Draw each by itself, without by.");
  }
  if (parts.length > mostLooks) refuse(`${parts.length} parts are too many to tell apart. Choose up to ${mostLooks}.`);
  if (stacks.length > mostBars) refuse(`${stacks.length} bars are too many to read. Choose up to ${mostBars}.`);
}

function draw(
  parts: readonly string[],
  stacks: readonly Stack[],
  { axis }: StackedBarOptions,
  ticks: readonly number[],
  top: number,
): string {
  const last = ticks.at(-1) ?? 1;
  const place = (value: number): number => round(labelWidth + (value / last) * (width - labelWidth - valueRoom));
  const bottom = top + stacks.length * step;
  const [format, formatTick] = [createNumberFormat(stacks.map(({ total }) => total)), createNumberFormat(ticks)];
  const patterns = parts.map((_, at) => {
    const [, path] = hatchings[at] ?? ["", ""];
    return (
      `<pattern id="part${at}" width="8" height="8" patternUnits="userSpaceOnUse">` +
      `<rect width="8" height="8" fill="${lookOf(at).colour}"/><path d="${path || "M0 0"}" stroke="${paper}" stroke-width="1.5"/></pattern>`
    );
  });
  const legend = parts.map((name, at) => {
    const [x, y] = [(at % perLine) * 212, Math.floor(at / perLine) * legendLine];
    const box = `<rect x="${x}" y="${y}" width="14" height="14" fill="url(#part${at})"/>`;
    return `${box}<text x="${x + 20}" y="${y + 12}">${escapeHtml(shortLabel(name, 24))}</text>`;
  });
  const rules = ticks.map(
    (tick) =>
      `<line x1="${place(tick)}" x2="${place(tick)}" y1="${top}" y2="${bottom}" stroke="${rule}"/>` +
      `<text x="${place(tick)}" y="${bottom + 16}" text-anchor="middle" font-size="13" fill="${quiet}">${escapeHtml(formatTick(tick))}</text>`,
  );
  const bars = stacks.map(({ name, values, total }, at) => {
    const y = top + at * step;
    let from = 0;
    const pieces = values.map((value, part) => {
      const [start, end] = [place(from), place((from += value ?? 0))];
      return value === undefined
        ? ""
        : `<rect x="${start}" y="${y}" width="${round(end - start)}" height="${barHeight}" fill="url(#part${part})" stroke="${paper}"/>`;
    });
    return (
      `<text x="${labelWidth - 10}" y="${y + 16}" text-anchor="end">${escapeHtml(shortLabel(name, 20))}</text>${pieces.join("")}` +
      `<text x="${place(total) + 6}" y="${y + 16}">${escapeHtml(format(total))}</text>`
    );
  });
  return (
    `<defs>${patterns.join("")}</defs>${legend.join("")}${rules.join("")}${bars.join("")}` +
    `<line x1="${labelWidth}" x2="${labelWidth}" y1="${top}" y2="${bottom}" stroke="${ink}"/>` +
    `<text x="${(labelWidth + width - valueRoom) / 2}" y="${bottom + 38}" text-anchor="middle" fill="${quiet}">${escapeHtml(axis)}</text>`
  );
}

function figureOf(
  parts: readonly string[],
  stacks: readonly Stack[],
  { axis }: StackedBarOptions,
  ticks: readonly number[],
): FigureParts {
  const names = stacks.map(({ name }) => name);
  const format = createNumberFormat(stacks.flatMap(({ values }) => values.filter((value) => value !== undefined)));
  const data = parts.map((part, at) => ({
    type: "bar",
    orientation: "h",
    name: plotlyText(part),
    x: stacks.map(({ values }) => values[at] ?? null),
    y: names,
    hovertext: stacks.map(({ name, values }) =>
      plotlyText(`${name}, ${part}: ${values[at] === undefined ? "missing" : format(values[at])}`),
    ),
    hoverinfo: "text",
    marker: {
      color: lookOf(at).colour,
      line: { color: paper, width: 1 },
      pattern: { shape: hatchings[at]?.[0] ?? "", fgcolor: paper, size: 7 },
    },
  }));
  return {
    data,
    height: stacks.length * step + 104,
    layout: {
      barmode: "stack",
      bargap: 0.27,
      showlegend: true,
      legend: { orientation: "h", x: 0, y: 1, yanchor: "bottom", traceorder: "normal" },
      xaxis: { ...figureAxis(axis, ticks, ticks.map(createNumberFormat(ticks))), zeroline: true },
      yaxis: {
        ...namesAxis(
          names,
          names.map((name) => shortLabel(name, 20)),
        ),
        autorange: "reversed",
      },
      margin: { l: 60, r: 56, t: 42 },
    },
  };
}

function describe(
  parts: readonly string[],
  stacks: readonly Stack[],
  { axis }: StackedBarOptions,
  missing: number,
): string {
  const format = createNumberFormat(stacks.map(({ total }) => total));
  const ordered = stacks.toSorted((one, other) => other.total - one.total);
  const [first, last] = [ordered[0], ordered.at(-1)];
  const largest = parts.flatMap((name, at) => {
    const sum = stacks.reduce((sofar, { values }) => sofar + (values[at] ?? 0), 0);
    return [{ name, sum }];
  });
  const most = largest.reduce((best, one) => (one.sum > best.sum ? one : best));
  return (
    `Bar chart of ${countOf(stacks.length, "bar")} in ${countOf(parts.length, "part")}: ${axis}. ` +
    `Highest: ${first?.name ?? ""}, ${format(first?.total ?? 0)}. Lowest: ${last?.name ?? ""}, ${format(last?.total ?? 0)}. ` +
    `The largest part over all is ${most.name}.` +
    (missing === 0 ? "" : ` ${countOf(missing, "row")} ${missing === 1 ? "has" : "have"} no figure.`)
  );
}
