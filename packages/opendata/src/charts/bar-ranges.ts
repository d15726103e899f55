/** The range in which the figure of a bar lies, as a thin line with ends across the end of the bar. */
import { cellOf, type Row } from "../row.js";
import { ink } from "./palette.js";
import type { PlotlyParts } from "./plotly-figure.js";

export interface RangeColumns {
  readonly value: string;
  readonly low?: string;
  readonly high?: string;
}

/** Undefined where the range, or the figure itself, is missing. */
export function rangeOf(row: Row, { value, low, high }: RangeColumns): readonly [number, number] | undefined {
  if (low === undefined || high === undefined || typeof cellOf(row, value) !== "number") return undefined;
  const [from, to] = [cellOf(row, low), cellOf(row, high)];
  return typeof from === "number" && typeof to === "number" ? [from, to] : undefined;
}

export function drawRange([low, high]: readonly [number, number], y: number, place: (value: number) => number): string {
  const [from, to] = [place(low), place(high)];
  return `<path d="M${from} ${y - 5}v10M${from} ${y}H${to}M${to} ${y - 5}v10" fill="none" stroke="${ink}" stroke-width="1.5"/>`;
}

/** Plotly wants how far the ends are from the figure. */
export function rangesOfFigure(rows: readonly Row[], columns: RangeColumns): PlotlyParts {
  if (columns.low === undefined || columns.high === undefined) return {};
  const distance = (end: 0 | 1): (number | null)[] =>
    rows.map((row) => {
      const range = rangeOf(row, columns);
      return range === undefined ? null : Math.abs(range[end] - (cellOf(row, columns.value) as number));
    });
  // Beside the thin line a figure at the end of the bar could not be read.
  return {
    error_x: {
      type: "data",
      symmetric: false,
      array: distance(1),
      arrayminus: distance(0),
      color: ink,
      thickness: 1.5,
      width: 5,
    },
    textposition: "none",
  };
}
