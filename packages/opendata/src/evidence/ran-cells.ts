/** What the kernel says of the notebook that runs: it leaves a function under this key of the global object. Elsewhere nothing is known. */
import { namedPeople } from "../profile/checks/named-people.js";

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

/** Why code may not be shown to others: kinds of personal data in it, empty where there is nothing. */
export function peopleInCode(source: string): readonly string[] {
  const quoted = [...source.matchAll(/"([^"\n]*)"|'([^'\n]*)'|`([^`]*)`/g)].map(
    ([, one, two, three]) => one ?? two ?? three ?? "",
  );
  const words = source.split(/[\s,;(){}[\]"'`<>=]+/);
  const numbers = source.match(/(?:\+44|0)[\d\s()-]{9,16}/g) ?? [];
  const insurance = source.match(/\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b/gi) ?? [];
  const titled = source.match(/\b(?:Mr|Mrs|Miss|Ms|Mx|Dr)\.?\s+\p{Lu}[^\n,;]{0,30}/gu) ?? [];
  return namedPeople([...quoted, ...words, ...numbers, ...insurance, ...titled]);
}
