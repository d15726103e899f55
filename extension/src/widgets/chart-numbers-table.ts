import type { ChartNumbers } from "@data-surgery/contract";
import { element } from "./element.js";

/** What was drawn, for who would rather read it. */
export function chartNumbersTable(title: string, { columns, numeric, rows, total }: ChartNumbers): HTMLElement {
  const side = (at: number): string => (numeric[at] === true ? "ds-chart-number" : "ds-chart-name");
  const cut = total > rows.length ? ` · the first ${rows.length} of ${total.toLocaleString("en-GB")} rows` : "";
  const head = columns.map((column, at) => element("th", { scope: "col", class: side(at) }, column));
  const body = rows.map((row) =>
    element(
      "tr",
      {},
      ...row.map((cell, at) =>
        at === 0 ? element("th", { scope: "row", class: side(at) }, cell) : element("td", { class: side(at) }, cell),
      ),
    ),
  );
  return element(
    "details",
    {},
    element("summary", {}, "The numbers as a table"),
    element(
      "div",
      { class: "ds-chart-table", tabindex: 0, role: "region", "aria-label": "The numbers as a table" },
      element(
        "table",
        {},
        element("caption", {}, `${title}${cut}`),
        element("thead", {}, element("tr", {}, ...head)),
        element("tbody", {}, ...body),
      ),
    ),
  );
}
