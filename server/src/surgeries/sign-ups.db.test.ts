import { expect, test } from "vitest";
import { mailMigrations, sqlOutbox, type Outbox } from "../mail/index.js";
import { forEachDialect, type OpenTestStore } from "../store/test-dialects.js";
import { createSignUps, type SignUps } from "./sign-ups.js";
import type { SignUpWords } from "./sign-up.js";
import { createSurgeries, type Surgeries, type SurgeryDate } from "./surgeries.js";
import { surgeryMigrations } from "./tables.js";
import { testAnnouncement, testVenue } from "./test-surgery.js";

const organiser = "organiser-1";
const day = 24 * 60 * 60 * 1000;
const start = Date.UTC(2026, 10, 1);

interface House extends AsyncDisposable {
  readonly surgeries: Surgeries;
  readonly signUps: SignUps;
  readonly outbox: Outbox;
  readonly dates: readonly SurgeryDate[];
  now: number;
  /** Kinds of the letters that may leave by then, in the order in which they were written. */
  letters(until?: number): Promise<string[]>;
}

async function openHouse(
  open: OpenTestStore,
  options: { sendsMail?: boolean; recurring?: boolean } = {},
): Promise<House> {
  const opened = await open([...mailMigrations, ...surgeryMigrations]);
  const { store } = opened;
  const time = { now: start };
  const clock = (): number => time.now++;
  const surgeries = createSurgeries(store, clock);
  const outbox = sqlOutbox(store, clock);
  const signUps = createSignUps({
    store,
    surgeries,
    outbox,
    sendsMail: options.sendsMail ?? true,
    linkOf: (token) => `https://surgery.example.org/signed-up/${token}`,
    pageOf: (slug) => `https://surgery.example.org/surgeries/${slug}`,
    clock,
  });
  const venue = await surgeries.addVenue(testVenue, organiser);
  const recurrence =
    options.recurring === true ? ({ type: "weekly", every: 1, until: "2026-12-16" } as const) : undefined;
  const surgery = await surgeries.announce(testAnnouncement({ recurrence }), venue.id, organiser);
  return {
    surgeries,
    signUps,
    outbox,
    dates: await surgeries.datesOf(surgery.id),
    get now() {
      return time.now;
    },
    set now(at) {
      time.now = at;
    },
    letters: async (until = time.now) => (await outbox.due(until, 1000)).map(({ kind }) => kind),
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
}

const somebody = (name: string, changes: Partial<SignUpWords> = {}): SignUpWords => ({
  part: "patient",
  name,
  email: `${name.toLowerCase()}@example.org`,
  group: "",
  need: "A chart",
  dataLink: "",
  skills: "",
  languages: ["English"],
  accessNeeds: "",
  ...changes,
});

/** The newest private link that was sent to somebody. */
async function tokenOf(house: House, contactId: string): Promise<string> {
  const letter = (await house.outbox.ofContact(contactId)).findLast(({ text }) => text.includes("/signed-up/"));
  return /\/signed-up\/([\w-]+)/.exec(letter?.text ?? "")?.[1] ?? "";
}

forEachDialect((open) => {
  test("the third for two places waits, moves up when one leaves, and each is told once", async () => {
    await using house = await openHouse(open);
    const [date] = house.dates;
    for (const name of ["Ada", "Bob", "Cy"]) await house.signUps.signUp(somebody(name), [date!.id], `form-${name}`);
    const before = await house.signUps.ofDate(date!.id);
    expect(before.map(({ name, status, placeInLine }) => [name, status, placeInLine])).toEqual([
      ["Ada", "coming", undefined],
      ["Bob", "coming", undefined],
      ["Cy", "waiting", 1],
    ]);
    expect(await house.letters()).toEqual(["confirmed", "confirmed", "waiting"]);
    await house.signUps.leave(await tokenOf(house, before[0]!.contactId), date!.id);
    const after = await house.signUps.ofDate(date!.id);
    expect(after.map(({ status }) => status)).toEqual(["not-coming", "coming", "coming"]);
    expect((await house.letters()).slice(-2).toSorted()).toEqual(["left", "moved-up"]);
    // Ada's reminder is gone, Bob's and Cy's wait for their day.
    expect((await house.letters(date!.startsAt)).filter((kind) => kind === "reminder")).toHaveLength(2);
  });

  test("sixty who sign up at once for twenty places: twenty places given, forty in line, nobody twice", async () => {
    await using house = await openHouse(open);
    const surgery = house.dates[0]!.surgery;
    await house.surgeries.change(surgery.slug, testAnnouncement({ capacity: 20 }), 0, organiser);
    const [date] = await house.surgeries.datesOf(surgery.id);
    await Promise.all(
      Array.from({ length: 60 }, (_, at) => house.signUps.signUp(somebody(`P${at}`), [date!.id], `form-${at}`)),
    );
    const all = await house.signUps.ofDate(date!.id);
    expect(all.filter(({ status }) => status === "coming")).toHaveLength(20);
    const line = all.map(({ placeInLine }) => placeInLine ?? 0).filter((at) => at > 0);
    expect(line.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
  });

  test("a form that is sent twice counts once, in one run of the server and after it was started again", async () => {
    await using house = await openHouse(open, { sendsMail: false });
    const [date] = house.dates;
    const words = somebody("Ada", { email: "" });
    const [first, second] = await Promise.all([
      house.signUps.signUp(words, [date!.id], "form-1"),
      house.signUps.signUp(words, [date!.id], "form-1"),
    ]);
    expect(second).toEqual(first);
    expect(first.token).toMatch(/^[\w-]{43}$/);
    expect(await house.signUps.ofDate(date!.id)).toHaveLength(1);
  });

  test("who types somebody else's address learns and changes nothing; the owner is written to", async () => {
    await using house = await openHouse(open);
    const [date] = house.dates;
    await house.signUps.signUp(somebody("Ada", { need: "My own words" }), [date!.id], "form-1");
    const eve = somebody("Eve", { email: "ada@example.org", need: "Other words", part: "surgeon" });
    const answer = await house.signUps.signUp(eve, [date!.id], "form-2");
    expect(answer.token).toBeUndefined();
    const all = await house.signUps.ofDate(date!.id);
    expect(all.map(({ name, need, part }) => [name, need, part])).toEqual([["Ada", "My own words", "patient"]]);
    expect(await house.letters()).toEqual(["confirmed", "already"]);
  });

  test("no more than a dozen letters a day go to one address, whoever fills in the forms", async () => {
    await using house = await openHouse(open);
    const [date] = house.dates;
    const tries = Array.from({ length: 20 }, (_, at) =>
      house.signUps.signUp(somebody("Ada"), [date!.id], `form-${at}`),
    );
    const refused = (await Promise.allSettled(tries)).filter(({ status }) => status === "rejected");
    expect(refused.length).toBeGreaterThan(0);
    expect((await house.letters(Number.MAX_SAFE_INTEGER)).length).toBeLessThanOrEqual(13);
    house.now += 2 * day;
    await expect(house.signUps.signUp(somebody("Ada"), [date!.id], "form-later")).resolves.toBeDefined();
  });

  test("a date that is moved or called off: told to those who come, their old reminders withdrawn, no sign-up after", async () => {
    await using house = await openHouse(open, { recurring: true });
    const [first, second] = house.dates;
    await house.signUps.signUp(somebody("Ada"), [first!.id, second!.id], "form-1");
    const moved = await house.surgeries.moveDate(
      first!.id,
      { date: "2026-12-04", starts: "19:00", ends: "21:00", note: "The hall is taken." },
      organiser,
    );
    await house.signUps.tellOfChange(moved);
    const off = await house.surgeries.cancelDate(second!.id, "Snow.", organiser);
    await house.signUps.tellOfChange(off);
    expect(await house.letters()).toEqual(
      ["confirmed", "confirmed", "moved", "called-off"].filter((kind) => kind !== "confirmed"),
    );
    const waiting = await house.outbox.due(Number.MAX_SAFE_INTEGER, 100);
    expect(waiting.filter(({ kind }) => kind === "reminder").map(({ notBefore }) => notBefore)).toEqual([
      moved.startsAt - 2 * day,
    ]);
    expect(waiting.find(({ kind }) => kind === "moved")?.text).toContain("Friday 4 December 2026, 19:00 to 21:00");
    await expect(house.signUps.signUp(somebody("Bob"), [second!.id], "form-2")).rejects.toMatchObject({
      code: "surgeries.cancelled",
    });
    house.now = moved.endsAt;
    await expect(house.signUps.signUp(somebody("Bob"), [first!.id], "form-3")).rejects.toMatchObject({
      code: "surgeries.date-over",
    });
  });

  test("two organisers who change at once: the second is told, and only those of the venue may", async () => {
    await using house = await openHouse(open);
    const { surgery } = house.dates[0]!;
    await house.surgeries.change(surgery.slug, testAnnouncement({ title: "First" }), 0, organiser);
    const late = house.surgeries.change(surgery.slug, testAnnouncement({ title: "Second" }), 0, organiser);
    await expect(late).rejects.toMatchObject({ code: "surgeries.changed-meanwhile" });
    expect((await house.surgeries.bySlug(surgery.slug)).title).toBe("First");
    const stranger = house.surgeries.change(surgery.slug, testAnnouncement({ title: "Third" }), 1, "organiser-2");
    await expect(stranger).rejects.toMatchObject({ code: "identity.not-allowed" });
  });

  test("somebody who is erased is in no table, their place goes to the next, and the counts hold", async () => {
    await using house = await openHouse(open);
    const [date] = house.dates;
    for (const name of ["Canary", "Bob", "Cy"])
      await house.signUps.signUp(somebody(name, { group: `${name} group` }), [date!.id], `form-${name}`);
    const [canary] = await house.signUps.ofDate(date!.id);
    await house.signUps.eraseMine(await tokenOf(house, canary!.contactId));
    const left = JSON.stringify([
      await house.signUps.ofDate(date!.id),
      await house.outbox.due(Number.MAX_SAFE_INTEGER, 1000),
    ]);
    expect(left.toLowerCase()).not.toContain("canary");
    expect(left).not.toContain(canary!.contactId);
    expect((await house.signUps.counts([date!.id])).get(date!.id)).toEqual({ taken: 2, helpers: 0, waiting: 0 });
  });

  test("a plan that changes keeps what was, calls off what is no longer planned, and adds what is new", async () => {
    await using house = await openHouse(open, { recurring: true });
    const { surgery } = house.dates[0]!;
    house.now = house.dates[0]!.endsAt + 1;
    const next = testAnnouncement({
      starts: "17:00",
      ends: "19:00",
      recurrence: { type: "weekly", every: 2, until: "2027-01-13" },
    });
    await house.surgeries.change(surgery.slug, next, 0, organiser);
    const dates = await house.surgeries.datesOf(surgery.id);
    expect(
      dates.map(({ announcedFor, status, startsAt }) => [
        announcedFor,
        status,
        new Date(startsAt).toISOString().slice(11, 16),
      ]),
    ).toEqual([
      ["2026-12-02", "on", "18:00"],
      ["2026-12-09", "cancelled", "18:00"],
      ["2026-12-16", "on", "17:00"],
      ["2026-12-30", "on", "17:00"],
      ["2027-01-13", "on", "17:00"],
    ]);
  });
});
