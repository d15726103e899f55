import type { Row } from "../row.js";
import type { FoundData, FoundFile } from "./portal.js";

export interface Found {
  readonly data: FoundData;
  /** Where the row is one file of the data set. */
  readonly file?: FoundFile;
}

const behind = new WeakMap<Row, Found>();

/** Keeps what was found behind its row, so that a table of findings can be filtered and sorted and each row still be opened. */
export function rememberFound(row: Row, found: Found): void {
  behind.set(row, found);
}

export function foundBehind(row: Row): Found | undefined {
  return behind.get(row);
}
