/** The records of a file, asked one by one: a list of them, or a store that makes each when it is asked for. */
export interface Records {
  readonly length: number;
  /** Counted from 0, as lists are. */
  at(place: number): readonly string[] | undefined;
}

/** A record by its number, counted from 1 as rows of a spreadsheet are; of none that is there, an empty one. */
export function recordAt(records: Records, row: number): readonly string[] {
  return row < 1 ? [] : (records.at(row - 1) ?? []);
}
