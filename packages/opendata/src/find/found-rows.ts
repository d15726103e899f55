import type { Row } from "../row.js";
import type { FoundData, FoundFile } from "./portal.js";

export interface Found {
  readonly data: FoundData;
  /** Where the row is one file of the data set. */
  readonly file?: FoundFile;
}

/** By the address in the row, which stays when a table of findings is filtered, sorted or given another column. Newest last. */
const behind = new Map<string, Found>();
const most = 5000;

/** Keeps what was found behind its row, so that each row of a table of findings can be opened. */
export function rememberFound(row: Row, found: Found): void {
  const key = keyOf(row);
  if (key === undefined) return;
  behind.delete(key);
  behind.set(key, found);
  for (const oldest of behind.keys()) {
    if (behind.size <= most) break;
    behind.delete(oldest);
  }
}

export function foundBehind(row: Row): Found | undefined {
  const key = keyOf(row);
  return key === undefined ? undefined : behind.get(key);
}

/** A file and its data set may have one address. */
function keyOf(row: Row): string | undefined {
  const address: unknown = row["address"];
  if (typeof address !== "string") return undefined;
  return "number" in row ? `file ${String(row["number"])} ${address}` : address;
}
