import type { TableDisplay } from "@data-surgery/contract";
import type { PlotlyFigure } from "./charts/plotly-figure.js";

/**
 * The key under which Deno's kernel and ours look for a rich form of a value; the lower keys of the bundle are MIME types.
 * tslab does not know it, so `show` hands the HTML to tslab itself.
 */
export const jupyterDisplay: unique symbol = Symbol.for("Jupyter.display");

/** Node prints an object in this form: one line of words instead of its inside. */
export const nodeInspect: unique symbol = Symbol.for("nodejs.util.inspect.custom");

export interface DisplayBundle {
  readonly "text/html": string;
  readonly "text/plain": string;
  /** For front ends that draw figures of plotly; the others show the HTML. */
  readonly "application/vnd.plotly.v1+json"?: PlotlyFigure;
  /** For our own page, where a table can be put in order and walked page by page; the others show the HTML. */
  readonly "application/vnd.data-surgery.table+json"?: TableDisplay;
}

/** The forms that only some front ends know. */
export type RichForms = Omit<DisplayBundle, "text/html" | "text/plain">;

/** Something that can be shown under a cell. */
export interface Showable {
  [jupyterDisplay](): DisplayBundle;
  [nodeInspect](): string;
}

/** tslab leaves this for the code that it runs; its `require` gives the same tslab that talks to the page. Our kernel has `value` beside its ways. */
interface TslabGlobal {
  readonly require: (id: "tslab") => { readonly display: { html(html: string): void; value?(thing: Showable): void } };
}

/** A showable thing from its forms. */
export function createShowable(html: () => string, text: string, rich: () => RichForms = () => ({})): Showable {
  return {
    [jupyterDisplay]: () => ({ ...rich(), "text/html": html(), "text/plain": text }),
    [nodeInspect]: () => text,
  };
}

/** A host that wants to know what was shown, as a check does, leaves a function under this key of the global object. */
const shownKey: unique symbol = Symbol.for("data-surgery.shown");

/** Shows a chart or a table under the cell. Where nobody looks (a script) it does nothing. */
export function show(thing: Showable): void {
  (globalThis as { [shownKey]?: (thing: Showable) => void })[shownKey]?.(thing);
  // oxlint-disable-next-line no-underscore-dangle -- tslab chose the name
  const tslab = (globalThis as { __tslab__?: TslabGlobal }).__tslab__;
  if (tslab === undefined) return;
  const { display } = tslab.require("tslab");
  if (display.value === undefined) display.html(thing[jupyterDisplay]()["text/html"]);
  else display.value(thing);
}
