/** What JupyterLab keeps for a person: settings as written, and workspaces (which tabs are open). Erased with the person. */
import type { Migration, Store } from "../store/index.js";

export interface FrontEndStore {
  settings(personId: string): Promise<Map<string, { readonly raw: string; readonly at: number }>>;
  putSettings(personId: string, plugin: string, raw: string, at: number): Promise<void>;
  workspaces(personId: string): Promise<{ readonly name: string; readonly content: string }[]>;
  workspace(personId: string, name: string): Promise<string | undefined>;
  putWorkspace(personId: string, name: string, content: string, at: number): Promise<void>;
  deleteWorkspace(personId: string, name: string): Promise<void>;
  exportPerson(personId: string): Promise<PersonInFrontEnd>;
  erase(personId: string): Promise<void>;
  /** Workspaces of others that name this home folder, as those of a trainer do who opened a notebook in it. Returns how many went. */
  eraseHome(home: string): Promise<number>;
}

/** Everything JupyterLab keeps for one person, for themselves. Times are milliseconds since 1970. */
export interface PersonInFrontEnd {
  readonly settings: readonly { readonly plugin: string; readonly raw: string; readonly at: number }[];
  readonly workspaces: readonly { readonly name: string; readonly content: string; readonly at: number }[];
}

interface FrontEndTables {
  lab_settings: { person_id: string; plugin: string; raw: string; at: number };
  lab_workspaces: { person_id: string; name: string; content: string; at: number };
}

export const frontEndMigrations: readonly Migration[] = [
  {
    name: "jupyter-001-front-end",
    up: async (db) => {
      await db.schema
        .createTable("lab_settings")
        .addColumn("person_id", "text", (column) => column.notNull())
        .addColumn("plugin", "text", (column) => column.notNull())
        .addColumn("raw", "text", (column) => column.notNull())
        .addColumn("at", "bigint", (column) => column.notNull())
        .addPrimaryKeyConstraint("lab_settings_key", ["person_id", "plugin"])
        .execute();
      await db.schema
        .createTable("lab_workspaces")
        .addColumn("person_id", "text", (column) => column.notNull())
        .addColumn("name", "text", (column) => column.notNull())
        .addColumn("content", "text", (column) => column.notNull())
        .addColumn("at", "bigint", (column) => column.notNull())
        .addPrimaryKeyConstraint("lab_workspaces_key", ["person_id", "name"])
        .execute();
    },
  },
];

export function sqlFrontEndStore(store: Store): FrontEndStore {
  const db = store.tables<FrontEndTables>();
  return {
    settings: async (personId) => {
      const rows = await db.selectFrom("lab_settings").selectAll().where("person_id", "=", personId).execute();
      return new Map(rows.map((row) => [row.plugin, { raw: row.raw, at: row.at }]));
    },
    putSettings: async (personId, plugin, raw, at) => {
      await db
        .insertInto("lab_settings")
        .values({ person_id: personId, plugin, raw, at })
        .onConflict((conflict) => conflict.columns(["person_id", "plugin"]).doUpdateSet({ raw, at }))
        .execute();
    },
    workspaces: (personId) =>
      db
        .selectFrom("lab_workspaces")
        .select(["name", "content"])
        .where("person_id", "=", personId)
        .orderBy("name")
        .execute(),
    workspace: async (personId, name) => {
      const row = await db
        .selectFrom("lab_workspaces")
        .select("content")
        .where("person_id", "=", personId)
        .where("name", "=", name)
        .executeTakeFirst();
      return row?.content;
    },
    putWorkspace: async (personId, name, content, at) => {
      await db
        .insertInto("lab_workspaces")
        .values({ person_id: personId, name, content, at })
        .onConflict((conflict) => conflict.columns(["person_id", "name"]).doUpdateSet({ content, at }))
        .execute();
    },
    deleteWorkspace: async (personId, name) => {
      await db.deleteFrom("lab_workspaces").where("person_id", "=", personId).where("name", "=", name).execute();
    },
    exportPerson: async (personId) => ({
      settings: await db
        .selectFrom("lab_settings")
        .select(["plugin", "raw", "at"])
        .where("person_id", "=", personId)
        .orderBy("plugin")
        .execute(),
      workspaces: await db
        .selectFrom("lab_workspaces")
        .select(["name", "content", "at"])
        .where("person_id", "=", personId)
        .orderBy("name")
        .execute(),
    }),
    eraseHome: async (home) => {
      // JupyterLab lays its page out anew; a layout with a hole where the name was would be worth less.
      const { numDeletedRows } = await db
        .deleteFrom("lab_workspaces")
        .where((where) => where.or([where("content", "like", `%${home}%`), where("name", "like", `%${home}%`)]))
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
    erase: async (personId) => {
      await db.deleteFrom("lab_settings").where("person_id", "=", personId).execute();
      await db.deleteFrom("lab_workspaces").where("person_id", "=", personId).execute();
    },
  };
}
