import { escapeHtml } from "../escape-html.js";
import { createShowable, show } from "../show.js";

/** Under the cell: what was written, and a way to take it home. Notebook pages turn a link to a file beside the notebook into one that downloads it. */
export function showSaved(path: string): void {
  const name = path.split(/[/\\]/).at(-1) ?? path;
  const isBeside = !/^(?:[/\\]|[A-Za-z]:)/.test(path) && !path.split(/[/\\]/).includes("..");
  const words = `Saved: ${name}${isBeside ? ", beside this notebook" : ""}.`;
  const address = path.replaceAll("\\", "/").split("/").map(encodeURIComponent).join("/");
  const link = isBeside
    ? ` <a href="${escapeHtml(address)}" download="${escapeHtml(name)}">Download ${escapeHtml(name)}</a>`
    : "";
  show(createShowable(() => `<p>${escapeHtml(words)}${link}</p>`, words));
}
