import { countOf, namesOf } from "../say.js";
import { codeOf } from "./code-of.js";
import type { Fix } from "./fix.js";

/** A step in words, for the list of what was done. */
export function fixWords(fix: Fix): string {
  switch (fix.type) {
    case "trim-cells":
      return `Took away the space at both ends of cells in ${namesOf(fix.columns)}.`;
    case "single-spaces":
      return `Made runs of spaces one space in ${namesOf(fix.columns)}.`;
    case "join-lines":
      return `Put the lines of a cell into one in ${namesOf(fix.columns)}.`;
    case "repair-text":
      return `Put wrong letters right in ${namesOf(fix.columns)}.`;
    case "replace-values":
      return `Replaced ${countOf(fix.changes.length, "spelling")} in ${namesOf([fix.column])}.`;
    case "blank-values":
      return `Emptied cells that say ${namesOf(fix.words)} in ${namesOf(fix.columns)}.`;
    case "whole-numbers":
      return `Took away .0 from whole numbers in ${namesOf(fix.columns)}.`;
    case "leave-out-rows":
      return `Left out ${countOf(fix.rows.length, "row")}.`;
    case "put-back-rows":
      return `Put back ${countOf(fix.rows.length, "row")}.`;
    case "leave-out-columns":
      return `Left out ${namesOf(fix.columns)}.`;
    case "rename-columns":
      return `Renamed ${fix.names.map(({ from, to }) => `“${from}” to “${to}”`).join(", ")}.`;
    case "set-type":
      return `Read ${namesOf(fix.columns)} as ${fix.as}${fix.dateOrder === undefined ? "" : `, ${fix.dateOrder === "day-first" ? "day" : "month"} first`}.`;
    case "recut-rows":
    default:
      // Kept for another file: its rows are found there.
      if (fix.records.length === 0) return "Put broken rows right.";
      return fix.records.length > fix.many
        ? `Cut row ${fix.row} into ${fix.records.length}.`
        : `Joined ${fix.many} rows at row ${fix.row}.`;
  }
}

/** Steps as code that can stand in a cell and be run again next month on the new file. */
export function fixCode(steps: readonly Fix[], variable = "table"): string {
  return steps.map((fix) => `// ${fixWords(fix)}\n${variable} = mend(${variable}, ${codeOf(fix)});`).join("\n");
}
