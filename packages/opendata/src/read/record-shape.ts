import { gssPattern, postcodePattern } from "./code-shapes.js";
import { mayBeDate, parseDate } from "./parse-date.js";
import { parseNumber } from "./parse-number.js";
import { recordAt, type Records } from "./records.js";

/** How much of a record is filled in. */
export interface Shape {
  readonly width: number;
  /** Cells with something in them. */
  readonly filled: number;
  /** Place after the last filled cell. */
  readonly extent: number;
}

export function shapeOf(record: readonly string[]): Shape {
  let filled = 0;
  let extent = 0;
  for (let at = 0; at < record.length; at++) {
    const cell = record[at] ?? "";
    if (cell === "" || cell.trim() === "") continue;
    filled++;
    extent = at + 1;
  }
  return { width: record.length, filled, extent };
}

/** The shape of every record. Most have the same one, and that is kept once. */
export function shapesOf(records: Records): Shape[] {
  const known = new Map<string, Shape>();
  const shapes: Shape[] = [];
  for (let row = 1; row <= records.length; row++) {
    const shape = shapeOf(recordAt(records, row));
    const { width, filled, extent } = shape;
    const last = shapes.at(-1);
    if (last?.width === width && last.filled === filled && last.extent === extent) {
      shapes.push(last);
      continue;
    }
    const key = `${width} ${filled} ${extent}`;
    const same = known.get(key) ?? shape;
    known.set(key, same);
    shapes.push(same);
  }
  return shapes;
}

/** The commonest extent among the rows that hold something; of two equally common the wider. */
export function typicalWidth(shapes: readonly Shape[]): number {
  const extents = new Map<number, number>();
  for (const { extent } of shapes) if (extent > 0) extents.set(extent, (extents.get(extent) ?? 0) + 1);
  // A column that is often empty at the end would make the common extent one less than the table's.
  const raw = new Map<number, number>();
  for (const { width, filled } of shapes) if (filled > 0) raw.set(width, (raw.get(width) ?? 0) + 1);
  const mode = (counts: ReadonlyMap<number, number>): number => {
    const [first, second] = [...counts].toSorted((a, b) => b[1] - a[1] || b[0] - a[0]);
    // Titles and notes are one cell wide; a small table below many of them is a table still.
    const notes = first?.[0] === 1 && second !== undefined && second[1] >= 3 && second[1] * 4 >= first[1];
    return (notes ? second : first)?.[0] ?? 0;
  };
  return Math.min(mode(raw), Math.max(mode(extents), 1)) || 1;
}

/** What a single cell looks like, whatever stands around it. */
export type Kind = "number" | "date" | "code" | "label" | "blank";

export function kindOf(cell: string): Kind {
  const trimmed = cell.trim();
  if (trimmed === "") return "blank";
  if (parseNumber(trimmed) !== undefined) return "number";
  if (mayBeDate(trimmed) && parseDate(trimmed) !== undefined) return "date";
  if (gssPattern.test(trimmed) || postcodePattern.test(trimmed) || /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/.test(trimmed))
    return "code";
  return "label";
}
