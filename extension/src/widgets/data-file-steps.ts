/** What was done to a data file, with a way back for each step, and the same as code. */
import type { DataFileModel } from "../models/data-file-model.js";
import type { DataFileView, DoneStep } from "../models/data-file-view.js";
import { element, starting, type Child } from "./element.js";

export function stepsOf({ done, undone }: DataFileView, model: DataFileModel): readonly Child[] {
  return [
    element("h3", { tabindex: "-1" }, "What was done"),
    done.length === 0
      ? element("p", {}, "Nothing yet. The file itself is never changed: each step can be taken back.")
      : steps(done, "Undo", (at) => model.undo(at)),
    undone.length > 0 && element("h4", {}, "Taken back"),
    undone.length > 0 && steps(undone, "Do it again", (at) => model.redo(at)),
  ];
}

function steps(list: readonly DoneStep[], label: string, work: (at: number) => Promise<void>): HTMLElement {
  return element(
    "ol",
    { class: "ds-data-steps" },
    ...list.map(({ words }, at) =>
      element(
        "li",
        {},
        element("span", {}, words),
        element(
          "button",
          {
            type: "button",
            class: "ds-button",
            "data-key": `${label}:${at}`,
            "aria-label": `${label}: ${words}`,
            onclick: starting(() => work(at)),
          },
          label,
        ),
      ),
    ),
  );
}

export function codeOf(model: DataFileModel): readonly Child[] {
  const { code } = model.state;
  const isShown = code !== undefined;
  return [
    element(
      "p",
      {},
      element(
        "button",
        {
          type: "button",
          class: "ds-button",
          "data-key": "code",
          "aria-expanded": String(isShown),
          onclick: starting(() => model.showCode()),
        },
        isShown ? "Hide the code" : "Show the same as code",
      ),
    ),
    isShown &&
      element(
        "pre",
        { class: "ds-data-code", tabindex: "0", role: "region", "aria-label": "The same as code" },
        element("code", {}, code),
      ),
  ];
}
