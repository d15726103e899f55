/** What the kernel says of the notebook that runs: it leaves a function under this key of the global object. Elsewhere nothing is known. */
const ranKey: unique symbol = Symbol.for("data-surgery.ran-cells");

/** A cell that has run without an error, or that runs just now. */
export interface RanCell {
  /** The number that stands beside it. */
  readonly count: number;
  readonly source: string;
  /** The cell's own id, where the page sends it. */
  readonly id?: string;
}

/** In the order in which they ran; the last is the one that runs now. */
export function ranCells(): readonly RanCell[] {
  const ask = (globalThis as { [ranKey]?: unknown })[ranKey];
  if (typeof ask !== "function") return [];
  const given: unknown = (ask as () => unknown)();
  return Array.isArray(given) ? given.filter(isRanCell) : [];
}

/** Cells share the global object with us and may put anything there. */
function isRanCell(value: unknown): value is RanCell {
  const cell = value as Partial<RanCell> | null;
  return (
    typeof cell === "object" &&
    typeof cell?.count === "number" &&
    typeof cell.source === "string" &&
    (cell.id === undefined || typeof cell.id === "string")
  );
}
