import { cellOf, createRowMaker, type Row } from "../row.js";
import type { Aggregate } from "./aggregate.js";
import type { Table } from "./table.js";

/** Rows in groups, waiting for what to work out of each. */
export class GroupedTable {
  readonly groups: readonly (readonly Row[])[];
  readonly #names: readonly string[];
  readonly #next: (rows: readonly Row[], columns: readonly string[], words: string) => Table;

  constructor(
    names: readonly string[],
    groups: readonly (readonly Row[])[],
    next: (rows: readonly Row[], columns: readonly string[], words: string) => Table,
  ) {
    this.#names = names;
    this.groups = groups;
    this.#next = next;
  }

  /** How many rows each group has. */
  count(): Table {
    return this.summarise({ [this.#names.includes("count") ? "count of rows" : "count"]: (rows) => rows.length });
  }

  /** One row for each group. @example byWard.summarise({ grants: count(), total: sum("amount") }) */
  summarise(figures: Readonly<Record<string, Aggregate>>): Table {
    const columns = [...this.#names, ...Object.keys(figures)];
    const make = createRowMaker(columns, null);
    const rows = this.groups.map((group) =>
      make([
        ...this.#names.map((name) => cellOf(group[0] as Row, name)),
        ...Object.values(figures).map((figure) => figure(group)),
      ]),
    );
    return this.#next(rows, columns, `Grouped by ${this.#names.join(" and ")}`);
  }
}
