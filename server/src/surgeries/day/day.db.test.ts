import { expect, test } from "vitest";
import { mailMigrations, sqlOutbox } from "../../mail/index.js";
import type { Store } from "../../store/index.js";
import { forEachDialect, type OpenTestStore } from "../../store/test-dialects.js";
import type { SignUpWords } from "../sign-up.js";
import { createSignUps, type SignUps } from "../sign-ups.js";
import { createSurgeries, type Surgeries, type SurgeryDate } from "../surgeries.js";
import { surgeryMigrations } from "../tables.js";
import { testAnnouncement, testVenue } from "../test-surgery.js";
import { createArrivals, type Arrivals } from "./arrivals.js";
import { createDay, type Day } from "./day.js";
import { eraseDay, exportDay } from "./day-personal.js";
import type { DayDb } from "./day-store.js";

const minute = 60_000;
const hour = 60 * minute;
const timeout = { timeout: 60_000 };

interface House extends AsyncDisposable {
  readonly store: Store;
  readonly db: DayDb;
  readonly surgeries: Surgeries;
  readonly signUps: SignUps;
  readonly date: SurgeryDate;
  now: number;
  /** As after a restart of the server: nothing is kept in memory. */
  day(): Day;
  arrivals(): Arrivals;
}

async function openHouse(open: OpenTestStore): Promise<House> {
  const opened = await open([...mailMigrations, ...surgeryMigrations]);
  const { store } = opened;
  const time = { now: Date.UTC(2026, 10, 1) };
  const clock = (): number => time.now;
  const surgeries = createSurgeries(store, clock);
  const signUps = createSignUps({
    store,
    surgeries,
    outbox: sqlOutbox(store, clock),
    sendsMail: false,
    linkOf: (token) => token,
    pageOf: (slug) => slug,
    clock,
  });
  const venue = await surgeries.addVenue(testVenue, "organiser-1");
  const surgery = await surgeries.announce(testAnnouncement({ capacity: 100 }), venue.id, "organiser-1");
  const [date] = await surgeries.datesOf(surgery.id);
  const day = (): Day => createDay({ store, surgeries, signUps, clock });
  return {
    store,
    db: store.tables(),
    surgeries,
    signUps,
    date: date!,
    get now() {
      return time.now;
    },
    set now(at) {
      time.now = at;
    },
    day,
    arrivals: () => createArrivals({ store, day: day(), signUps, clock }),
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
}

async function come(house: House, name: string, changes: Partial<SignUpWords> = {}): Promise<string> {
  const words: SignUpWords = {
    part: "patient",
    name,
    email: "",
    group: "",
    need: "A chart",
    dataLink: "",
    skills: "",
    languages: ["English"],
    accessNeeds: "",
    ...changes,
  };
  const before = new Set((await house.signUps.ofDate(house.date.id)).map(({ contactId }) => contactId));
  await house.signUps.signUp(words, [house.date.id], `form-${name}-${words.email}`);
  return (await house.signUps.ofDate(house.date.id)).find(({ contactId }) => !before.has(contactId))!.contactId;
}

forEachDialect((open) => {
  test(
    "the doors open from an hour before until three after, once for two who press at once, and again after a mistake",
    timeout,
    async () => {
      await using house = await openHouse(open);
      const day = house.day();
      house.now = house.date.startsAt - hour - 1;
      await expect(day.open(house.date, "w")).rejects.toMatchObject({ code: "surgeries.doors-too-early" });
      house.now += 1;
      const [one, other] = await Promise.all([day.open(house.date, "w"), day.open(house.date, "w2")]);
      expect(other.room).toEqual(one.room);
      expect(one.room?.code).toMatch(/^[2-9A-HJKMNP-Z]{6}$/);
      await day.close(house.date);
      expect(await day.byCode(one.room!.code)).toBeUndefined();
      house.now += minute;
      expect((await day.open(house.date, "w")).room).toEqual(one.room);
      expect((await house.day().byCode(one.room!.code.toLowerCase()))?.id).toBe(house.date.id);
      expect(await house.db.selectFrom("day_rooms").selectAll().execute()).toEqual([
        {
          date_id: house.date.id,
          workshop_id: "w",
          arrival_code: one.room!.code,
          opened_at: house.date.startsAt - hour,
          closed_at: null,
        },
      ]);
      house.now = house.date.endsAt + 3 * hour;
      await expect(day.open(house.date, "w")).rejects.toMatchObject({ code: "surgeries.date-over" });
    },
  );

  test(
    "arrivals by name, by link and as walk-ins are in the records as the shared tables say, and survive a restart",
    timeout,
    async () => {
      await using house = await openHouse(open);
      const [ada, mia] = [await come(house, "Ada Lovelace"), await come(house, "Mia", { part: "surgeon" })];
      const day = house.day();
      house.now = house.date.startsAt;
      await day.open(house.date, "w");
      await house.arrivals().byName(house.date, { name: "ADA", email: "" }, "person-1");
      await house.arrivals().byName(house.date, { name: "ada lovelace", email: "" }, undefined);
      const walkIn = { part: "patient", name: "", group: "Invented Allotments", need: "A map" } as const;
      for (const _again of [1, 2]) await house.arrivals().walkIn(house.date, walkIn, "form-1", undefined);
      await house
        .day()
        .tap(house.date, { type: "arrive", contactId: mia, part: "surgeon", cameBy: "list", at: house.now });
      house.now += 10 * minute;
      await house
        .day()
        .tap(house.date, { type: "sit", sittingId: "sit-1", patientId: ada, surgeonId: mia, at: house.now });
      house.now += 30 * minute;
      await house.day().tap(house.date, { type: "leave", contactId: mia, at: house.now });
      const rows = await house.db.selectFrom("attendances").selectAll().orderBy("came_by").execute();
      const start = house.date.startsAt;
      expect(rows.map(({ part, came_by, arrived_at, left_at }) => [part, came_by, arrived_at, left_at])).toEqual([
        ["patient", "code", start, null],
        ["surgeon", "list", start, start + 40 * minute],
        ["patient", "walk-in", start, null],
      ]);
      expect(await house.db.selectFrom("sittings").selectAll().execute()).toEqual([
        {
          id: "sit-1",
          date_id: house.date.id,
          patient_id: ada,
          surgeon_id: mia,
          began_at: start + 10 * minute,
          ended_at: start + 40 * minute,
          document_id: null,
        },
      ]);
      expect(await house.db.selectFrom("contact_persons").selectAll().execute()).toEqual([
        { person_id: "person-1", contact_id: ada, linked_at: start },
      ]);
      expect((await house.day().view(house.date)).people.map(({ name, group, need }) => [name, group, need])).toEqual([
        ["", "Invented Allotments", "A map"],
        ["Ada Lovelace", "", "A chart"],
        ["Mia", "", "A chart"],
      ]);
      expect(await house.db.selectFrom("sign_ups").selectAll().execute()).toHaveLength(2);
    },
  );

  test(
    "two of one name are told apart by e-mail, a stranger is not on the list, and closed doors write nothing",
    timeout,
    async () => {
      await using house = await openHouse(open);
      await come(house, "Ada", { email: "ada@example.org" });
      const other = await come(house, "Ada", { email: "ada2@example.org" });
      house.now = house.date.startsAt;
      await house.day().open(house.date, "w");
      const arrivals = house.arrivals();
      const said = (name: string, email = ""): Promise<void> => arrivals.byName(house.date, { name, email }, undefined);
      await expect(said("Ada")).rejects.toMatchObject({ code: "surgeries.several-on-list" });
      await expect(said("Ada", "eve@example.org")).rejects.toMatchObject({ code: "surgeries.several-on-list" });
      await expect(said("Eve")).rejects.toMatchObject({ code: "surgeries.not-on-list" });
      await said("Ada", "ADA2@example.org");
      const rows = await house.db.selectFrom("attendances").select("contact_id").execute();
      expect(rows).toEqual([{ contact_id: other }]);
      await house.day().close(house.date);
      await expect(said("Ada", "ada@example.org")).rejects.toMatchObject({ code: "surgeries.doors-closed" });
      const walkIn = { part: "patient", name: "Eve", group: "", need: "" } as const;
      await expect(arrivals.walkIn(house.date, walkIn, "form-9", "person-9")).rejects.toMatchObject({
        code: "surgeries.doors-closed",
      });
      expect(await house.db.selectFrom("contacts").selectAll().where("name", "=", "Eve").execute()).toEqual([]);
      expect(await house.db.selectFrom("contact_persons").selectAll().execute()).toEqual([]);
    },
  );

  test("if nobody closes, the day ends at its planned end, whenever that is noticed", timeout, async () => {
    await using house = await openHouse(open);
    const ada = await come(house, "Ada");
    const day = house.day();
    house.now = house.date.startsAt;
    const { room } = await day.open(house.date, "w");
    await house.arrivals().byName(house.date, { name: "Ada", email: "" }, undefined);
    house.now = house.date.endsAt + 20 * hour;
    await house.day().closeOverdue();
    const { state } = await house.day().view(house.date);
    expect(state.room?.closedAt).toBe(house.date.endsAt);
    expect(state.attendances.get(ada)).toMatchObject({ arrivedAt: house.date.startsAt, leftAt: house.date.endsAt });
    expect(await house.day().byCode(room!.code)).toBeUndefined();
  });

  test("a tap that comes before anybody noticed that the day is over finds it closed", timeout, async () => {
    await using house = await openHouse(open);
    const ada = await come(house, "Ada");
    house.now = house.date.startsAt;
    await house.day().open(house.date, "w");
    house.now = house.date.endsAt + 3 * hour;
    const tap = { type: "arrive", contactId: ada, part: "patient", cameBy: "list", at: house.now } as const;
    await expect(house.day().tap(house.date, tap)).rejects.toMatchObject({ code: "surgeries.doors-closed" });
    expect((await house.day().state(house.date)).attendances.size).toBe(0);
  });

  test("until a week after, who was forgotten is added, also where nobody opened the doors", timeout, async () => {
    await using house = await openHouse(open);
    const ada = await come(house, "Ada");
    house.now = house.date.endsAt + 6 * 24 * hour;
    const times = { from: house.date.startsAt + 10 * minute, to: house.date.startsAt + 70 * minute };
    await house.arrivals().forgotten(house.date, { contactId: ada, part: "patient" }, times, "form-1");
    await house
      .arrivals()
      .forgotten(house.date, { part: "surgeon", name: "Bea", group: "", need: "" }, times, "form-2");
    const { state, people } = await house.day().view(house.date);
    expect(state.room).toMatchObject({ openedAt: house.date.startsAt, closedAt: house.date.endsAt });
    expect(people.map(({ name, attendance }) => [name, attendance?.arrivedAt, attendance?.leftAt])).toEqual([
      ["Ada", times.from, times.to],
      ["Bea", times.from, times.to],
    ]);
    house.now += 2 * 24 * hour;
    await expect(
      house.arrivals().forgotten(house.date, { contactId: ada, part: "patient" }, times, "form-3"),
    ).rejects.toMatchObject({ code: "surgeries.too-late-to-add" });
  });

  test(
    "somebody from the notebooks comes in with one tap: as who they signed up as, or as the same walk-in each time",
    timeout,
    async () => {
      await using house = await openHouse(open);
      const ada = await come(house, "Ada Lovelace");
      house.now = house.date.startsAt;
      await house.day().open(house.date, "w");
      const visitor = (personId: string, name: string) =>
        ({ personId, name, workshopId: "w", role: "learner", home: "h", color: "#000000" }) as const;
      const arrivals = house.arrivals();
      await arrivals.known(house.date, visitor("person-1", "ada"), "learner");
      await arrivals.known(house.date, visitor("person-2", "Bo"), "learner");
      await arrivals.known(house.date, visitor("person-2", "Bo"), "learner");
      const rows = await house.db
        .selectFrom("attendances")
        .select(["contact_id", "came_by"])
        .orderBy("came_by")
        .execute();
      expect(rows.map(({ came_by }) => came_by)).toEqual(["code", "walk-in"]);
      expect(rows[0]?.contact_id).toBe(ada);
      expect(await arrivals.isHere(house.date, "person-2")).toBe(true);
      expect(await arrivals.isHere(house.date, "person-3")).toBe(false);
      expect((await house.day().openIn("w")).map(({ date }) => date.id)).toEqual([house.date.id]);
      expect(await house.day().openIn("other")).toEqual([]);
    },
  );

  test(
    "somebody who is erased leaves figures that mean nobody; their own export names nobody else",
    timeout,
    async () => {
      await using house = await openHouse(open);
      const [ada, mia] = [await come(house, "Ada"), await come(house, "Mia", { part: "surgeon" })];
      house.now = house.date.startsAt;
      const day = house.day();
      await day.open(house.date, "w");
      await house.arrivals().byName(house.date, { name: "Ada", email: "" }, "person-1");
      await house.arrivals().byName(house.date, { name: "Mia", email: "" }, undefined);
      await day.tap(house.date, { type: "sit", sittingId: "sit-1", patientId: ada, surgeonId: mia, at: house.now });
      const kept = await exportDay(house.db, ada);
      expect(kept.attendances).toHaveLength(1);
      expect(kept.sittings).toMatchObject([{ id: "sit-1", side: "helped" }]);
      expect(JSON.stringify(kept)).not.toContain(mia);
      await eraseDay(house.db, ada, "nobody-1");
      const left = [
        await house.db.selectFrom("attendances").selectAll().execute(),
        await house.db.selectFrom("sittings").selectAll().execute(),
        await house.db.selectFrom("contact_persons").selectAll().execute(),
      ];
      expect(JSON.stringify(left)).not.toContain(ada);
      expect(left.map((rows) => rows.length)).toEqual([2, 1, 0]);
    },
  );
});
