import type { SourceTable } from "../read/source-table.js";
import type { FaultCode } from "./fault.js";
import type { Profile } from "./profile.js";

/** What `surgery profile --json` prints: one flat object, made to be compared and kept. */
export interface ProfileObject {
  readonly encoding: string | null;
  readonly delimiter: string | null;
  readonly lineEnding: string;
  /** Counted from 1; null where the file has no headings. */
  readonly headerRow: number | null;
  readonly rows: number;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly missing: number }[];
  readonly faults: readonly {
    readonly code: FaultCode;
    readonly count: number;
    readonly first: { readonly row: number | null; readonly column: string | null };
    readonly why: string;
    readonly fix: string;
  }[];
}

export function profileObject(table: SourceTable, profile: Profile): ProfileObject {
  const { encoding, delimiter, lineEnding } = table.reading;
  return {
    encoding,
    delimiter,
    lineEnding,
    headerRow: table.layout.headerRows.at(-1) ?? null,
    rows: profile.rows,
    columns: profile.columns.map(({ name, type, missing }) => ({ name, type, missing })),
    faults: profile.faults.map(({ code, count, first, what, why, fix }) => ({
      code,
      count,
      first,
      why: `${what} ${why}`,
      fix: fix.words,
    })),
  };
}
