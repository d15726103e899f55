import { expect, test } from "vitest";
import { mailMigrations, sqlOutbox } from "../../mail/index.js";
import { forEachDialect, type OpenTestStore } from "../../store/test-dialects.js";
import type { Store } from "../../store/index.js";
import { consentsOf, createConsents } from "../consents/consents.js";
import { createSignUps, type SignUps } from "../sign-ups.js";
import type { SignUpWords } from "../sign-up.js";
import { createSurgeries, type SurgeryDate } from "../surgeries.js";
import { surgeryMigrations, type SurgeryTables } from "../tables.js";
import { everyRow, leaveTraces } from "../test-canary-contact.js";
import { testAnnouncement, testVenue } from "../test-surgery.js";
import { keptFor, monthsBefore, sweep } from "./retention.js";

const start = Date.UTC(2026, 10, 1);
const month = 32 * 24 * 60 * 60 * 1000;
const word = "quillonda";

interface House extends AsyncDisposable {
  readonly store: Store;
  readonly signUps: SignUps;
  readonly date: SurgeryDate;
  /** Contact ids of the canary and of somebody else. */
  readonly canary: string;
  readonly other: string;
  now: number;
}

const words = (name: string): SignUpWords => ({
  part: "patient",
  name,
  email: `${name}@example.org`,
  group: `${name} group`,
  need: `What ${name} needs`,
  dataLink: `https://example.org/${name}`,
  skills: `${name} skills`,
  languages: ["English"],
  accessNeeds: `${name} needs a ramp`,
});

async function openHouse(open: OpenTestStore): Promise<House> {
  const opened = await open([...mailMigrations, ...surgeryMigrations]);
  const { store } = opened;
  const time = { now: start };
  const clock = (): number => time.now++;
  const surgeries = createSurgeries(store, clock);
  const signUps = createSignUps({
    store,
    surgeries,
    outbox: sqlOutbox(store, clock),
    sendsMail: true,
    linkOf: (token) => `https://surgery.example.org/signed-up/${token}`,
    pageOf: (slug) => `https://surgery.example.org/surgeries/${slug}`,
    clock,
  });
  const venue = await surgeries.addVenue(testVenue, "organiser-1");
  const surgery = await surgeries.announce(testAnnouncement(), venue.id, "organiser-1");
  const [date] = await surgeries.datesOf(surgery.id);
  for (const name of [word, "bob"]) await signUps.signUp(words(name), [date!.id], `form-${name}`);
  const [canary, other] = (await signUps.ofDate(date!.id)).map(({ contactId }) => contactId);
  time.now = date!.endsAt + 1;
  const db = store.tables<SurgeryTables>();
  const who = { contactId: canary!, otherId: other!, dateId: date!.id, personId: `person-${word}` };
  await leaveTraces(db, who, word, date!.startsAt);
  return {
    store,
    signUps,
    date: date!,
    canary: canary!,
    other: other!,
    get now() {
      return time.now;
    },
    set now(at) {
      time.now = at;
    },
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
}

/** How many rows stand in each table, and what figures are made of. */
function totals(rows: Record<string, object[]>): object {
  const count = (table: string, only: (row: Record<string, unknown>) => boolean = () => true): number =>
    (rows[table] as Record<string, unknown>[]).filter(only).length;
  return {
    signUps: count("sign_ups", (row) => row["status"] === "coming"),
    attendances: count("attendances"),
    hours: (rows["attendances"] as { arrived_at: number; left_at: number }[]).reduce(
      (sum, row) => sum + row.left_at - row.arrived_at,
      0,
    ),
    sittings: count("sittings"),
    withNotebook: count("sittings", (row) => row["document_id"] !== null),
    cards: count("outcome_cards"),
    confidence: count("confidence_answers"),
    followUps: count("follow_ups", (row) => row["answered_at"] !== null && row["used"] === 1),
  };
}

forEachDialect((open) => {
  test("somebody erased after a date is in no table; the totals stand, and a before still has its after", async () => {
    await using house = await openHouse(open);
    const db = house.store.tables<SurgeryTables>();
    const before = await everyRow(db);
    expect(JSON.stringify(before)).toContain(word);
    await house.signUps.eraseContact(house.canary);
    const after = await everyRow(db);
    const text = JSON.stringify(after).toLowerCase();
    expect(text).not.toContain(word);
    expect(text).not.toContain(house.canary);
    expect(totals(after)).toEqual(totals(before));
    const pair = after["confidence_answers"] as { contact_id: string }[];
    expect(new Set(pair.map(({ contact_id }) => contact_id)).size).toBe(1);
    // Nobody is left on the list but the other one, who is whole.
    expect((await house.signUps.ofDate(house.date.id)).map(({ name, need }) => [name, need])).toEqual([
      ["bob", "What bob needs"],
    ]);
    expect(after["consents"]).toEqual([]);
  });

  test("what is taken out holds every table, and nobody else", async () => {
    await using house = await openHouse(open);
    const kept = await house.signUps.exportContact(house.canary);
    for (const [part, rows] of Object.entries(kept) as [string, object][]) {
      if (part !== "outcomeCardsAsSurgeon") expect([part, Object.keys(rows).length > 0]).toEqual([part, true]);
    }
    const text = JSON.stringify(kept);
    expect(text).not.toContain(house.other);
    expect(text).not.toContain("bob");
    expect(text).not.toContain("hash-of");
  });

  test("what is taken back is added, not overwritten, and holds from then on", async () => {
    await using house = await openHouse(open);
    const consents = createConsents(house.store, () => house.now++);
    await consents.takeBack(house.canary, "story", house.date.id);
    await consents.takeBack(house.canary, "story", house.date.id);
    const db = house.store.tables<SurgeryTables>();
    const story = (await consentsOf(db, house.canary)).find(({ purpose }) => purpose === "story");
    expect(story).toMatchObject({ given: false, version: "1", dateId: house.date.id });
    const rows = await db.selectFrom("consents").selectAll().where("purpose", "=", "story").execute();
    expect(rows).toHaveLength(2);
  });

  test("what was kept long enough goes by itself: access needs, then words, then who it was; agreed keeps longer", async () => {
    await using house = await openHouse(open);
    const of = async (id: string) => (await house.signUps.exportContact(id)).signUps[0];
    const at = (months: number): number => {
      house.now = house.date.endsAt + months * month;
      return house.now;
    };
    expect(await sweep(house.store, house.signUps, at(0))).toEqual({ accessNeeds: 0, signUpWords: 0, contacts: 0 });
    expect(await sweep(house.store, house.signUps, at(keptFor.accessNeeds))).toMatchObject({ accessNeeds: 2 });
    expect(await of(house.other)).toMatchObject({ access_needs: "", need: "What bob needs" });
    expect(await sweep(house.store, house.signUps, at(keptFor.signUpWords))).toMatchObject({ signUpWords: 3 });
    expect(await of(house.other)).toMatchObject({ need: "", skills: "", data_link: "" });
    expect(await sweep(house.store, house.signUps, at(keptFor.contact))).toMatchObject({ contacts: 1 });
    expect((await house.signUps.contacts()).map(({ name }) => name)).toEqual([word]);
    expect(await sweep(house.store, house.signUps, at(keptFor.agreed))).toMatchObject({ contacts: 1 });
    expect(await house.signUps.contacts()).toEqual([]);
    expect((await everyRow(house.store.tables()))["attendances"]).toHaveLength(2);
  });
});

test("months are those of the calendar", () => {
  expect(new Date(monthsBefore(Date.UTC(2027, 2, 31), 1)).toISOString()).toBe("2027-02-28T00:00:00.000Z");
});
