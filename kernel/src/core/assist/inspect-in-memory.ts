/** Stand-in until the assist part is merged: what a name stands for at this moment. */
import { inspectValue } from "../display/inspect.js";
import type { MimeBundle } from "../session/realm.js";
import type { LiveScope } from "./live-scope.js";

export function inspectInMemory(scope: LiveScope, source: string, offset: number): MimeBundle | undefined {
  const before = /[\p{ID_Continue}$.]*$/u.exec(source.slice(0, offset))?.[0] ?? "";
  const after = /^[\p{ID_Continue}$]*/u.exec(source.slice(offset))?.[0] ?? "";
  const name = before + after;
  if (name === "") return undefined;
  const value = scope.evaluateSafely(name);
  if (value === undefined) return undefined;
  const text = typeof value === "function" ? String(value).split("{")[0]?.trim() : inspectValue(value);
  return { data: { "text/plain": `${name}: ${typeof value}\n${text ?? ""}` }, metadata: {} };
}
