import type { PublishedTable } from "./published-table.js";

/** For each row, how many rows hold the same in all of these columns. */
export function groupSizes(table: PublishedTable, names: readonly string[]): Uint32Array {
  const groups = groupsOf(table, names);
  const counts = new Uint32Array(groups.reduce((most, group) => Math.max(most, group + 1), 0));
  for (const group of groups) counts[group] = (counts[group] ?? 0) + 1;
  return groups.map((group) => counts[group] ?? 0);
}

/** For each row the number of its group: rows that hold the same in all of these columns have the same. */
export function groupsOf(table: PublishedTable, names: readonly string[]): Uint32Array {
  const columns = names.flatMap((name) => table.columns.filter((column) => column.name === name).slice(0, 1));
  let groups = columns[0]?.codes ?? new Uint32Array(table.length);
  for (const column of columns.slice(1)) {
    groups = groups.slice();
    const seen = new Map<number, number>();
    const many = column.texts.length;
    for (let row = 0; row < table.length; row++) {
      // The group so far and the cell's code make one number; it stays below 2^53, since neither is above the number of rows.
      const pair = (groups[row] ?? 0) * many + (column.codes[row] ?? 0);
      let group = seen.get(pair);
      if (group === undefined) seen.set(pair, (group = seen.size));
      groups[row] = group;
    }
  }
  return groups;
}
