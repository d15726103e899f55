/** The value in memory that a chain of names stands for at the cursor. */
import type { CursorContext } from "./cursor-context.js";
import type { LiveScope } from "./live-scope.js";
import { chainText, type NameChain } from "./name-chain.js";
import { memberValue } from "./own-members.js";
import { columnsOf, type Column } from "./table-columns.js";

export type Found =
  | { readonly type: "value"; readonly value: unknown }
  /** One row of a table that does not keep its rows as objects: only its columns are known. */
  | { readonly type: "row"; readonly columns: readonly Column[] };

/** Undefined where nothing is known about it. */
export function lookUp(chain: NameChain, context: CursorContext, scope: LiveScope): Found | undefined {
  const sources = context.rows.get(chain.root);
  if (sources === undefined) {
    const value = scope.evaluateSafely(chainText(chain));
    return value === undefined || value === null ? undefined : { type: "value", value };
  }
  for (const source of sources) {
    // A row of a row (`group.rows.map((row) => …`) leads outwards, never round in a circle.
    const outer = { ...context, rows: new Map([...context.rows].filter(([name]) => name !== chain.root)) };
    const found = lookUp(source, outer, scope);
    const row = found === undefined ? undefined : rowOf(found, chain.path, scope);
    if (row !== undefined) return row;
  }
  return undefined;
}

function rowOf(found: Found, path: readonly string[], scope: LiveScope): Found | undefined {
  if (found.type === "row") return undefined;
  const columns = columnsOf(found.value, scope.isProxy);
  if (columns !== undefined && path.length === 0) return { type: "row", columns };
  if (!Array.isArray(found.value)) return undefined;
  let value = memberValue(found.value, "0", scope.isProxy);
  for (const key of path) value = memberValue(value, key, scope.isProxy);
  return value === undefined || value === null ? undefined : { type: "value", value };
}
