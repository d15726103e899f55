/** Where somebody stopped in a lesson: one cell a person and lesson, the newest. No event: nobody else needs to know. */
import type { Migration, Store } from "../store/index.js";

export interface LessonPlaceTables {
  lesson_places: {
    /** Personal; the rows of an erased person go. */
    person_id: string;
    lesson: string;
    cell_id: string;
    /** Milliseconds since 1970. */
    at: number;
  };
}

export const lessonPlaceMigrations: readonly Migration[] = [
  {
    name: "guide-002-places",
    up: async (db) => {
      await db.schema
        .createTable("lesson_places")
        .addColumn("person_id", "text", (column) => column.notNull())
        .addColumn("lesson", "text", (column) => column.notNull())
        .addColumn("cell_id", "text", (column) => column.notNull())
        .addColumn("at", "bigint", (column) => column.notNull())
        .addPrimaryKeyConstraint("lesson_places_key", ["person_id", "lesson"])
        .execute();
    },
  },
];

export interface LessonPlace {
  readonly cellId: string;
  readonly at: number;
}

export interface LessonPlaces {
  put(personId: string, lesson: string, place: LessonPlace): Promise<void>;
  find(personId: string, lesson: string): Promise<LessonPlace | undefined>;
  ofPerson(personId: string): Promise<readonly (LessonPlace & { readonly lesson: string })[]>;
  erase(personId: string): Promise<void>;
}

export function sqlLessonPlaces(store: Store): LessonPlaces {
  const db = store.tables<LessonPlaceTables>();
  return {
    put: async (personId, lesson, { cellId, at }) => {
      await db
        .insertInto("lesson_places")
        .values({ person_id: personId, lesson, cell_id: cellId, at })
        .onConflict((conflict) => conflict.columns(["person_id", "lesson"]).doUpdateSet({ cell_id: cellId, at }))
        .execute();
    },
    find: async (personId, lesson) => {
      const row = await db
        .selectFrom("lesson_places")
        .select(["cell_id", "at"])
        .where("person_id", "=", personId)
        .where("lesson", "=", lesson)
        .executeTakeFirst();
      return row === undefined ? undefined : { cellId: row.cell_id, at: row.at };
    },
    ofPerson: async (personId) => {
      const rows = await db.selectFrom("lesson_places").selectAll().where("person_id", "=", personId).execute();
      return rows.map((row) => ({ lesson: row.lesson, cellId: row.cell_id, at: row.at }));
    },
    erase: async (personId) => {
      await db.deleteFrom("lesson_places").where("person_id", "=", personId).execute();
    },
  };
}
