import { axisTicks } from "./axis-ticks.js";
import { createChart, type Chart, type ChartWords } from "./chart.js";
import type { AlongScale } from "./charts/along-scale.js";
import { collectLines, type Line } from "./charts/collect-lines.js";
import { endsOf } from "./charts/ends-of.js";
import { lineFigure, type LineDrawing } from "./charts/line-figure.js";
import { height, lineMarks, width } from "./charts/line-marks.js";
import { lineNumbers } from "./charts/line-numbers.js";
import type { Row } from "./row.js";

export interface LineChartOptions extends Omit<ChartWords, "title"> {
  /** The finding, as a sentence. Without it the title says where each line starts and ends. */
  readonly title?: string;
  /** The column that goes along the bottom: numbers, or times such as "2024-05-01", "May 2024", "2024 Q2", "2024/25". */
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
  /** The column of the lowest that each figure may be; with `high`, a band is drawn around the line. */
  readonly low?: string;
  /** The column of the highest that each figure may be. */
  readonly high?: string;
  /** Names of lines that are worked out and not measured: no marks stand on them. */
  readonly worked?: readonly string[];
}

/**
 * A line for each name, from left to right whatever the order of the rows. A missing value leaves its point out.
 * The side need not start at zero, since it is the slope that is read; where it starts is said in the description.
 * @example show(lineChart(uk, { x: "year", y: "life_expectancy", axis: "Years", title: "…", source: "…" }))
 */
export function lineChart(rows: readonly Row[], options: LineChartOptions): Chart {
  const { lines, along } = collectLines(rows, options);
  const [least, most] = endsOf(lines.flatMap(({ points }) => points.flatMap(({ y, range }) => [y, ...(range ?? [])])));
  const yTicks = axisTicks(Math.min(options.from ?? Infinity, least), Math.max(options.to ?? -Infinity, most));
  const [low, high] = [yTicks[0] ?? 0, yTicks.at(-1) ?? 1];
  const drawing: LineDrawing = {
    lines,
    along,
    yTicks,
    axis: options.axis,
    x: options.x,
    named: options.line !== undefined,
    worked: new Set(options.worked ?? []),
  };
  const columns = [options.line, options.x, options.y, options.low, options.high];
  return createChart({
    words: { ...options, title: options.title ?? startsAndEnds(lines, along, options) },
    figure: lineFigure(drawing),
    data: {
      type: "line",
      axis: options.axis,
      along: options.x,
      from: low,
      to: high,
      series: lines.map(({ name, points }) => ({
        name,
        x: points.map(({ x }) => along.encode(x)),
        y: points.map(({ y }) => y),
      })),
    },
    description: describe(lines, along, options, low),
    marks: lineMarks(drawing),
    width,
    height,
    rows,
    columns: columns.filter((column) => column !== undefined),
  });
}

function describe(lines: readonly Line[], along: AlongScale, options: LineChartOptions, low: number): string {
  const summary = options.title === undefined ? "" : ` ${startsAndEnds(lines, along, options)}`;
  return `Line chart: ${options.axis}. The side starts at ${low}.${summary}`;
}

/** For each line where it starts and where it ends: a fair summary, though it hides what happened between. */
function startsAndEnds(lines: readonly Line[], along: AlongScale, options: LineChartOptions): string {
  const numbersOf = lineNumbers(lines, new Set(options.worked ?? []));
  const sentences = lines.map((line) => {
    const formatY = numbersOf(line);
    const [first, last] = [line.points[0], line.points.at(-1)];
    if (first === undefined || last === undefined) return "";
    const name = line.name === "" ? options.axis : line.name;
    const verb = last.y > first.y ? "rose" : last.y < first.y ? "fell" : "was the same:";
    return `${name} ${verb} from ${formatY(first.y)} in ${along.words(first.x)} to ${formatY(last.y)} in ${along.words(last.x)}.`;
  });
  return sentences.join(" ");
}
