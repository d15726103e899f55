/** What the pathway is worked out from: who was there as what, who sat with somebody to help, and badges taken in the notebooks. */
import type { Kysely } from "kysely";
import { sqlBadgeStore } from "../../progress/index.js";
import type { Store } from "../../store/index.js";
import type { SurgeryTables } from "../tables.js";
import type { PathwayRecord, PathwayStep } from "./pathway.js";

export interface PathwayScope {
  /** Only these people; all when undefined. */
  readonly contactIds?: readonly string[];
  /** Only what was until then. */
  readonly until?: number;
}

/** The level of the pathway in the notebooks whose badge makes a champion. */
const championLevel = "champion";

export async function readPathwayRecords(
  store: Store,
  { contactIds, until = Number.MAX_SAFE_INTEGER }: PathwayScope = {},
): Promise<PathwayRecord[]> {
  const db = store.tables<SurgeryTables>();
  const wanted = contactIds === undefined ? undefined : new Set(contactIds);
  const all = [...(await attended(db)), ...(await helped(db)), ...(await learned(store, db))];
  return all.filter(({ contactId, at }) => at <= until && (wanted === undefined || wanted.has(contactId)));
}

async function attended(db: Kysely<SurgeryTables>): Promise<PathwayRecord[]> {
  const rows = await db.selectFrom("attendances").select(["contact_id", "part", "arrived_at"]).execute();
  return rows.map(({ contact_id, part, arrived_at }) => ({
    contactId: contact_id,
    step: partSteps[part] ?? "patient",
    at: arrived_at,
  }));
}

const partSteps: Readonly<Record<string, PathwayStep>> = {
  patient: "patient",
  learner: "learner",
  surgeon: "surgeon",
};

/** Who sat down to help has helped, as whatever they came. */
async function helped(db: Kysely<SurgeryTables>): Promise<PathwayRecord[]> {
  const rows = await db
    .selectFrom("sittings")
    .innerJoin("attendances", (join) =>
      join
        .onRef("attendances.date_id", "=", "sittings.date_id")
        .onRef("attendances.contact_id", "=", "sittings.surgeon_id"),
    )
    .select(["surgeon_id", "began_at"])
    .where("attendances.part", "!=", "surgeon")
    .execute();
  return rows.map(({ surgeon_id, began_at }) => ({ contactId: surgeon_id, step: "surgeon", at: began_at }));
}

async function learned(store: Store, db: Kysely<SurgeryTables>): Promise<PathwayRecord[]> {
  const joined = await db.selectFrom("contact_persons").select(["person_id", "contact_id"]).execute();
  const badges = await sqlBadgeStore(store).ofPeople(joined.map(({ person_id }) => person_id));
  return joined.flatMap(({ person_id, contact_id }) =>
    (badges.get(person_id) ?? []).map(({ level, issuedAt }) => ({
      contactId: contact_id,
      step: level === championLevel ? ("champion" as const) : ("learner" as const),
      at: issuedAt,
    })),
  );
}
