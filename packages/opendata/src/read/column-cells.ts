import { censusOf, censusOfCodes, rememberCensus, type Census } from "./census.js";
import { lazily } from "./lazily.js";

/** The cells of one column as written: the different ones, and for each row which of them it has. Or simply one for each row. */
export class ColumnCells {
  /** One for each row. What is known about a list is known as long as the list is. */
  readonly raw: () => readonly string[];
  readonly #coded: { readonly indexes: Uint32Array; readonly cells: readonly string[] } | undefined;
  #census: WeakRef<Census> | undefined;

  constructor(given: readonly string[] | { readonly indexes: Uint32Array; readonly cells: readonly string[] }) {
    if (!("indexes" in given)) {
      this.raw = () => given;
      return;
    }
    const { indexes, cells } = given;
    this.#coded = given;
    this.raw = lazily(() => {
      const list = Array.from(indexes, (index) => cells[index] ?? "");
      rememberCensus(list, this.census());
      return list;
    });
  }

  /** For each row which of the different cells it has. */
  get indexes(): Uint32Array {
    return this.#coded?.indexes ?? this.census().indexes;
  }

  equals(other: ColumnCells): boolean {
    const [mine, theirs] = [this.#coded, other.#coded];
    if (mine === undefined || theirs === undefined) return alike(this.raw(), other.raw());
    return alike(mine.indexes, theirs.indexes) && alike(mine.cells, theirs.cells);
  }

  /** As large as the column where hardly anything repeats, so memory may take it back until somebody asks for the list. */
  census(): Census {
    if (this.#coded === undefined) return censusOf(this.raw());
    let census = this.#census?.deref();
    if (census === undefined) {
      census = censusOfCodes(this.#coded.indexes, this.#coded.cells);
      this.#census = new WeakRef(census);
    }
    return census;
  }
}

function alike<Item>(one: ArrayLike<Item>, other: ArrayLike<Item>): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false;
  return true;
}
