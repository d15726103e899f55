/** Mending as pages tell of it: what was done, what could not be, and what is offered, each with what it changes. Made in the process that opens data files. */
import type { Fix, MendedStep, MendOffer } from "@data-surgery/opendata/publish";

export interface CellTold {
  readonly column: string;
  readonly from: string;
  readonly to: string;
}

export type MendedTold =
  | {
      readonly outcome: "done";
      /** As it was done to this file. */
      readonly fix: Fix;
      readonly words: string;
      /** "12 cells changed", "Rows: 40 before, 38 after". */
      readonly counts: string;
      readonly examples: readonly CellTold[];
      readonly note: string;
    }
  | { readonly outcome: "idle"; readonly words: string }
  | { readonly outcome: "lost"; readonly words: string; readonly why: string };

export interface OfferedMend {
  /** By it what was not wished is known again, also in the next file. */
  readonly key: string;
  readonly code: string;
  readonly fix: Fix;
  readonly what: string;
  readonly why: string;
  readonly words: string;
  readonly counts: string;
  readonly examples: readonly CellTold[];
  readonly isSafe: boolean;
  /** Reading did something by itself; this takes it back. */
  readonly takesBack: boolean;
  /** Asked about, once; others can be looked at. */
  readonly isOpen: boolean;
}

export function mendedOf(steps: readonly MendedStep[]): MendedTold[] {
  return steps.map((step) => {
    if (step.outcome !== "done") return step;
    const { outcome, fix, words, seen, note } = step;
    return { outcome, fix, words, note, counts: countsOf(seen), examples: examplesOf(seen) };
  });
}

export function offeredOf(offers: readonly MendOffer[]): OfferedMend[] {
  return offers.map(({ code, fix, what, why, words, seen, isSafe, takesBack, isOpen }) => ({
    key: keyOf(code, fix),
    code,
    fix,
    what,
    why,
    words,
    counts: countsOf(seen),
    examples: examplesOf(seen),
    isSafe,
    takesBack,
    isOpen,
  }));
}

/** Rows are others in each file; columns are the same. */
function keyOf(code: string, fix: Fix): string {
  if ("columns" in fix) return [code, ...fix.columns].join(" ");
  return fix.type === "replace-values" ? `${code} ${fix.column}` : code;
}

function countsOf({ cells, rowsBefore, rowsAfter, columnsBefore, columnsAfter }: MendOffer["seen"]): string {
  const count = (many: number, one: string): string => `${many.toLocaleString("en-GB")} ${one}${many === 1 ? "" : "s"}`;
  const parts = [
    cells === 0 ? "" : `${count(cells, "cell")} changed`,
    rowsBefore === rowsAfter ? "" : `${count(rowsBefore, "row")} before, ${rowsAfter.toLocaleString("en-GB")} after`,
    columnsBefore.length === columnsAfter.length
      ? ""
      : `${count(columnsBefore.length, "column")} before, ${columnsAfter.length} after`,
  ];
  return parts.filter((part) => part !== "").join("; ");
}

function examplesOf({ changes }: MendOffer["seen"]): CellTold[] {
  const seen = new Set<string>();
  const examples: CellTold[] = [];
  for (const { column, before, after } of changes) {
    const key = `${column}\n${before}`;
    if (seen.has(key)) continue;
    seen.add(key);
    examples.push({ column, from: short(before), to: short(after) });
    if (examples.length === 3) break;
  }
  return examples;
}

export const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
