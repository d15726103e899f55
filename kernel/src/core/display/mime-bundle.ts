/** Stand-in until the display part is merged: what an object says of itself, otherwise text. */
import type { MimeBundle } from "../session/realm.js";
import { inspectValue } from "./inspect.js";

const jupyterDisplay = Symbol.for("Jupyter.display");

export async function mimeBundle(value: unknown): Promise<MimeBundle | undefined> {
  if (value === undefined) return undefined;
  if (typeof value === "object" && value !== null && jupyterDisplay in value) {
    const display = value[jupyterDisplay];
    if (typeof display === "function") {
      const data = (await display.call(value)) as Readonly<Record<string, unknown>>;
      return { data, metadata: {} };
    }
  }
  return { data: { "text/plain": inspectValue(value) }, metadata: {} };
}
