/** What was found in a data file: what may harm people first. Each with where, why it matters, a preview and a way to mend it. */
import type { Fault, Fix, FixPreview } from "@data-surgery/opendata/browser";
import type { DataFileModel } from "../models/data-file-model.js";
import { faultGroups, previewWords, visibleEdges, whereWords } from "../models/data-file-words.js";
import type { DataFileView } from "../models/data-file-view.js";
import { element, starting, type Child } from "./element.js";

/** What may harm people, if there is such a thing: it stands before all else. */
export function faultsBeforeSharing(view: DataFileView, model: DataFileModel): readonly Child[] {
  const { beforeSharing } = faultGroups(view);
  if (beforeSharing.length === 0) return [];
  return [element("h3", { tabindex: "-1" }, "Before you share this"), cards(beforeSharing, model)];
}

export function otherFaults(view: DataFileView, model: DataFileModel): readonly Child[] {
  const { open, done } = faultGroups(view);
  return [
    element("h3", { tabindex: "-1" }, "What to look at"),
    open.length === 0 ? element("p", {}, `● ${nothingWords(view)}`) : cards(open, model),
    done.length > 0 &&
      element(
        "details",
        { "data-key": "done-already" },
        element(
          "summary",
          {},
          done.length === 1
            ? "1 thing was put right while reading"
            : `${done.length} things were put right while reading`,
        ),
        cards(done, model),
      ),
  ];
}

function nothingWords(view: DataFileView): string {
  return view.faults.length === 0 && view.done.length === 0
    ? "Nothing was found that is wrong with it."
    : "Nothing more was found that is wrong with it.";
}

function cards(faults: readonly Fault[], model: DataFileModel): HTMLElement {
  return element("ul", { class: "ds-data-faults" }, ...faults.map((fault) => card(fault, model)));
}

function card(fault: Fault, model: DataFileModel): HTMLElement {
  const { code, what, why, fix } = fault;
  const key = `${code}:${fault.columns.join(",")}:${fault.first.row ?? ""}`;
  const where = whereWords(fault);
  return element(
    "li",
    { class: `ds-data-fault${fix.done ? " ds-data-fault-done" : ""}`, "data-code": code },
    element("p", { class: "ds-data-what" }, element("span", { "aria-hidden": "true" }, fix.done ? "■ " : "▲ "), what),
    where !== "" && element("p", { class: "ds-data-where" }, where),
    element("p", {}, why),
    element(
      "p",
      {},
      element("strong", {}, fix.done ? "Done: " : fix.fix === null ? "For you to decide: " : "To do: "),
      fix.words,
    ),
    fix.fix !== null && actions(fix.fix, key, fix.done ? "Take that back" : "Mend", what, model),
  );
}

/** Buttons of several cards read alike; what each is about is in its name. */
function actions(fix: Fix, key: string, verb: string, what: string, model: DataFileModel): HTMLElement {
  const isShown = model.isPreviewed(fix);
  const { preview } = model.state;
  const button = (
    label: string,
    part: string,
    attributes: Record<string, string>,
    work: () => Promise<void>,
  ): HTMLElement =>
    element(
      "button",
      {
        type: "button",
        class: "ds-button",
        "data-key": `${key}:${part}`,
        "aria-label": `${label}: ${what}`,
        ...attributes,
        onclick: starting(work),
      },
      label,
    );
  return element(
    "div",
    {},
    element(
      "p",
      { class: "ds-data-row" },
      button(isShown ? "Hide preview" : "Preview", "preview", { "aria-expanded": String(isShown) }, () =>
        model.preview(fix),
      ),
      button(verb, "apply", {}, () => model.apply(fix)),
    ),
    isShown && preview !== undefined && previewOf(preview.seen),
  );
}

function previewOf(seen: FixPreview): HTMLElement {
  const more = seen.cells - seen.changes.length;
  const cell = (text: string): HTMLElement =>
    element("td", {}, element("code", {}, text === "" ? "(empty)" : visibleEdges(text)));
  return element(
    "div",
    { class: "ds-data-preview" },
    element("p", {}, previewWords(seen)),
    seen.changes.length > 0 &&
      element(
        "div",
        { class: "ds-data-scroll", tabindex: "0", role: "region", "aria-label": "Cells before and after" },
        element(
          "table",
          { class: "ds-data-table" },
          element(
            "caption",
            {},
            more > 0
              ? `The first ${seen.changes.length} of ${seen.cells.toLocaleString("en-GB")} cells`
              : "Every cell that would change",
          ),
          element(
            "thead",
            {},
            element(
              "tr",
              {},
              ...["Row", "Column", "Before", "After"].map((name) => element("th", { scope: "col" }, name)),
            ),
          ),
          element(
            "tbody",
            {},
            ...seen.changes.map(({ row, column, before, after }) =>
              element(
                "tr",
                {},
                element("th", { scope: "row" }, String(row)),
                element("td", {}, column),
                cell(before),
                cell(after),
              ),
            ),
          ),
        ),
      ),
  );
}
