import { cellText } from "../cell-text.js";
import { numbersOf } from "../numbers-of.js";
import { OpenDataError } from "../open-data-error.js";
import { cellOf, requireColumn, type Row } from "../row.js";
import { alongScale, type AlongScale } from "./along-scale.js";
import { mostLooks } from "./palette.js";

export interface LinePoint {
  readonly x: number;
  readonly y: number;
  /** The ends of its range, where it has one. */
  readonly range?: readonly [number, number];
}

export interface Line {
  readonly name: string;
  readonly points: readonly LinePoint[];
}

export interface LineColumns {
  readonly x: string;
  readonly y: string;
  readonly line?: string;
  readonly low?: string;
  readonly high?: string;
}

/** The lines in the order in which their names first come, each from left to right. */
export function collectLines(rows: readonly Row[], columns: LineColumns): { lines: Line[]; along: AlongScale } {
  for (const column of [columns.y, columns.low, columns.high]) if (column !== undefined) numbersOf(rows, column);
  if (columns.line !== undefined) requireColumn(rows, columns.line);
  const along = alongScale(rows, columns.x, (row) => typeof cellOf(row, columns.y) === "number");
  const lines = new Map<string, LinePoint[]>();
  rows.forEach((row, at) => {
    const [x, y] = [along.at[at], cellOf(row, columns.y)];
    if (x === undefined || typeof y !== "number") return;
    const name = columns.line === undefined ? "" : cellText(cellOf(row, columns.line));
    const points = lines.get(name);
    const point = { x, y, ...rangeOf(row, columns) };
    if (points === undefined) lines.set(name, [point]);
    else points.push(point);
  });
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
  return {
    lines: [...lines].map(([name, points]) => ({ name, points: points.toSorted((a, b) => a.x - b.x) })),
    along,
  };
}

function rangeOf(row: Row, { low, high }: LineColumns): { readonly range?: readonly [number, number] } {
  if (low === undefined || high === undefined) return {};
  const [from, to] = [cellOf(row, low), cellOf(row, high)];
  return typeof from === "number" && typeof to === "number" ? { range: [from, to] } : {};
}
