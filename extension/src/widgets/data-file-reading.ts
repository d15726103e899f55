/** How a data file was read, each decision with its reason and a way to decide otherwise; and what its columns hold. */
import type { ColumnType, DateOrder, Fix } from "@data-surgery/opendata/browser";
import type { DataFileModel } from "../models/data-file-model.js";
import {
  choiceWords,
  columnWords,
  typeOptions,
  typeValue,
  wishWith,
  type ChoiceWords,
} from "../models/data-file-words.js";
import type { ColumnView, DataFileView } from "../models/data-file-view.js";
import { element, starting, type Child } from "./element.js";

export function choicesOf(view: DataFileView, model: DataFileModel): readonly Child[] {
  return [
    element(
      "details",
      { "data-key": "choices" },
      element("summary", {}, element("h3", {}, "How it was read")),
      element(
        "p",
        {},
        "Each of these was decided by looking at the whole file. If one is wrong, choose otherwise: the file is read again.",
      ),
      element("dl", { class: "ds-data-choices" }, ...choiceWords(view).flatMap((choice) => entry(choice, view, model))),
    ),
  ];
}

function entry(choice: ChoiceWords, view: DataFileView, model: DataFileModel): HTMLElement[] {
  const { key, label, chosen, reason, options, value } = choice;
  const id = `ds-data-choice-${key}`;
  return [
    element("dt", {}, options === undefined ? label : element("label", { for: id }, label)),
    element(
      "dd",
      {},
      element("p", {}, element("strong", {}, chosen), `. ${reason}`),
      options !== undefined &&
        select({ id, key: `choice:${key}`, options, value }, (wanted) =>
          model.reread(wishWith(view.wish, key, wanted)),
        ),
    ),
  ];
}

export function columnsOf(view: DataFileView, model: DataFileModel): readonly Child[] {
  const label = view.columns.length === 1 ? "Its column" : `Its ${view.columns.length.toLocaleString("en-GB")} columns`;
  return [
    element(
      "details",
      { "data-key": "columns" },
      element("summary", {}, element("h3", {}, label)),
      element(
        "div",
        { class: "ds-data-scroll", tabindex: "0", role: "region", "aria-label": label, "data-key": "columns-table" },
        element(
          "table",
          { class: "ds-data-table ds-data-columns" },
          element(
            "thead",
            {},
            element(
              "tr",
              {},
              ...["Column", "Kind", "Missing", "Holds", "Most likely"].map((name) =>
                element("th", { scope: "col" }, name),
              ),
            ),
          ),
          element("tbody", {}, ...view.columns.map((column, at) => columnRow(column, at, model))),
        ),
      ),
    ),
  ];
}

function columnRow(column: ColumnView, at: number, model: DataFileModel): HTMLElement {
  const words = columnWords(column);
  const reason = `ds-data-reason-${at}`;
  const kind = select(
    {
      key: `type:${column.name}`,
      options: typeOptions,
      value: typeValue(column),
      "aria-label": `Kind of ${column.name}`,
      "aria-describedby": reason,
    },
    (value) => model.apply(typeFix(column.name, value)),
  );
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, words.name),
    element("td", {}, kind, element("p", { class: "ds-data-reason", id: reason }, words.reason)),
    element("td", {}, words.missing),
    element("td", {}, words.holds),
    element("td", {}, words.meaning),
  );
}

function typeFix(column: string, value: string): Fix {
  const [as, dateOrder] = value.split(":") as [ColumnType, DateOrder | undefined];
  return { type: "set-type", columns: [column], as, ...(dateOrder === undefined ? {} : { dateOrder }) };
}

interface SelectOptions {
  readonly key: string;
  readonly options: readonly (readonly [value: string, words: string])[];
  readonly value: string;
  readonly id?: string;
  readonly "aria-label"?: string;
  readonly "aria-describedby"?: string;
}

function select(
  { key, options, value, ...others }: SelectOptions,
  choose: (value: string) => Promise<void>,
): HTMLElement {
  const control = element(
    "select",
    { ...others, "data-key": key },
    ...options.map(([own, words]) => element("option", { value: own, selected: own === value }, words)),
  );
  control.addEventListener(
    "change",
    starting(() => choose(control.value)),
  );
  return control;
}
