/**
 * Mends that were chosen for one file, done again to a later one. Steps that go by columns are done as far as those columns are there;
 * steps that go by row numbers are found anew, since row 14 of March is not row 14 of April. Nothing is dropped silently: each step is
 * told as done, as having nothing to do, or as impossible. Pure.
 */
import { OpenDataError } from "../open-data-error.js";
import { profile } from "../profile/profile.js";
import type { SourceTable } from "../read/source-table.js";
import { namesOf } from "../say.js";
import { applyFix, fixDifference, type FixPreview } from "./apply-fix.js";
import { fixWords } from "./fix-words.js";
import type { Fix } from "./fix.js";

export interface KeptMend {
  readonly fix: Fix;
  /** The fault that it mends, where that is known: by it the same is found in other rows. */
  readonly code?: string | undefined;
  /** SHA-256 of the file that it was chosen for: in that one, row numbers hold. */
  readonly file?: string | undefined;
}

export type MendedStep =
  | {
      readonly outcome: "done";
      /** As it was done to this file. */
      readonly fix: Fix;
      readonly words: string;
      readonly seen: FixPreview;
      /** What of it could not be done, or "". */
      readonly note: string;
    }
  | { readonly outcome: "idle"; readonly words: string }
  | { readonly outcome: "lost"; readonly words: string; readonly why: string };

export interface MendedAgain {
  readonly table: SourceTable;
  /** One for each that was kept, in their order. */
  readonly steps: readonly MendedStep[];
}

/** @param sha256 of the file that the table was read from */
export function mendAgain(original: SourceTable, kept: readonly KeptMend[], sha256: string): MendedAgain {
  let table = original;
  const steps = kept.map((mend): MendedStep => {
    const words = fixWords(mend.fix);
    const adapted = adapt(table, mend, sha256);
    if (adapted.type !== "fits") return { ...adapted.told, words };
    try {
      const after = applyFix(table, adapted.fix);
      const seen = fixDifference(table, after, adapted.fix);
      if (isIdle(adapted.fix, seen)) return { outcome: "idle", words };
      table = after;
      return { outcome: "done", fix: adapted.fix, words: fixWords(adapted.fix), seen, note: adapted.note };
    } catch (error) {
      if (!(error instanceof OpenDataError)) throw error;
      return { outcome: "lost", words, why: error.message };
    }
  });
  return { table, steps };
}

type Told =
  | { readonly outcome: "idle" }
  | {
      readonly outcome: "lost";
      readonly why: string;
    };
type Adapted =
  | { readonly type: "fits"; readonly fix: Fix; readonly note: string }
  | { readonly type: "not"; readonly told: Told };

function adapt(table: SourceTable, { fix, code, file }: KeptMend, sha256: string): Adapted {
  if (isByRow(fix)) return file === sha256 ? { type: "fits", fix, note: "" } : foundAnew(table, fix, code);
  const there = new Set(table.columns.map(({ name }) => name));
  if (fix.type === "replace-values")
    return there.has(fix.column) ? { type: "fits", fix, note: "" } : gone([fix.column]);
  if (fix.type === "rename-columns") {
    const names = fix.names.filter(({ from }) => there.has(from));
    const missing = fix.names.filter(({ from, to }) => !there.has(from) && !there.has(to)).map(({ from }) => from);
    if (names.length > 0) return { type: "fits", fix: { ...fix, names }, note: noteOf(missing) };
    return missing.length === 0 ? { type: "not", told: { outcome: "idle" } } : gone(missing);
  }
  const columns = fix.columns.filter((name) => there.has(name));
  const missing = fix.columns.filter((name) => !there.has(name));
  return columns.length === 0 ? gone(missing) : { type: "fits", fix: { ...fix, columns }, note: noteOf(missing) };
}

type RowFix = Extract<Fix, { readonly type: "leave-out-rows" | "put-back-rows" | "recut-rows" }>;

function isByRow(fix: Fix): fix is RowFix {
  return fix.type === "leave-out-rows" || fix.type === "put-back-rows" || fix.type === "recut-rows";
}

/** The rows of this file that have the same fault. */
function foundAnew(table: SourceTable, fix: RowFix, code: string | undefined): Adapted {
  if (code === undefined)
    return {
      type: "not",
      told: {
        outcome: "lost",
        why: "It was about certain rows of the file before. Nobody can tell by their numbers which rows of this one are meant.",
      },
    };
  const found = profile(table).faults.find((fault) => fault.code === code && fault.fix.fix?.type === fix.type)?.fix.fix;
  return found === undefined || found === null
    ? { type: "not", told: { outcome: "idle" } }
    : { type: "fits", fix: found, note: "" };
}

function gone(columns: readonly string[]): Adapted {
  const why = `There is no column ${namesOf(columns)} in this file.`;
  return { type: "not", told: { outcome: "lost", why } };
}

const noteOf = (missing: readonly string[]): string =>
  missing.length === 0 ? "" : `Not in ${namesOf(missing)}: there is no such column in this file.`;

/** A type that was chosen holds also where no cell looks different: digits that are codes must not become numbers. */
function isIdle(fix: Fix, { cells, rowsBefore, rowsAfter, columnsBefore, columnsAfter }: FixPreview): boolean {
  return (
    fix.type !== "set-type" &&
    fix.type !== "recut-rows" &&
    cells === 0 &&
    rowsBefore === rowsAfter &&
    columnsBefore.join("\n") === columnsAfter.join("\n")
  );
}
