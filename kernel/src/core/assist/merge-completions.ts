/** One list from two sources: what the types know, and what is in memory. */
import type { Completion, Inspection } from "./completion.js";

/**
 * Columns first: they are what somebody in the middle of a table is looking for. Then what both know, then the types, then
 * the rest of memory. Of an entry that both have, the types give kind and documentation; memory adds its value where there is no type.
 */
export function mergeCompletions(
  fromChecker: readonly Completion[],
  fromMemory: readonly Completion[],
): readonly Completion[] {
  const typed = new Map(fromChecker.map((one) => [one.text, one]));
  const columns = fromMemory.filter((one) => one.kind === "column");
  const inMemory = new Map(fromMemory.filter((one) => one.kind !== "column").map((one) => [one.text, one]));
  const taken = new Set(columns.map((one) => one.text));
  const both: Completion[] = [];
  const onlyTyped: Completion[] = [];
  for (const one of fromChecker) {
    if (taken.has(one.text)) continue;
    taken.add(one.text);
    const other = inMemory.get(one.text);
    if (other === undefined) onlyTyped.push(one);
    else both.push({ ...other, ...one });
  }
  const described = columns.map((one) => ({ ...typed.get(one.text), ...one }));
  return [...described, ...both, ...onlyTyped, ...[...inMemory.values()].filter((one) => !taken.has(one.text))];
}

export function mergeInspections(
  fromChecker: Inspection | undefined,
  fromMemory: Inspection | undefined,
): Inspection | undefined {
  if (fromChecker === undefined || fromMemory === undefined) return fromChecker ?? fromMemory;
  // `any` says nothing that a look into memory does not say better.
  const typeSaysNothing = fromChecker.signature.endsWith(": any");
  return { ...fromMemory, ...fromChecker, ...(typeSaysNothing ? { signature: fromMemory.signature } : {}) };
}
