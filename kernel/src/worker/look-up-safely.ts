import { memberValue } from "../core/assist/own-members.js";

/** Reads a chain of names, such as `rows[0].name`, without running anything of a cell's: getters are left alone. */
export function lookUpSafely(chain: string): unknown {
  let value: unknown = globalThis;
  let isFirst = true;
  for (const found of chain.matchAll(
    /\s*(?:(\??\.)?\s*([\p{ID_Start}$_][\p{ID_Continue}$]*)|(?:\?\.)?\[\s*(?:(\d+)|("(?:[^"\\]|\\.)*"))\s*\])|(\S)/gu,
  )) {
    const [, point, name, index, text, other] = found;
    if (other !== undefined || (isFirst && (name === undefined || point !== undefined))) return undefined;
    if (!isFirst && name !== undefined && point === undefined) return undefined;
    const key = name ?? index ?? (JSON.parse(text ?? '""') as string);
    value =
      typeof value === "string" && index !== undefined ? value[Number(index)] : memberValue(value, key, undefined);
    if (value === undefined || value === null) return value;
    isFirst = false;
  }
  return isFirst ? undefined : value;
}
