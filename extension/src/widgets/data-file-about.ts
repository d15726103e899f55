/** What a data file is, its first rows as they are read, and what of it was left out. */
import { aboutSentences, leftOutWords } from "../models/data-file-words.js";
import type { DataFileView } from "../models/data-file-view.js";
import { element, type Child } from "./element.js";

export function aboutFile(view: DataFileView): readonly Child[] {
  return [
    element("h3", { tabindex: "-1" }, "What it is"),
    element("p", { class: "ds-data-about" }, aboutSentences(view).join(" ")),
  ];
}

export function rowsOfFile(view: DataFileView): readonly Child[] {
  return [firstRows(view), leftOut(view)];
}

function firstRows({ head, columns, rows }: DataFileView): Child {
  if (head.length === 0) return undefined;
  const words = head.length < rows ? `The first ${head.length} rows, as they are read` : "All rows, as they are read";
  return element(
    "div",
    { class: "ds-data-scroll", tabindex: "0", role: "region", "aria-label": words, "data-key": "rows" },
    element(
      "table",
      { class: "ds-data-table" },
      element("caption", {}, words),
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          element("th", { scope: "col" }, "Row"),
          ...columns.map(({ name }) => element("th", { scope: "col" }, name)),
        ),
      ),
      element(
        "tbody",
        {},
        ...head.map(({ row, cells }) =>
          element(
            "tr",
            {},
            element("th", { scope: "row" }, String(row)),
            ...cells.map((cell) =>
              cell === null
                ? element("td", { class: "ds-data-missing" }, "missing")
                : element("td", {}, cell.length > 120 ? `${cell.slice(0, 119)}…` : cell),
            ),
          ),
        ),
      ),
    ),
  );
}

function leftOut({ leftOut: lines, leftOutCount }: DataFileView): Child {
  if (leftOutCount === 0) return undefined;
  const more = leftOutCount - lines.length;
  return element(
    "details",
    { "data-key": "left-out" },
    element(
      "summary",
      {},
      leftOutCount === 1 ? "Show the line that was left out" : `Show the ${leftOutCount} lines that were left out`,
    ),
    element(
      "ul",
      { class: "ds-data-left-out" },
      ...lines.map(({ row, reason, cells }) =>
        element(
          "li",
          {},
          `Row ${row}, ${leftOutWords[reason]}: ${cells
            .filter((cell) => cell !== "")
            .join(" · ")
            .slice(0, 200)}`,
        ),
      ),
      more > 0 && element("li", {}, `and ${more} more`),
    ),
  );
}
