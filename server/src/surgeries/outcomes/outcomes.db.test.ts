import { expect, test } from "vitest";
import { forEachDialect, type OpenTestStore } from "../../store/test-dialects.js";
import { createSurgeries, type SurgeryDate } from "../surgeries.js";
import { surgeryMigrations, type SurgeryTables } from "../tables.js";
import { testAnnouncement, testVenue } from "../test-surgery.js";
import { eraseOutcomes, exportOutcomes } from "./erase-outcomes.js";
import { createOutcomes, type Outcomes } from "./outcomes.js";
import type { Kysely } from "kysely";

const organiser = "organiser-1";
const words = { topic: "chart", done: "A chart of visits", next: "Show it to the board", story: "We saw it at once." };

interface House extends AsyncDisposable {
  readonly outcomes: Outcomes;
  readonly db: Kysely<SurgeryTables>;
  readonly dates: readonly SurgeryDate[];
  openDoors(dateId: string, workshopId: string): Promise<void>;
}

async function openHouse(open: OpenTestStore): Promise<House> {
  const opened = await open(surgeryMigrations);
  let now = Date.UTC(2026, 11, 2, 18);
  const clock = (): number => now++;
  const surgeries = createSurgeries(opened.store, clock);
  const venue = await surgeries.addVenue(testVenue, organiser);
  const recurrence = { type: "weekly", every: 1, until: "2026-12-16" } as const;
  const surgery = await surgeries.announce(testAnnouncement({ recurrence }), venue.id, organiser);
  const db = opened.store.tables<SurgeryTables>();
  return {
    outcomes: createOutcomes(opened.store, surgeries, clock),
    db,
    dates: await surgeries.datesOf(surgery.id),
    openDoors: async (dateId, workshopId) => {
      const doors = { date_id: dateId, workshop_id: workshopId, arrival_code: dateId.slice(0, 8), closed_at: null };
      await db
        .insertInto("day_rooms")
        .values({ ...doors, opened_at: clock() })
        .execute();
    },
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
}

const sitDown = (db: Kysely<SurgeryTables>, dateId: string, patient: string, surgeon: string): Promise<unknown> =>
  db
    .insertInto("sittings")
    .values({
      id: `${patient}-${surgeon}`,
      date_id: dateId,
      patient_id: patient,
      surgeon_id: surgeon,
      began_at: 1,
      ended_at: null,
      document_id: "doc-1",
    })
    .execute();

forEachDialect((open) => {
  test("somebody known to the notebooks is one contact without a name, also when two pages ask at once", async () => {
    await using house = await openHouse(open);
    const ids = await Promise.all([1, 2, 3].map(() => house.outcomes.linkedContact("person-1")));
    expect(new Set(ids).size).toBe(1);
    const contacts = await house.db.selectFrom("contacts").selectAll().execute();
    expect(contacts.map(({ id, name, email }) => ({ id, name, email }))).toEqual([{ id: ids[0], name: "", email: "" }]);
  });

  test("a card is one a patient and date, carries who sat with them and their notebook, and counts once when it is sent twice", async () => {
    await using house = await openHouse(open);
    const [date] = house.dates;
    const dateId = date?.id ?? "";
    await sitDown(house.db, dateId, "patient", "surgeon");
    const place = { dateId, patientId: "patient" };
    const saved = await Promise.all([1, 2].map(() => house.outcomes.save(place, words, 0)));
    expect(saved.map(({ type }) => type)).toEqual(["saved", "saved"]);
    const cards = await house.outcomes.cardsOf("patient");
    expect(cards).toMatchObject([{ ...words, surgeonId: "surgeon", documentId: "doc-1", dateId }]);
  });

  test("who saves over somebody else's words is shown those first, and their next sending counts", async () => {
    await using house = await openHouse(open);
    const place = { dateId: house.dates[0]?.id ?? "", patientId: "patient" };
    const first = await house.outcomes.save(place, words, 0);
    if (first.type !== "saved") throw new Error("not saved");
    const theirs = await house.outcomes.save(place, { ...words, done: "A map" }, first.card.changedAt);
    const mine = await house.outcomes.save(place, { ...words, done: "A table" }, first.card.changedAt);
    expect([theirs.type, mine]).toMatchObject(["saved", { type: "changed-meanwhile", now: { done: "A map" } }]);
    const seen = mine.type === "changed-meanwhile" ? mine.now.changedAt : 0;
    expect(await house.outcomes.save(place, { ...words, done: "A table" }, seen)).toMatchObject({ type: "saved" });
    expect(await house.outcomes.card(place.dateId, "patient")).toMatchObject({ done: "A table" });
  });

  test("a consent holds until it is taken back; saying the same again adds nothing; what was never given needs no taking back", async () => {
    await using house = await openHouse(open);
    const { outcomes, db } = house;
    const say = (given: boolean): Promise<void> => outcomes.say("patient", "date", new Map([["story", given]]));
    await say(false);
    expect(await db.selectFrom("consents").selectAll().execute()).toEqual([]);
    await say(true);
    await say(true);
    await say(false);
    await say(false);
    const rows = await db.selectFrom("consents").selectAll().orderBy("said_at").execute();
    expect(rows.map(({ given, version }) => [given, version])).toEqual([
      [1, "story-1"],
      [0, "story-1"],
    ]);
    expect((await outcomes.consentsOf("patient", "date")).get("story")?.given).toBe(false);
  });

  test("a yes to one date is none to another; a no to another is written down, so that nobody takes the one for the other", async () => {
    await using house = await openHouse(open);
    const { outcomes, db } = house;
    await outcomes.say("patient", "one", new Map([["story", true]]));
    expect((await outcomes.consentsOf("patient", "two")).get("story")).toBeUndefined();
    await outcomes.say("patient", "two", new Map([["story", false]]));
    const rows = await db.selectFrom("consents").selectAll().orderBy("said_at").execute();
    expect(rows.map(({ date_id, given }) => [date_id, given])).toEqual([
      ["one", 1],
      ["two", 0],
    ]);
    expect((await outcomes.consentsOf("patient", "one")).get("story")?.given).toBe(true);
  });

  test("the dates that are open are those of the workshop; the one where somebody was seen comes first", async () => {
    await using house = await openHouse(open);
    const [one, two, three] = house.dates.map(({ id }) => id);
    for (const id of [one, two]) await house.openDoors(id ?? "", "workshop");
    await house.openDoors(three ?? "", "another");
    await house.db
      .insertInto("attendances")
      .values({
        date_id: one ?? "",
        contact_id: "patient",
        part: "patient",
        came_by: "code",
        arrived_at: 1,
        left_at: null,
      })
      .execute();
    expect((await house.outcomes.openDates("workshop", "patient")).map(({ id }) => id)).toEqual([one, two]);
    expect((await house.outcomes.openDates("workshop", undefined)).map(({ id }) => id)).toEqual([two, one]);
    await house.db.updateTable("day_rooms").set({ closed_at: 9 }).execute();
    expect(await house.outcomes.openDates("workshop", "patient")).toEqual([]);
  });

  test("erasing blanks the words and ends every consent; cards and counts stand under an id that nobody is", async () => {
    await using house = await openHouse(open);
    const { outcomes, db } = house;
    const dateId = house.dates[0]?.id ?? "";
    await sitDown(db, dateId, "canary", "surgeon");
    await outcomes.save({ dateId, patientId: "canary" }, { ...words, story: "canary words" }, 0);
    await outcomes.say("canary", dateId, new Map([["story", true]]));
    expect(JSON.stringify(await exportOutcomes(db, "canary"))).toContain("canary words");
    await eraseOutcomes(db, "canary", "fresh");
    const cards = await db.selectFrom("outcome_cards").selectAll().execute();
    const consents = await db.selectFrom("consents").selectAll().execute();
    expect(JSON.stringify([cards, consents])).not.toContain("canary");
    expect(cards).toMatchObject([{ patient_id: "fresh", surgeon_id: "surgeon", topic: "chart", story: "" }]);
    expect(consents).toMatchObject([{ contact_id: "fresh", given: 0 }]);
    await eraseOutcomes(db, "surgeon", "fresh-2");
    expect(await db.selectFrom("outcome_cards").select("surgeon_id").execute()).toEqual([{ surgeon_id: "fresh-2" }]);
  });
});
