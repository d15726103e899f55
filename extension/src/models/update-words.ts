/** What a newer version of a lesson does to one's copy, in words. Pure. */
import type { CellDifference, UpdateChange, UpdateKind } from "@data-surgery/contract";

const kinds: Readonly<Record<UpdateKind, string>> = {
  new: "new",
  changed: "has a newer text",
  "kept-mine": "has a newer text; yours stays, and the newer one is shown beside it",
  removed: "is no longer in the lesson",
  "kept-removed": "is no longer in the lesson; what you wrote stays",
};

export function updateHead({ label, type }: UpdateChange): string {
  return `${label.slice(0, 1).toUpperCase()}${label.slice(1)}: ${kinds[type]}`;
}

/** "3 cells changed" */
export function updateSum(count: number): string {
  if (count === 0) return "none of its cells changed";
  return count === 1 ? "1 cell changed" : `${count} cells changed`;
}

/** As the view of differences takes it. */
export function updateDifference({ cellId, type, lines }: UpdateChange): CellDifference {
  const change = type === "new" ? "added" : type === "removed" ? "removed" : "changed";
  return { cellId, cellType: "text", change, place: 1, lines };
}
