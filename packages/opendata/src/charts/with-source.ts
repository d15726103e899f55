import { OpenDataError } from "../open-data-error.js";
import type { Row } from "../row.js";
import { sourceLine, type Provenance } from "../table/provenance.js";
import { Table, tableOf, type TableLike } from "../table/table.js";

/** The source comes from the table itself, unless you say another. */
export type WithSource<Options> = Omit<Options, "source"> & { readonly source?: string };

/** The rows of a table and the words for where they come from, without which nothing is drawn. */
export function partsOf(
  table: TableLike,
  source: string | undefined,
): { rows: readonly Row[]; source: string; about?: Provenance } {
  const known = source ?? (table instanceof Table ? sourceLine(table.about) : "");
  if (known.trim() === "") {
    throw new OpenDataError(
      "source-needed",
      'This chart has no source yet: a list does not know where its figures come from. Say it in the options, for example source: "Our own count, 2026".',
    );
  }
  const about = table instanceof Table ? { about: table.about } : {};
  return { rows: tableOf(table).rows(), source: known, ...about };
}
