import { countOf, namesOf } from "../say.js";
import type { Difference, Jump } from "./difference.js";
import type { FieldType } from "./published-table.js";

const typeWords: Readonly<Record<FieldType, string>> = {
  string: "text",
  integer: "whole numbers",
  number: "numbers",
  date: "dates",
  datetime: "dates with times",
  time: "times of day",
  boolean: "true or false",
};

/** A difference in sentences: rows first, then columns, then what deserves a look. */
export function differenceWords(difference: Difference): string[] {
  const { same, columns, codes, rowsBefore, rowsAfter, jumps, missingMonths } = difference;
  if (same) return [`Nothing is different: ${countOf(rowsAfter, "row")}, the same in both.`];
  return [
    ...(rowsBefore === rowsAfter ? [] : [`${countOf(rowsAfter, "row")} now, ${countOf(rowsBefore, "row")} before.`]),
    ...rowWords(difference),
    ...(columns.added.length === 0 ? [] : [`New ${plural(columns.added, "column")}: ${namesOf(columns.added, 6)}.`]),
    ...(columns.removed.length === 0
      ? []
      : [`Gone ${plural(columns.removed, "column")}: ${namesOf(columns.removed, 6)}.`]),
    ...columns.renamed.map(({ from, to }) => `The column “${from}” is now called “${to}”.`),
    ...columns.retyped.map(({ name, from, to }) => `“${name}” held ${typeWords[from]} and now holds ${typeWords[to]}.`),
    ...codes.map(({ column, added, removed }) => {
      const parts = [
        ...(added.length === 0 ? [] : [`new are ${namesOf(added, 5)}`]),
        ...(removed.length === 0 ? [] : [`gone are ${namesOf(removed, 5)}`]),
      ];
      return `The words in “${column}” changed: ${parts.join("; ")}.`;
    }),
    ...jumps.map(jumpWords),
    ...missingMonths.map(
      ({ column, months }) =>
        `${months.length === 1 ? "A month is" : `${months.length} months are`} missing in “${column}”: ${months.slice(0, 6).join(", ")}${months.length > 6 ? " …" : ""}.`,
    ),
  ];
}

function rowWords({ rows, key, changedColumns }: Difference): string[] {
  const { added, removed, changed } = rows;
  const parts = [
    ...(added === 0 ? [] : [`${added.toLocaleString("en-GB")} new`]),
    ...(removed === 0 ? [] : [`${removed.toLocaleString("en-GB")} gone`]),
    ...(changed === 0 ? [] : [`${changed.toLocaleString("en-GB")} changed`]),
  ];
  if (parts.length === 0) return [];
  const how = key.length === 0 ? "whole rows compared" : `rows found again by ${namesOf(key)}`;
  const where =
    changedColumns.length === 0
      ? []
      : [
          `What changed: ${changedColumns
            .slice(0, 5)
            .map(({ column, rows: many }) => `“${column}” in ${countOf(many, "row")}`)
            .join(", ")}.`,
        ];
  return [`Rows: ${parts.join(", ")} (${how}).`, ...where];
}

function jumpWords(jump: Jump): string {
  if (jump.type === "rows")
    return `Look again: the number of rows ${jump.after > jump.before ? "more than doubled" : "fell to less than half"}. Is it the whole file, and only this one?`;
  if (jump.type === "missing")
    return `Look again: in “${jump.column}” ${percent(jump.after)} of the cells are missing, ${percent(jump.before)} before.`;
  if (jump.type === "highest")
    return `Look again: the highest “${jump.column}” is ${short(jump.after)} now; before, it was ${short(jump.before)}. Is it typed right, and in the same unit?`;
  return `Look again: the mean of “${jump.column}” went from ${short(jump.before)} to ${short(jump.after)}. Is it still the same unit?`;
}

const plural = (list: readonly string[], word: string): string => (list.length === 1 ? word : `${word}s`);
const percent = (share: number): string => `${Math.round(share * 100)} %`;
const short = (value: number): string =>
  Number(value.toPrecision(3)).toLocaleString("en-GB", { maximumFractionDigits: 6 });
