import { markFooter } from "./find-footer.js";
import { findHeader, repeatsHeadings, wishedHeader } from "./find-header.js";
import { knownHeader } from "./known-headings.js";
import { shapesOf, typicalWidth, type Shape } from "./record-shape.js";
import { recordAt, type Records } from "./records.js";
import type { Layout, LeftOutReason } from "./source-table.js";

/**
 * Which records are headings, which are data, and which are neither: titles above, notes and totals below, blank lines,
 * headings repeated at each printed page. Told by shape and not by any file's wording.
 */
export interface LayoutWishes {
  /** The row with the headings, counted from 1; 0 for a file without headings. */
  readonly headerRow?: number | undefined;
  /** How many rows the headings take; the last of them is `headerRow`. */
  readonly headerRows?: number | undefined;
  /** Names in the row with the headings; where a row holds them, it goes before `headerRow`. */
  readonly headings?: readonly string[] | undefined;
  /** How many rows at the end are not data. */
  readonly footerRows?: number | undefined;
}

export function findLayout(records: Records, meantBlank: ReadonlySet<number>, wishes: LayoutWishes = {}): Layout {
  const shapes = shapesOf(records);
  const typical = typicalWidth(shapes);
  const header =
    knownHeader(wishes, records) ??
    (wishes.headerRow === undefined ? findHeader(records, shapes, typical) : wishedHeader(wishes, records));
  const leftOut = new Map<number, LeftOutReason>();
  const firstData = header.rows.length > 0 ? (header.rows.at(-1) ?? 0) + 1 : header.from;
  for (let row = 1; row < firstData; row++) {
    if (!header.rows.includes(row)) leftOut.set(row, shapes[row - 1]?.filled === 0 ? "blank" : "preamble");
  }
  const headings = header.rows.length > 0 ? recordAt(records, header.rows.at(-1) ?? 1) : [];
  for (let row = firstData; row <= records.length; row++) {
    const shape = shapes[row - 1];
    const record = recordAt(records, row);
    if (shape?.filled === 0 && !meantBlank.has(row) && (typical > 1 || record.length === 0)) leftOut.set(row, "blank");
    else if (repeatsHeadings(record, headings)) leftOut.set(row, "repeated-header");
  }
  if (wishes.footerRows === undefined) markFooter(records, shapes, firstData, typical, leftOut);
  else for (let row = records.length; row > records.length - wishes.footerRows; row--) leftOut.set(row, "note");
  return {
    headerRows: header.rows,
    leftOut,
    width: tableWidth(records, shapes, header.rows, firstData, leftOut),
    reason: header.reason,
  };
}

function tableWidth(
  records: Records,
  shapes: readonly Shape[],
  headerRows: readonly number[],
  firstData: number,
  leftOut: ReadonlyMap<number, LeftOutReason>,
): number {
  const named = Math.max(0, ...headerRows.map((row) => shapes[row - 1]?.extent ?? 0));
  const headerWidth =
    headerRows.length > 0
      ? Math.max(...headerRows.map((row) => shapes[row - 1]?.width ?? 0))
      : commonWidth(shapes, firstData, leftOut);
  const extents: number[] = [];
  let withinHeader = 0;
  for (let row = firstData; row <= records.length; row++) {
    if (leftOut.has(row)) continue;
    const extent = shapes[row - 1]?.extent ?? 0;
    extents.push(extent);
    if (extent <= headerWidth) withinHeader = Math.max(withinHeader, extent);
  }
  // A column without heading belongs to the table if the row of headings has a cell for it, or if most rows fill it;
  // a few rows that are longer are ragged instead.
  extents.sort((a, b) => a - b);
  const usual = extents[Math.floor((extents.length - 1) / 2)] ?? 0;
  return Math.max(1, named, withinHeader, usual);
}

/** How many cells most records have, blank ones too: without headings nothing else says how wide the table is. */
function commonWidth(shapes: readonly Shape[], firstData: number, leftOut: ReadonlyMap<number, LeftOutReason>): number {
  const widths = new Map<number, number>();
  shapes.forEach(({ width }, at) => {
    if (at + 1 >= firstData && !leftOut.has(at + 1)) widths.set(width, (widths.get(width) ?? 0) + 1);
  });
  return [...widths].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
}
