/** The first question: which file? One of this computer, or one that is beside the notebook. */
import { dataEndings, megabytes, mostBytes } from "../models/data-file-name.js";
import type { DataFileModel } from "../models/data-file-model.js";
import { report } from "../models/report.js";
import { whoCanOpen } from "../models/data-file-words.js";
import { element, starting, type Child } from "./element.js";

export function chooseFile(model: DataFileModel): readonly Child[] {
  const { files } = model.state;
  return [
    element("h3", { tabindex: "-1" }, "Which file?"),
    element(
      "p",
      {},
      `A table that your group has, or one that you found: from a spreadsheet program, or as CSV, JSON or GeoJSON. It is read in this page and then kept beside your notebook. ${whoCanOpen(model.folder)}`,
    ),
    fileButton(model),
    element(
      "p",
      { class: "ds-data-soft" },
      element("span", { class: "ds-data-drop-hint" }, "Or drop a file anywhere on this page. "),
      `Up to ${megabytes(mostBytes)}.`,
    ),
    files !== undefined && files.length > 0 && element("h3", {}, "Files that are here already"),
    files !== undefined &&
      files.length > 0 &&
      element(
        "ul",
        { class: "ds-data-files" },
        ...files.map((file) =>
          element(
            "li",
            {},
            element(
              "button",
              {
                type: "button",
                class: "ds-button",
                "data-key": `file:${file.name}`,
                onclick: starting(() => model.look(file)),
              },
              `Look at ${file.name}`,
            ),
            element("span", { class: "ds-data-soft" }, megabytes(file.size)),
          ),
        ),
      ),
  ];
}

/** The browser's own field says "No file chosen" beside it for ever; ours is a button. */
function fileButton(model: DataFileModel): HTMLElement {
  const input = element("input", {
    type: "file",
    accept: dataEndings.map((ending) => `.${ending}`).join(","),
    hidden: true,
    onchange: () => {
      const file = input.files?.[0];
      input.value = "";
      if (file !== undefined) model.take(file).catch(report);
    },
  });
  const button = element(
    "button",
    { type: "button", class: "ds-button ds-button-main", "data-key": "choose", onclick: () => input.click() },
    "Choose a file",
  );
  return element("p", {}, button, input);
}
