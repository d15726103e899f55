/** What a person is asked about a table that they are going to publish: what else could be mended, and what each column looks like. Pure. */
import { mendOffers, type MendOffer } from "../mend/mend-offers.js";
import { profile } from "../profile/profile.js";
import type { SourceTable } from "../read/source-table.js";

export interface FirstLook {
  readonly offers: readonly MendOffer[];
  /** By the columns' names: what the reader takes them for. */
  readonly guesses: ReadonlyMap<string, string>;
}

export function firstLook(table: SourceTable): FirstLook {
  const { faults, columns } = profile(table);
  const guesses = new Map(columns.flatMap(({ name, meaning }) => (meaning === null ? [] : [[name, meaning] as const])));
  return { offers: mendOffers(table, faults), guesses };
}
