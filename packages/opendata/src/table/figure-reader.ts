import { columnFigureOf, countRows, type Aggregate } from "./aggregate.js";
import type { Columns } from "./columns.js";
import { cellsAt } from "./group-places.js";

/**
 * Works out a figure of the rows at some places. One of this package says which column it looks at, and gets its cells; a learner's
 * own gets the rows.
 */
export function figureReader(columns: Columns, figure: Aggregate): (places: Uint32Array) => unknown {
  if (figure === countRows) return (places) => places.length;
  const known = columnFigureOf(figure);
  if (known === undefined) {
    const row = columns.rowReader(null);
    return (places) => figure(Array.from(places, (place) => row(place))) as unknown;
  }
  const cells = cellsAt(columns.column(known.column));
  return (places) => known.work(cells(places));
}
