import type { SourceTable } from "../read/source-table.js";

/**
 * The table without rows that have too few cells. From the slip on, their cells stand under wrong headings: that is told
 * once, of the row, and not again of each cell that landed where it does not fit.
 */
export function wholeRows(table: SourceTable): SourceTable {
  const { reading, records, layout, rowNumbers } = table;
  if (reading.format !== "csv") return table;
  const whole = rowNumbers.map((row) => (records[row - 1]?.length ?? 0) >= layout.width);
  const many = whole.reduce((sum, is) => sum + (is ? 1 : 0), 0);
  // Where most rows are short, it is the headings that are too many.
  if (many === whole.length || many * 2 < whole.length) return table;
  const kept = <Item>(items: readonly Item[]): Item[] => items.filter((_, place) => whole[place] === true);
  return {
    ...table,
    rowNumbers: kept(rowNumbers),
    columns: table.columns.map((column) => ({ ...column, raw: kept(column.raw), values: kept(column.values) })),
  };
}
