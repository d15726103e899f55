/**
 * What a front end is given to show a value: the same thing in several forms, the plain text always among them.
 */
import { base64 } from "./base64.js";
import { htmlToText } from "./escape-html.js";
import { inspectValue } from "./inspect.js";
import { jsonCopy } from "./json-copy.js";
import { readPicture } from "./picture.js";
import { isPlainObject, isRows } from "./plain-rows.js";
import { plotlyMime, readPlotlyFigure } from "./plotly-figure.js";
import { rowsAsTable } from "./rows-as-table.js";

export interface MimeBundle {
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** The key of the method by which a value says how it is shown. Deno's kernel uses it too. */
export const jupyterDisplay: unique symbol = Symbol.for("Jupyter.display") as never;

/**
 * Undefined for undefined: there is nothing to show. A promise only where the value's own display method gives one. Never
 * throws and never rejects: a value that can't say how it is shown is shown as plain text.
 */
export function mimeBundle(value: unknown): MimeBundle | undefined | Promise<MimeBundle> {
  if (value === undefined) return undefined;
  try {
    const own = ownDisplay(value);
    if (own instanceof Promise) {
      const awaited: Promise<unknown> = own;
      return awaited.then(
        (given) => readBundle(given, value) ?? generalBundle(value),
        () => generalBundle(value),
      );
    }
    return readBundle(own, value) ?? generalBundle(value);
  } catch {
    return plain(inspectValue(value));
  }
}

/** Whether an object is a bundle itself: all of its keys are MIME types. */
export function isBundleData(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isPlainObject(value)) return false;
  const keys = Object.keys(value);
  return (
    keys.length > 0 &&
    keys.every((key) => /^(?:application|audio|font|image|model|text|video)\/[\w.+-]+(?:;.*)?$/.test(key))
  );
}

/** A bundle given by hand, in the form in which messages carry it: bytes as base64, the rest as JSON. */
export function bundleOf(
  data: Readonly<Record<string, unknown>>,
  metadata: Readonly<Record<string, unknown>> = {},
): MimeBundle {
  const entries = Object.entries(data).filter(([, entry]) => entry !== undefined);
  return {
    data: Object.fromEntries(
      entries.map(([mime, entry]) => [mime, entry instanceof Uint8Array ? base64(entry) : jsonCopy(entry)]),
    ),
    metadata: jsonCopy(metadata) as Record<string, unknown>,
  };
}

function ownDisplay(value: unknown): unknown {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return undefined;
  const method = (value as { readonly [jupyterDisplay]?: unknown })[jupyterDisplay];
  if (typeof method !== "function") return undefined;
  try {
    return (method as (this: unknown) => unknown).call(value);
  } catch {
    return undefined;
  }
}

function readBundle(given: unknown, value: unknown): MimeBundle | undefined {
  if (!isBundleData(given)) return undefined;
  const { data, metadata } = bundleOf(given);
  const html = data["text/html"];
  const text = data["text/plain"] ?? (typeof html === "string" ? htmlToText(html) : inspectValue(value, { depth: 1 }));
  return { data: { ...data, "text/plain": text }, metadata };
}

function generalBundle(value: unknown): MimeBundle {
  try {
    return specialBundle(value) ?? plain(inspectValue(value));
  } catch {
    return plain(inspectValue(value));
  }
}

function specialBundle(value: unknown): MimeBundle | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (value instanceof Uint8Array) {
    const picture = readPicture(value);
    return picture && { data: { [picture.mime]: picture.data, "text/plain": picture.text }, metadata: {} };
  }
  if (isRows(value)) {
    const { html, text } = rowsAsTable(value);
    return { data: { "text/html": html, "text/plain": text }, metadata: {} };
  }
  const figure = readPlotlyFigure(value);
  return figure && { data: { [plotlyMime]: figure.json, "text/plain": figure.text }, metadata: {} };
}

function plain(text: string): MimeBundle {
  return { data: { "text/plain": text }, metadata: {} };
}
