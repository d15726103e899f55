/** Every version of a lesson that this server ever handed out, so that a copy of an old one can be brought up to a newer one. */
import type { ReleaseId } from "@data-surgery/contract";
import { readNotebookText, type Notebook } from "@data-surgery/jupyter";
import type { Migration, Store } from "../store/index.js";
import type { LessonCatalogue } from "./lesson-catalogue.js";

export interface LessonVersionTables {
  lesson_releases: {
    lesson: string;
    release: string;
    /** The released notebook, as `renderNotebook` writes it. */
    text: string;
  };
}

export const lessonVersionMigrations: readonly Migration[] = [
  {
    name: "guide-001-releases",
    up: async (db) => {
      await db.schema
        .createTable("lesson_releases")
        .addColumn("lesson", "text", (column) => column.notNull())
        .addColumn("release", "text", (column) => column.notNull())
        .addColumn("text", "text", (column) => column.notNull())
        .addPrimaryKeyConstraint("lesson_releases_key", ["lesson", "release"])
        .execute();
    },
  },
];

export interface LessonVersions {
  /** Those that are released now are kept for good. */
  keepAll(catalogue: Pick<LessonCatalogue, "list" | "get">): Promise<void>;
  /** Undefined for a version that this server never had. */
  find(lesson: string, release: ReleaseId): Promise<Notebook | undefined>;
}

export function sqlLessonVersions(store: Store): LessonVersions {
  const db = store.tables<LessonVersionTables>();
  return {
    keepAll: async (catalogue) => {
      for (const { id } of catalogue.list()) {
        const { release, releasedText } = catalogue.get(id);
        await db
          .insertInto("lesson_releases")
          .values({ lesson: id, release, text: releasedText })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }
    },
    find: async (lesson, release) => {
      const row = await db
        .selectFrom("lesson_releases")
        .select("text")
        .where("lesson", "=", lesson)
        .where("release", "=", release)
        .executeTakeFirst();
      return row === undefined ? undefined : readNotebookText(row.text, missingId);
    },
  };
}

function missingId(): never {
  throw new Error("A released lesson has a cell without an id.");
}
