/**
 * Values that are shown as what they hold: `html("<b>bold</b>")`, `markdown`, `latex`, `svg`, `json`, `image`. The first four
 * are also tags; what stands in `${…}` of an html or svg tag is escaped, unless it is itself such a value.
 */
import { escapeHtml, htmlToText } from "./escape-html.js";
import { inspectValue } from "./inspect.js";
import { jupyterDisplay } from "./mime-bundle.js";
import { readPicture } from "./picture.js";

/** Something that says itself how it is shown. */
export interface Shown {
  [jupyterDisplay](): Readonly<Record<string, unknown>>;
}

export type TextWrapper = (text: string | TemplateStringsArray, ...values: readonly unknown[]) => Shown;

export const html: TextWrapper = createWrapper("text/html", htmlToText, markup);
export const svg: TextWrapper = createWrapper("image/svg+xml", htmlToText, markup);
export const markdown: TextWrapper = createWrapper("text/markdown", (text) => text, String);
export const latex: TextWrapper = createWrapper("text/latex", (text) => text, String);

/** A value as a tree that can be opened and closed. */
export function json(value: unknown): Shown {
  return { [jupyterDisplay]: () => ({ "application/json": value, "text/plain": inspectValue(value) }) };
}

/**
 * A picture from its bytes: PNG, JPEG, GIF, WebP or SVG.
 * @param alternative what it shows, for those who can't see it
 * @throws TypeError when the bytes are no picture of these kinds
 */
export function image(bytes: Uint8Array, alternative?: string): Shown {
  const picture = readPicture(bytes);
  if (picture === undefined) throw new TypeError("These bytes are not a PNG, JPEG, GIF, WebP or SVG picture.");
  const { mime, data, text } = picture;
  if (alternative === undefined) return { [jupyterDisplay]: () => ({ [mime]: data, "text/plain": text }) };
  const source = mime === "image/svg+xml" ? `data:${mime},${encodeURIComponent(data)}` : `data:${mime};base64,${data}`;
  const tag = `<img src="${source}" alt="${escapeHtml(alternative)}" style="max-width:100%">`;
  return { [jupyterDisplay]: () => ({ "text/html": tag, "text/plain": alternative }) };
}

function createWrapper(
  mime: string,
  asText: (text: string) => string,
  insert: (value: unknown) => string,
): TextWrapper {
  return (text, ...values) => {
    const whole =
      typeof text === "string"
        ? text
        : text.map((part, index) => part + (index < values.length ? insert(values[index]) : "")).join("");
    return { [jupyterDisplay]: () => ({ [mime]: whole, "text/plain": asText(whole) }) };
  };
}

/** A value as its words: text without quotation marks, a big integer without its n. */
export function wordsOf(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "bigint" ? String(value) : inspectValue(value, { depth: 1 });
}

/** A value inside markup: escaped, unless it is markup. */
export function markup(value: unknown): string {
  if (value === null || value === undefined || value === false || value === true) return "";
  if (Array.isArray(value)) return value.map((entry) => markup(entry)).join("");
  if (typeof value === "object" || typeof value === "function") {
    const method = (value as { readonly [jupyterDisplay]?: unknown })[jupyterDisplay];
    const bundle =
      typeof method === "function" ? ((method as () => unknown).call(value) as Readonly<Record<string, unknown>>) : {};
    const own = bundle["text/html"] ?? bundle["image/svg+xml"];
    return typeof own === "string" ? own : escapeHtml(inspectValue(value, { depth: 1 }));
  }
  return escapeHtml(wordsOf(value));
}
