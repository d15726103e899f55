import { ruleRows } from "./rule-rows.js";
import { cellOf, columnNames, createRowMaker, type Row } from "./row.js";

/**
 * The same rows with one more column, worked out for each row by the rule that you give. The old table stays as it
 * was. A cell that is missing reads as `undefined` inside the rule: in JavaScript `5 - null` is 5, as if the missing
 * figure were nought, while `5 - undefined` is not a number, and a result that is not a number is stored as missing.
 * @example addColumn(countries, "change", (row) => row.life_2005 - row.life_1955)
 */
// oxlint-disable-next-line typescript/no-explicit-any -- a learner's rule may give anything
export function addColumn(rows: readonly Row[], name: string, rule: (row: Row) => any): Row[] {
  const given = columnNames(rows);
  const columns = [...new Set([...given, name])];
  const makeRow = createRowMaker(columns, null);
  return ruleRows(rows, given).map((input, at) => {
    const row = rows[at] as Row;
    const result: unknown = rule(input);
    const value = typeof result === "number" && !Number.isFinite(result) ? null : result;
    return makeRow(columns.map((column) => (column === name ? value : cellOf(row, column))));
  });
}
