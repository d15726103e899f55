/** The files on the way that notebooks wrote, as parts counted from 1; the last part is the file that was published. */
import type { MadeFrom } from "../lineage/made-by.js";
import type { LineageEarlier } from "./release.js";

/** Where a part begins on the page; programs name it by the same address. */
export const partAnchor = (table: string, part: number): string => `made-${table}-${part}`;

/**
 * The part that wrote what was read, or 0 where no notebook did. A file may have been written twice with the same bytes: then it is the
 * last before whoever read it, and of this name where there is one.
 * @param reader the part that read it
 */
export function partThatWrote({ name, sha256 }: MadeFrom, earlier: readonly LineageEarlier[], reader: number): number {
  if (sha256 === undefined) return 0;
  const before = earlier.slice(0, reader - 1).filter((one) => one.sha256 === sha256);
  const written = before.findLast((one) => one.file === name) ?? before.at(-1);
  return written === undefined ? 0 : earlier.indexOf(written) + 1;
}
