import { OpenDataError } from "../open-data-error.js";
import { noSuchColumn } from "../row.js";
import { columnFigureOf, countRows, type Aggregate, type FigureName } from "../table/aggregate.js";
import { quotedName, sqlKind } from "./large-store.js";
import type { LargeColumn } from "./scan-file.js";

const inSql: Readonly<Record<FigureName, (column: string) => string>> = {
  count: (column) => `count(${column})`,
  sum: (column) => `sum(${column})`,
  mean: (column) => `avg(${column})`,
  median: (column) => `median(${column})`,
  least: (column) => `min(${column})`,
  greatest: (column) => `max(${column})`,
  distinct: (column) => `count(distinct ${column})`,
};

/** A figure of a group as DuckDB works it out. Those of this package only: a rule of a learner's own would need all rows of a group at once. */
export function figureSql(figure: Aggregate, columns: readonly LargeColumn[]): string {
  if (figure === countRows) return "count(*)";
  const known = columnFigureOf(figure);
  if (known === undefined) {
    throw new OpenDataError(
      "too-large",
      "A figure of your own needs all rows of a group in memory, and this table is too large for that. Use count, sum, mean, median, least, greatest or distinct, or keep fewer rows first: let part = await table.filter(…).",
    );
  }
  const column = columns.find(({ name }) => name === known.column);
  if (column === undefined) {
    throw noSuchColumn(
      known.column,
      columns.map(({ name }) => name),
    );
  }
  const needsNumbers = known.name === "sum" || known.name === "mean" || known.name === "median";
  if (needsNumbers && sqlKind(column.type) !== "DOUBLE") {
    throw new OpenDataError(
      "not-numbers",
      `The column "${column.name}" holds ${column.type === "empty" ? "nothing" : `cells of the type ${column.type}`}, not numbers. Choose a column of numbers, or read the file again and say what the column is: { types: { "${column.name}": "number" } }.`,
    );
  }
  return inSql[known.name](quotedName(column.name));
}
