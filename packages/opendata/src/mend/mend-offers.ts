/** What else could be mended in a table, each with what it would do. What is wrong about people is not here: publishing asks about that itself. Pure. */
import type { Fault, FaultCode } from "../profile/fault.js";
import type { SourceTable } from "../read/source-table.js";
import { OpenDataError } from "../open-data-error.js";
import { previewFix, type FixPreview } from "./apply-fix.js";
import type { Fix } from "./fix.js";

export interface MendOffer {
  readonly code: FaultCode;
  readonly fix: Fix;
  /** What was seen, and why it matters. */
  readonly what: string;
  readonly why: string;
  /** What would be done. */
  readonly words: string;
  readonly seen: FixPreview;
  /** Nobody would want it otherwise: it may be ticked beforehand. */
  readonly isSafe: boolean;
  /** Reading did something by itself; this takes it back. */
  readonly takesBack: boolean;
  /** Reading could not know: a person must look, once. */
  readonly isOpen: boolean;
}

/** They change how a cell is written, and not what it says. */
const safe: ReadonlySet<FaultCode> = new Set([
  "padded-cells",
  "repeated-spaces",
  "non-breaking-space",
  "invisible-characters",
  "control-characters",
  "bare-cr-in-cell",
  "mojibake",
  "mixed-encoding",
  "integer-as-decimal",
  "inconsistent-category",
  "excel-day-numbers",
  "fused-rows",
  "broken-rows",
]);

/** About people, publishing asks by itself; a column that says the same in each row may say it about the whole file. */
const notMending: ReadonlySet<FaultCode> = new Set(["personal-data", "small-numbers", "constant-column"]);

export function mendOffers(table: SourceTable, faults: readonly Fault[]): MendOffer[] {
  const offers: MendOffer[] = [];
  for (const { code, what, why, fix } of faults) {
    if (fix.fix === null || notMending.has(code)) continue;
    const seen = previewOf(table, fix.fix);
    if (seen === undefined) continue;
    const takesBack = fix.done;
    const isSafe = !takesBack && safe.has(code);
    const isOpen = !takesBack || code === "ambiguous-dates";
    offers.push({ code, fix: fix.fix, what, why, words: fix.words, seen, isSafe, takesBack, isOpen });
  }
  return offers;
}

/** What can't be done is not offered. */
function previewOf(table: SourceTable, fix: Fix): FixPreview | undefined {
  try {
    return previewFix(table, fix);
  } catch (error) {
    if (error instanceof OpenDataError) return undefined;
    throw error;
  }
}
