/** What is shown under a cell whose types do not fit: the line, and a plain sentence. It is a note, not an error: the cell has run. */
import type { Diagnostic } from "./plain-diagnostic.js";

export interface TypeNote {
  readonly data: { readonly "text/plain": string; readonly "text/html": string };
  /** Marks the output, so that a front end may draw it differently, and a grader may ignore it. */
  readonly metadata: {
    readonly "data-surgery": { readonly type: "type-note"; readonly diagnostics: readonly Diagnostic[] };
  };
}

/** A cell full of mistakes needs its first ones mended; a hundred notes would only frighten. */
const most = 3;

/** Undefined if there is nothing to say. */
export function typeNote(diagnostics: readonly Diagnostic[]): TypeNote | undefined {
  if (diagnostics.length === 0) return undefined;
  const shown = diagnostics.slice(0, most);
  const more = diagnostics.length - shown.length;
  const rest = more === 0 ? [] : [`… and ${more} more.`];
  const lines = [...shown.map(({ line, plain }) => `Line ${line}: ${plain}`), ...rest];
  const items = shown.map(
    ({ line, plain, code, message }) =>
      `<li title="TypeScript ${code}: ${escape(message)}"><b>Line ${line}</b>: ${inlineCode(escape(plain))}</li>`,
  );
  const after = rest.map((text) => `<li>${text}</li>`).join("");
  const html = `<div role="note" class="data-surgery-type-note" style="${style}"><p style="margin:0"><b>Worth a look</b></p><ul style="margin:0;padding-left:1.4em">${items.join("")}${after}</ul></div>`;
  return {
    data: { "text/plain": `Worth a look\n${lines.join("\n")}`, "text/html": html },
    metadata: { "data-surgery": { type: "type-note", diagnostics } },
  };
}

/** Colours come from the page around it, so that it is readable in light and in dark. */
const style = "border-left:4px solid currentColor;padding:0.25em 0.75em;margin:0.25em 0";

function inlineCode(html: string): string {
  return html.replaceAll(/`([^`]+)`/g, "<code>$1</code>");
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
