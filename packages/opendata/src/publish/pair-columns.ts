import type { PublishedColumn, PublishedTable } from "./published-table.js";

/** A column in both versions. */
export interface ColumnPair {
  readonly from: PublishedColumn;
  readonly to: PublishedColumn;
}

export interface PairedColumns {
  readonly pairs: readonly ColumnPair[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
}

/** Columns that are the same in both versions: by name, by a name that is only spelt otherwise, or by what stands in them. */
export function pairColumns(before: PublishedTable, after: PublishedTable): PairedColumns {
  const gone = new Map(before.columns.map((column) => [column.name, column]));
  const came: PublishedColumn[] = [];
  const partner = new Map<PublishedColumn, PublishedColumn>();
  const take = (to: PublishedColumn, from: PublishedColumn | undefined): boolean => {
    if (from === undefined) return false;
    partner.set(to, from);
    return gone.delete(from.name);
  };
  for (const column of after.columns) if (!take(column, gone.get(column.name))) came.push(column);
  const renamed: { from: string; to: string }[] = [];
  const added: string[] = [];
  for (const column of came) {
    const rest = [...gone.values()];
    const from =
      rest.find(({ name }) => plainName(name) === plainName(column.name)) ??
      rest.find((old) => holdsTheSame(old, column));
    if (from !== undefined && take(column, from)) renamed.push({ from: from.name, to: column.name });
    else added.push(column.name);
  }
  const pairs = after.columns.flatMap((to) => {
    const from = partner.get(to);
    return from === undefined ? [] : [{ from, to }];
  });
  return { pairs, added, removed: [...gone.keys()], renamed };
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

/** Nine of ten different cells are in both; of a handful of cells that says nothing. */
function holdsTheSame(from: PublishedColumn, to: PublishedColumn): boolean {
  if (from.type !== to.type || from.texts.length < 4) return false;
  const old = new Set(from.texts);
  const both = to.texts.filter((text) => old.has(text)).length;
  return both >= 0.9 * (from.texts.length + to.texts.length - both);
}
