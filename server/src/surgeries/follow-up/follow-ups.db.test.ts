import { expect, test } from "vitest";
import { mailMigrations, sqlOutbox, type Outbox } from "../../mail/index.js";
import { forEachDialect, type OpenTestStore } from "../../store/test-dialects.js";
import type { Store } from "../../store/index.js";
import { createSurgeries, type SurgeryDate } from "../surgeries.js";
import { surgeryMigrations, type SurgeryTables } from "../tables.js";
import { testAnnouncement, testVenue } from "../test-surgery.js";
import { eraseContactRecords, exportContactRecords } from "../privacy/contact-records.js";
import { askAfter, createFollowUps, type FollowUps, type LaterAnswers } from "./follow-ups.js";

const day = 24 * 60 * 60 * 1000;
const start = Date.UTC(2026, 10, 1);

interface House extends AsyncDisposable {
  readonly store: Store;
  readonly followUps: FollowUps;
  readonly outbox: Outbox;
  readonly dates: readonly SurgeryDate[];
  now: number;
  /** Somebody who was there. */
  came(id: string, date: SurgeryDate, changes?: { part?: string; email?: string }): Promise<void>;
  says(id: string, dateId: string, given: boolean): Promise<void>;
  /** Tokens of the letters that were written, oldest first. */
  tokens(): Promise<string[]>;
}

async function openHouse(open: OpenTestStore, options: { sendsMail?: boolean } = {}): Promise<House> {
  const opened = await open([...mailMigrations, ...surgeryMigrations]);
  const { store } = opened;
  const time = { now: start };
  const clock = (): number => time.now++;
  const surgeries = createSurgeries(store, clock);
  const outbox = sqlOutbox(store, clock);
  const followUps = createFollowUps({
    store,
    surgeries,
    outbox,
    sendsMail: options.sendsMail ?? true,
    linkOf: (token) => `https://surgery.example.org/later/${token}`,
    clock,
  });
  const venue = await surgeries.addVenue(testVenue, "organiser-1");
  const recurrence = { type: "weekly", every: 4, until: "2027-06-30" } as const;
  const surgery = await surgeries.announce(testAnnouncement({ recurrence }), venue.id, "organiser-1");
  const db = store.tables<SurgeryTables>();
  let said = 0;
  return {
    store,
    followUps,
    outbox,
    dates: await surgeries.datesOf(surgery.id),
    get now() {
      return time.now;
    },
    set now(at) {
      time.now = at;
    },
    came: async (id, date, { part = "patient", email = `${id}@example.org` } = {}) => {
      const times = { created_at: date.startsAt, changed_at: date.startsAt };
      await db
        .insertInto("contacts")
        .values({ id, name: `Invented ${id}`, email, group_name: "", ...times })
        .onConflict((conflict) => conflict.column("id").doNothing())
        .execute();
      await db
        .insertInto("attendances")
        .values({ date_id: date.id, contact_id: id, part, came_by: "list", arrived_at: date.startsAt, left_at: null })
        .execute();
    },
    says: async (id, dateId, given) => {
      const row = { id: `c${++said}`, contact_id: id, date_id: dateId, purpose: "follow-up", version: "test" };
      await db
        .insertInto("consents")
        .values({ ...row, given: given ? 1 : 0, said_at: clock() })
        .execute();
    },
    tokens: async () => (await outbox.due(time.now, 100)).map(({ text }) => /\/later\/([\w-]+)/.exec(text)?.[1] ?? ""),
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
}

const yes: LaterAnswers = { used: true, published: false, decided: undefined, won: undefined, words: "It helped." };

forEachDialect((open) => {
  test("whoever agreed and can be reached is asked once, 90 days after the date, and by nobody else's link", async () => {
    await using house = await openHouse(open);
    const [date] = house.dates;
    await house.came("ada", date!);
    await house.says("ada", date!.id, true);
    await house.came("ben", date!);
    await house.came("cy", date!, { email: "" });
    await house.says("cy", date!.id, true);
    await house.came("sue", date!, { part: "surgeon" });
    await house.says("sue", date!.id, true);
    await house.came("dot", date!);
    await house.says("dot", date!.id, false);
    house.now = date!.endsAt + day;
    await house.followUps.sweep();
    expect(await house.tokens()).toEqual([]);
    house.now = date!.endsAt + askAfter;
    await Promise.all([house.followUps.sweep(), house.followUps.sweep()]);
    await house.followUps.sweep();
    const letters = await house.outbox.due(house.now, 100);
    expect(letters.map(({ to }) => to)).toEqual(["ada@example.org"]);
    expect(letters[0]!.text).toContain("on Wednesday 2 December 2026, you were at “Open data for lunch clubs”");
    await expect(house.followUps.asked("forged")).rejects.toMatchObject({ code: "surgeries.unknown-link" });
    await expect(house.followUps.answer("forged", yes)).rejects.toMatchObject({ code: "surgeries.unknown-link" });
  });

  test("an answer sent twice counts once, can be changed, and keeps when it was first given", async () => {
    await using house = await openHouse(open);
    const [date] = house.dates;
    await house.came("ada", date!);
    await house.says("ada", date!.id, true);
    house.now = date!.endsAt + askAfter;
    await house.followUps.sweep();
    const [token] = await house.tokens();
    expect((await house.followUps.asked(token!)).answered).toBe(false);
    await Promise.all([house.followUps.answer(token!, yes), house.followUps.answer(token!, yes)]);
    const db = house.store.tables<SurgeryTables>();
    const first = await db.selectFrom("follow_ups").selectAll().executeTakeFirstOrThrow();
    expect(first).toMatchObject({ used: 1, published: 0, decided: null, won: null, words: "It helped." });
    house.now += day;
    await house.followUps.answer(token!, { ...yes, published: true, words: "" });
    const asked = await house.followUps.asked(token!);
    expect(asked.answers).toEqual({ used: true, published: true, decided: undefined, won: undefined, words: "" });
    const rows = await db.selectFrom("follow_ups").selectAll().execute();
    expect(rows).toHaveLength(1);
    expect(rows[0]!.answered_at).toBe(first.answered_at);
  });

  test("a consent that is taken back before the day withdraws the question, and the letter that has not left yet", async () => {
    await using house = await openHouse(open);
    const [date] = house.dates;
    for (const id of ["ada", "ben"]) {
      await house.came(id, date!);
      await house.says(id, date!.id, true);
    }
    house.now = date!.endsAt + day;
    await house.followUps.sweep();
    await house.says("ada", "", false);
    house.now = date!.endsAt + askAfter;
    await house.followUps.sweep();
    expect((await house.outbox.due(house.now, 100)).map(({ to }) => to)).toEqual(["ben@example.org"]);
    const [token] = await house.tokens();
    await house.followUps.stop(token!);
    expect((await house.followUps.asked(token!)).stopped).toBe(true);
    expect(await house.tokens()).toEqual([]);
  });

  test("whoever comes every month is not asked every month", async () => {
    await using house = await openHouse(open);
    for (const date of house.dates.slice(0, 4)) {
      await house.came("ada", date);
      await house.says("ada", date.id, true);
    }
    for (const date of house.dates.slice(0, 4)) {
      house.now = date.endsAt + askAfter;
      await house.followUps.sweep();
    }
    // Of four dates, four weeks apart, the first and the fourth.
    expect((await house.outbox.due(house.now, 100)).length).toBe(2);
  });

  test("without e-mail nobody is asked", async () => {
    await using silent = await openHouse(open, { sendsMail: false });
    const [date] = silent.dates;
    await silent.came("ada", date!);
    await silent.says("ada", date!.id, true);
    silent.now = date!.endsAt + askAfter;
    await silent.followUps.sweep();
    expect(await silent.tokens()).toEqual([]);
  });

  test("a server that was off for half a year does not begin with old dates", async () => {
    await using late = await openHouse(open);
    await late.came("ada", late.dates[0]!);
    await late.says("ada", late.dates[0]!.id, true);
    late.now = late.dates[0]!.endsAt + 2 * askAfter + day;
    await late.followUps.sweep();
    expect(await late.tokens()).toEqual([]);
  });

  test("erased, words and link are gone, and the answers count on for nobody in particular", async () => {
    await using house = await openHouse(open);
    const [date] = house.dates;
    await house.came("ada", date!);
    await house.says("ada", date!.id, true);
    house.now = date!.endsAt + askAfter;
    await house.followUps.sweep();
    const [token] = await house.tokens();
    await house.followUps.answer(token!, yes);
    const db = house.store.tables<SurgeryTables>();
    const score = { contact_id: "ada", date_id: date!.id, moment: "before", score: 2, said_at: start };
    await db.insertInto("confidence_answers").values(score).execute();
    const kept = await exportContactRecords(db, "ada");
    expect(kept.followUps).toHaveLength(1);
    expect(kept.confidence).toHaveLength(1);
    await eraseContactRecords(db, "ada", "nobody-1", house.now);
    expect(await exportContactRecords(db, "ada")).toMatchObject({ followUps: [], confidence: [] });
    const row = await db.selectFrom("follow_ups").selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ contact_id: "nobody-1", used: 1, words: "" });
    await expect(house.followUps.asked(token!)).rejects.toMatchObject({ code: "surgeries.unknown-link" });
  });
});
