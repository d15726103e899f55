/** Private addresses by which calendars read somebody's reminders. Only their hashes are kept: an address is shown once, and a new one ends the old. */
import { createSecret, hashSecret } from "../identity/index.js";
import type { Store } from "../store/index.js";
import type { PublishingTables } from "./tables.js";

export interface KeeperFeeds {
  isOpen(personId: string): Promise<boolean>;
  /** Opens one, and closes the one before. Gives the secret part of its address. */
  open(personId: string): Promise<string>;
  close(personId: string): Promise<void>;
  /** Whose it is; undefined when it is closed. */
  personOf(token: string): Promise<string | undefined>;
}

export function createKeeperFeeds(store: Store, clock: () => number): KeeperFeeds {
  const db = store.tables<PublishingTables>();
  const close = async (personId: string): Promise<void> => {
    await db.deleteFrom("keeper_feeds").where("person_id", "=", personId).execute();
  };
  return {
    isOpen: async (personId) =>
      (await db.selectFrom("keeper_feeds").select("person_id").where("person_id", "=", personId).executeTakeFirst()) !==
      undefined,
    open: async (personId) => {
      const token = createSecret();
      await db.transaction().execute(async (inside) => {
        await inside.deleteFrom("keeper_feeds").where("person_id", "=", personId).execute();
        await inside
          .insertInto("keeper_feeds")
          .values({ person_id: personId, token_hash: hashSecret(token), created_at: clock() })
          .execute();
      });
      return token;
    },
    close,
    personOf: async (token) => {
      const row = await db
        .selectFrom("keeper_feeds")
        .select("person_id")
        .where("token_hash", "=", hashSecret(token))
        .executeTakeFirst();
      return row?.person_id;
    },
  };
}
