/** One-time links that make whoever opens one a trainer. Only their hash is kept; twelve hours, one use. */
import { AppError } from "@data-surgery/contract";
import type { Kysely } from "kysely";
import { createSecret, hashSecret } from "./secret.js";
import type { IdentityTables } from "./tables.js";

const lifeMs = 12 * 60 * 60 * 1000;

export interface TrainerLinks {
  /** The token that goes into the address. */
  create(workshopId: string): Promise<string>;
  isOpen(token: string): Promise<boolean>;
  /** Uses the link up, and says for which workshop it was. @throws AppError `identity.used-trainer-link` */
  use(token: string): Promise<string>;
}

export function createTrainerLinks(db: Kysely<IdentityTables>, clock: () => number): TrainerLinks {
  return {
    create: async (workshopId) => {
      const token = createSecret();
      const now = clock();
      await db.deleteFrom("trainer_links").where("expires_at", "<=", now).execute();
      await db
        .insertInto("trainer_links")
        .values({
          token_hash: hashSecret(token),
          workshop_id: workshopId,
          created_at: now,
          expires_at: now + lifeMs,
          used_at: null,
        })
        .execute();
      return token;
    },
    isOpen: async (token) => {
      const row = await db
        .selectFrom("trainer_links")
        .select("token_hash")
        .where("token_hash", "=", hashSecret(token))
        .where("used_at", "is", null)
        .where("expires_at", ">", clock())
        .executeTakeFirst();
      return row !== undefined;
    },
    use: async (token) => {
      const hash = hashSecret(token);
      // One statement decides, so that two people who open the link at once can't both get in.
      const { numUpdatedRows } = await db
        .updateTable("trainer_links")
        .set({ used_at: clock() })
        .where("token_hash", "=", hash)
        .where("used_at", "is", null)
        .where("expires_at", ">", clock())
        .executeTakeFirst();
      if (numUpdatedRows !== 1n) throw new AppError("identity.used-trainer-link");
      const row = await db
        .selectFrom("trainer_links")
        .select("workshop_id")
        .where("token_hash", "=", hash)
        .executeTakeFirstOrThrow();
      return row.workshop_id;
    },
  };
}
