import type { Aggregate } from "./aggregate.js";
import { cellReader, codesOf, columnOfCells, pickColumn } from "./column.js";
import { Columns } from "./columns.js";
import { figureReader } from "./figure-reader.js";
import { firstPlaces, groupPlaces, placesOf } from "./group-places.js";

/** Which columns become rows, and what the two new columns are called. */
export interface UnpivotOptions {
  /** The columns whose headings are really values: years, months, kinds. */
  readonly columns: readonly string[];
  /** The new column that holds those headings. */
  readonly name: string;
  /** The new column that holds what stood below them. */
  readonly value: string;
}

/** One row for each cell of these columns, missing cells too: a figure that nobody gave is still a question to ask. */
export function unpivotColumns(columns: Columns, kept: readonly string[], options: UnpivotOptions): Columns {
  const headings = options.columns;
  const length = columns.length * headings.length;
  const places = Uint32Array.from({ length }, (_, at) => Math.floor(at / headings.length));
  const readers = headings.map((name) => columns.reader(name));
  const cells = Array.from({ length }, (_, at) => readers[at % headings.length]?.(places[at] ?? 0));
  const known = new Map<Uint32Array | undefined, Uint32Array>();
  return new Columns(
    [...kept, options.name, options.value],
    [
      ...kept.map((name) => pickColumn(columns.column(name), places, known)),
      {
        data: {
          kind: "coded",
          codes: Uint32Array.from({ length }, (_, at) => at % headings.length),
          values: headings,
        },
        picks: undefined,
      },
      columnOfCells(cells),
    ],
    length,
  );
}

/** Values of the column `across` become columns, of which each cell is a figure of the rows that belong there. */
export function pivotColumns(columns: Columns, side: readonly string[], across: string, figure: Aggregate): Columns {
  const grouping = groupPlaces(columns, side);
  const { codes, values } = codesOf(columns.column(across), columns.length, (cell) => cell);
  const figureOf = figureReader(columns, figure);
  const shown = values.map((_, code) => code).filter((code) => values[code] !== null);
  const cells = shown.map((): unknown[] => Array.from({ length: grouping.many }, () => null));
  for (let group = 0; group < grouping.many; group++) {
    const places = placesOf(grouping, group);
    shown.forEach((code, at) => {
      const those = places.filter((place) => codes[place] === code);
      if (those.length > 0) (cells[at] as unknown[])[group] = figureOf(those);
    });
  }
  const firsts = columns.pick(firstPlaces(grouping));
  return new Columns(
    [...side, ...shown.map((code) => String(values[code]))],
    [...side.map((name) => firsts.column(name)), ...cells.map((column) => columnOfCells(column))],
    grouping.many,
  );
}

/** The rows of one table below those of another; a column that only one has is missing in the rows of the other. */
export function stackColumns(above: Columns, below: Columns): Columns {
  const names = [...new Set([...above.names, ...below.names])];
  const length = above.length + below.length;
  const columns = names.map((name) => {
    const sides = [above, below].map((side) => ({
      length: side.length,
      cell: side.has(name) ? cellReader(side.column(name)) : (): null => null,
    }));
    return columnOfCells(sides.flatMap((side) => Array.from({ length: side.length }, (_, place) => side.cell(place))));
  });
  return new Columns(names, columns, length);
}
