import type { Row } from "../row.js";
import { countRows, type Aggregate } from "./aggregate.js";
import { columnOfCells } from "./column.js";
import { Columns } from "./columns.js";
import { figureReader } from "./figure-reader.js";
import { firstPlaces, groupPlaces, placesOf, type Grouping } from "./group-places.js";
import type { Table } from "./table.js";

/** Rows in groups, waiting for what to work out of each. */
export class GroupedTable {
  readonly #names: readonly string[];
  readonly #columns: Columns;
  readonly #next: (columns: Columns, words: string) => Table;
  readonly #grouping: Grouping;

  constructor(names: readonly string[], columns: Columns, next: (columns: Columns, words: string) => Table) {
    this.#names = names;
    this.#columns = columns;
    this.#next = next;
    this.#grouping = groupPlaces(columns, names);
  }

  /** The rows of each group. */
  get groups(): readonly (readonly Row[])[] {
    const row = this.#columns.rowReader(null);
    return this.#each((places) => Array.from(places, (place) => row(place)));
  }

  /** How many rows each group has. */
  count(): Table {
    return this.summarise({ [this.#names.includes("count") ? "count of rows" : "count"]: countRows });
  }

  /** One row for each group. @example byWard.summarise({ grants: count(), total: sum("amount") }) */
  summarise(figures: Readonly<Record<string, Aggregate>>): Table {
    const firsts = this.#columns.pick(firstPlaces(this.#grouping));
    const columns = [
      ...this.#names.map((name) => firsts.column(name)),
      ...Object.values(figures).map((figure) => columnOfCells(this.#each(figureReader(this.#columns, figure)))),
    ];
    return this.#next(
      new Columns([...this.#names, ...Object.keys(figures)], columns, this.#grouping.many),
      `Grouped by ${this.#names.join(" and ")}`,
    );
  }

  #each<Result>(work: (places: Uint32Array) => Result): Result[] {
    return Array.from({ length: this.#grouping.many }, (_, group) => work(placesOf(this.#grouping, group)));
  }
}
