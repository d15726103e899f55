/**
 * Which steps of mending may be published as they are. Some hold cells: the spellings that were replaced, records that were cut anew. Where
 * the column was left out or a remedy covers it, those cells are what was meant to be kept from readers.
 */
import type { Fix } from "../mend/fix.js";
import type { Remedy } from "./remedies.js";

/** @param published names of the columns after mending @returns for each step whether its cells may be told */
export function tellableMends(
  fixes: readonly Fix[],
  published: readonly string[],
  remedies: readonly Remedy[],
): readonly boolean[] {
  const covered = new Set(remedies.flatMap((remedy) => ("columns" in remedy ? remedy.columns : [remedy.column])));
  const open = new Set(published.filter((name) => !covered.has(name)));
  const leavesOut = fixes.some(({ type }) => type === "leave-out-columns");
  return fixes.map((fix, at) => {
    if (fix.type === "recut-rows") return covered.size === 0 && !leavesOut;
    if (fix.type !== "replace-values") return true;
    return open.has(nameAfter(fix.column, fixes.slice(at + 1)));
  });
}

/** What a column is called after the steps that follow. */
function nameAfter(column: string, fixes: readonly Fix[]): string {
  let name = column;
  for (const fix of fixes)
    if (fix.type === "rename-columns") name = fix.names.find(({ from }) => from === name)?.to ?? name;
  return name;
}
