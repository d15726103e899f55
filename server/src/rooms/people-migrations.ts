/** Tables of the people in rooms: kept apart from the document, so that erasing somebody or a message never touches a history. */
import type { Migration } from "../store/index.js";

export interface PeopleTables {
  room_settings: {
    document_id: string;
    /** Null until the owner has been here. */
    owner_id: string | null;
    owner_name: string;
    open_as: string | null;
    keyboard_id: string | null;
    keyboard_name: string;
  };
  room_people: {
    document_id: string;
    person_id: string;
    name: string;
    color: string;
    role: string | null;
    decided_at: number;
    /** 0 or 1. */
    declined: number;
    hand_cell: string | null;
    hand_label: string;
    hand_at: number;
  };
  room_visits: {
    id: string;
    document_id: string;
    person_id: string;
    name: string;
    came_at: number;
    left_at: number | null;
    /** 0 or 1. */
    seen: number;
  };
  room_suggestions: {
    id: string;
    document_id: string;
    cell_id: string;
    author_id: string;
    author_name: string;
    base: string;
    text: string;
    made_at: number;
    state: string;
    decided_by: string | null;
    decider_name: string;
  };
  room_messages: {
    id: string;
    document_id: string;
    author_id: string;
    author_name: string;
    color: string;
    text: string;
    cell_id: string | null;
    said_at: number;
  };
}

export const peopleMigrations: readonly Migration[] = [
  {
    name: "rooms-010-people",
    up: async (db) => {
      await db.schema
        .createTable("room_settings")
        .addColumn("document_id", "text", (column) => column.primaryKey())
        .addColumn("owner_id", "text")
        .addColumn("owner_name", "text", (column) => column.notNull())
        .addColumn("open_as", "text")
        .addColumn("keyboard_id", "text")
        .addColumn("keyboard_name", "text", (column) => column.notNull())
        .execute();
      await db.schema
        .createTable("room_people")
        .addColumn("document_id", "text", (column) => column.notNull())
        .addColumn("person_id", "text", (column) => column.notNull())
        .addColumn("name", "text", (column) => column.notNull())
        .addColumn("color", "text", (column) => column.notNull())
        .addColumn("role", "text")
        .addColumn("decided_at", "bigint", (column) => column.notNull())
        .addColumn("declined", "integer", (column) => column.notNull())
        .addColumn("hand_cell", "text")
        .addColumn("hand_label", "text", (column) => column.notNull())
        .addColumn("hand_at", "bigint", (column) => column.notNull())
        .addPrimaryKeyConstraint("room_people_key", ["document_id", "person_id"])
        .execute();
      await db.schema
        .createTable("room_visits")
        .addColumn("id", "text", (column) => column.primaryKey())
        .addColumn("document_id", "text", (column) => column.notNull())
        .addColumn("person_id", "text", (column) => column.notNull())
        .addColumn("name", "text", (column) => column.notNull())
        .addColumn("came_at", "bigint", (column) => column.notNull())
        .addColumn("left_at", "bigint")
        .addColumn("seen", "integer", (column) => column.notNull())
        .execute();
      await db.schema
        .createTable("room_suggestions")
        .addColumn("id", "text", (column) => column.primaryKey())
        .addColumn("document_id", "text", (column) => column.notNull())
        .addColumn("cell_id", "text", (column) => column.notNull())
        .addColumn("author_id", "text", (column) => column.notNull())
        .addColumn("author_name", "text", (column) => column.notNull())
        .addColumn("base", "text", (column) => column.notNull())
        .addColumn("text", "text", (column) => column.notNull())
        .addColumn("made_at", "bigint", (column) => column.notNull())
        .addColumn("state", "text", (column) => column.notNull())
        .addColumn("decided_by", "text")
        .addColumn("decider_name", "text", (column) => column.notNull())
        .execute();
      await db.schema
        .createTable("room_messages")
        .addColumn("id", "text", (column) => column.primaryKey())
        .addColumn("document_id", "text", (column) => column.notNull())
        .addColumn("author_id", "text", (column) => column.notNull())
        .addColumn("author_name", "text", (column) => column.notNull())
        .addColumn("color", "text", (column) => column.notNull())
        .addColumn("text", "text", (column) => column.notNull())
        .addColumn("cell_id", "text")
        .addColumn("said_at", "bigint", (column) => column.notNull())
        .execute();
      for (const table of ["room_visits", "room_suggestions", "room_messages"]) {
        await db.schema.createIndex(`${table}_document`).on(table).column("document_id").execute();
      }
    },
  },
];
