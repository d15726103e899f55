import { cellOf, createRowMaker, type Row } from "../row.js";

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
export function unpivotRows(rows: readonly Row[], kept: readonly string[], options: UnpivotOptions): Row[] {
  const make = createRowMaker([...kept, options.name, options.value], null);
  return rows.flatMap((row) => {
    const side = kept.map((name) => cellOf(row, name));
    return options.columns.map((heading) => make([...side, heading, cellOf(row, heading)]));
  });
}
