import { cellOf, createRowMaker, isGuarded, type Row } from "./row.js";

/**
 * Rows as a learner's rule sees them: a missing cell reads as `undefined`. In JavaScript `5 - null` is 5, as if the missing figure were
 * nought, and `null < 5` is true; with `undefined` neither is. Only a row with something missing, or one of a learner's own making, has to be made anew.
 */
export function ruleRows(rows: readonly Row[], columns: readonly string[]): Row[] {
  const make = createRowMaker(columns, undefined);
  return rows.map((row) =>
    isGuarded(row) && columns.every((name) => Object.hasOwn(row, name) && row[name] !== null)
      ? row
      : make(columns.map((name) => cellOf(row, name))),
  );
}
