/** Puts an invented city into a store that has none. */
import type { Insertable, Kysely } from "kysely";
import type { Store } from "../../store/index.js";
import type { SurgeryTables } from "../tables.js";
import type { City, CityTable } from "./city-plan.js";

/** Rows go in by so many at a time: SQLite takes some 32,000 values a statement, Postgres twice that. */
const rowsAtOnce = 500;

/** @param organiserIds who organises at every venue */
export async function writeCity(store: Store, city: City, organiserIds: readonly string[]): Promise<void> {
  await store
    .tables<SurgeryTables>()
    .transaction()
    .execute(async (inside) => {
      for (const table of Object.keys(city) as CityTable[]) await insertAll(inside, table, city[table]);
      const people = city.venues.flatMap(({ id, created_at }) =>
        organiserIds.map((person_id) => ({ venue_id: id, person_id, added_at: created_at })),
      );
      await insertAll(inside, "venue_people", people);
    });
}

async function insertAll<Table extends keyof SurgeryTables>(
  inside: Kysely<SurgeryTables>,
  table: Table,
  rows: readonly Insertable<SurgeryTables[Table]>[],
): Promise<void> {
  for (let at = 0; at < rows.length; at += rowsAtOnce) {
    await inside
      .insertInto(table)
      .values(rows.slice(at, at + rowsAtOnce))
      .execute();
  }
}
