import { cellOf, createRowMaker, noSuchColumn, type Row } from "../row.js";
import { freeName } from "./free-name.js";

/** The two sides of a join: rows and the names of their columns. */
export interface JoinSide {
  readonly rows: readonly Row[];
  readonly columns: readonly string[];
}

/** Columns that must be equal; a pair is the name in the first table and the name in the other. */
export type JoinKeys = string | readonly [string, string] | { readonly columns: readonly string[] };

/** `all` keeps rows of the first table without a partner, `matched` drops them, `unmatched` keeps only them. */
export type JoinKeep = "all" | "matched" | "unmatched";

export interface Joined extends JoinSide {
  /** What a person should know before trusting it: nothing matched, or rows were repeated. Empty when all is well. */
  readonly warning: string;
}

/** Both tables side by side where the keys agree. A missing key is partner of nothing, not even of another missing one. */
export function joinRows(first: JoinSide, other: JoinSide, on: JoinKeys, keep: JoinKeep): Joined {
  const [mine, theirs] = keyNames(on);
  requireAll(mine, first.columns);
  requireAll(theirs, other.columns);
  const partners = Map.groupBy(other.rows, (row): unknown => keyOf(row, theirs));
  partners.delete(null);
  const extra = keep === "unmatched" ? [] : other.columns.filter((name) => !theirs.includes(name));
  const columns = [...first.columns];
  for (const name of extra) columns.push(freeName(name, columns));
  const make = createRowMaker(columns, null);
  const rows: Row[] = [];
  let matched = 0;
  let repeated = 0;
  for (const row of first.rows) {
    const found = partners.get(keyOf(row, mine)) ?? [];
    if (found.length > 0) matched++;
    if (found.length > 1) repeated++;
    const own = first.columns.map((name) => cellOf(row, name));
    if (keep === "unmatched") {
      if (found.length === 0) rows.push(make(own));
    } else if (found.length === 0) {
      if (keep === "all") rows.push(make(own));
    } else {
      for (const partner of found) rows.push(make([...own, ...extra.map((name) => cellOf(partner, name))]));
    }
  }
  return { rows, columns, warning: warningOf(first.rows.length, matched, keep === "unmatched" ? 0 : repeated) };
}

function keyNames(on: JoinKeys): readonly [readonly string[], readonly string[]] {
  if (typeof on === "string") return [[on], [on]];
  return "columns" in on ? [on.columns, on.columns] : [[on[0]], [on[1]]];
}

function requireAll(names: readonly string[], columns: readonly string[]): void {
  for (const name of names) if (!columns.includes(name)) throw noSuchColumn(name, columns);
}

/** What is the same for rows whose keys are the same: the cell itself, or of several their text; null where a part is missing. */
function keyOf(row: Row, names: readonly string[]): unknown {
  const [only] = names;
  if (names.length === 1 && only !== undefined) {
    const cell = cellOf(row, only) ?? null;
    return typeof cell === "object" && cell !== null ? JSON.stringify([cell]) : cell;
  }
  const cells = names.map((name) => cellOf(row, name) ?? null);
  return cells.includes(null) ? null : JSON.stringify(cells);
}

function warningOf(rows: number, matched: number, repeated: number): string {
  if (rows > 0 && matched === 0) return "No row found a partner: check that both columns are written the same way";
  if (repeated === 0) return "";
  const which = repeated === 1 ? "1 row has" : `${repeated} rows have`;
  return `${which} more than one partner and so stand in the result more than once: sums would count them again`;
}
