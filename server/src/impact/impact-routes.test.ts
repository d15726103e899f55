import { expect, test } from "vitest";
import type { SurgeryTables } from "../surgeries/index.js";
import { openTestImpactApp, organiser, type TestImpactApp } from "./test-impact-app.js";

const text = async (answer: Response): Promise<string> => (await answer.text()).replaceAll(/\s+/g, " ");
const report = async (app: TestImpactApp, query = ""): Promise<string> =>
  text(await app.get(`/impact/report${query}`, organiser));

test("the report counts what was recorded, says how many answered, and names nobody", async () => {
  await using app = await openTestImpactApp();
  const page = await report(app);
  expect(page).toContain(`${new Set(app.city.attendances.map((one) => one.contact_id)).size} people came`);
  expect(page).toContain(`${app.city.attendances.length} visits in all`);
  expect(page).toMatch(/\d+ of the \d+ people who came for help or to learn said how sure they feel/);
  expect(page).toMatch(/90 days later \d+ people were asked, and \d+ answered \(\d+%\)/);
  expect(page).not.toMatch(/Invented person|invented-\d+@/);
  expect(page).not.toMatch(/NaN|undefined|Infinity/);
  expect(app.incidents).toEqual([]);
});

test("a report of one place, one surgery, one date, and a funder's period counts only that", async () => {
  await using app = await openTestImpactApp();
  const { venues, surgeries, surgery_dates, attendances } = app.city;
  const series = surgeries.find(({ venue_id }) => venue_id === venues[1]!.id)!;
  const dates = surgery_dates.filter(({ surgery_id }) => surgery_id === series.id);
  const visits = (ids: readonly string[]): number => attendances.filter((one) => ids.includes(one.date_id)).length;
  const past = dates.filter(({ id }) => visits([id]) > 0);
  expect(await report(app, `?venue=${venues[1]!.slug}`)).toContain(`${visits(dates.map(({ id }) => id))} visits`);
  expect(await report(app, `?surgery=${series.slug}`)).toContain(`${visits(dates.map(({ id }) => id))} visits`);
  const one = past[2]!;
  const page = await report(app, `?surgery=${series.slug}&date=${one.announced_for}`);
  expect(page).toContain("1 surgery was held.");
  expect(page).toContain(`${visits([one.id])} people came`);
  const [from, to] = [past[1]!, past[3]!];
  const period = await report(app, `?venue=${venues[1]!.slug}&from=${from.announced_for}&to=${to.announced_for}`);
  expect(period).toContain("3 surgeries were held.");
});

test("who doesn't organise at a place sees nothing of it, and a stranger nothing at all", async () => {
  await using app = await openTestImpactApp();
  const [venue] = app.city.venues;
  const [surgery] = app.city.surgeries;
  expect((await app.get(`/impact/report?venue=${venue!.slug}`, "somebody-else")).status).toBe(403);
  expect((await app.get(`/impact/report?surgery=${surgery!.slug}`, "somebody-else")).status).toBe(403);
  const own = await text(await app.get("/impact/report", "somebody-else"));
  expect(own).toContain("You don’t organise anywhere yet.");
  expect(own).not.toContain("people came");
  expect((await app.get("/impact/report")).status).toBe(401);
});

test("a day that is none is told at its field, and hostile text stays text", async () => {
  await using app = await openTestImpactApp();
  const answer = await app.get(`/impact/report?from=${encodeURIComponent('"><script>')}&to=2026-02-30`, organiser);
  expect(answer.status).toBe(422);
  const page = await text(answer);
  expect(page).toContain("Say the day as 2026-04-01");
  expect(page).not.toContain("<script>");
  const turned = await app.get("/impact/report?from=2026-04-01&to=2026-03-01", organiser);
  expect(await text(turned)).toContain("That is before the first day.");
});

test("a story whose permission is taken back is gone with the next look, and so is its count", async () => {
  await using app = await openTestImpactApp();
  const db = app.store.tables<SurgeryTables>();
  const before = await report(app);
  const count = Number(/(\d+) stor(?:y is|ies are) told with permission/.exec(before)?.[1]);
  expect(count).toBeGreaterThan(1);
  expect(before).toContain("Invented story:");
  const given = app.city.consents.filter((one) => one.purpose === "story" && one.given === 1);
  for (const { contact_id, date_id, version } of given) {
    const row = { id: `later-${contact_id}-${date_id}`, contact_id, date_id, purpose: "story", version, given: 0 };
    await db
      .insertInto("consents")
      .values({ ...row, said_at: app.now })
      .execute();
  }
  const after = await report(app);
  expect(after).toContain("No story may be told yet.");
  expect(after).not.toContain("Invented story:");
});

test("the figures change as soon as the records do, and are the same when somebody is erased", async () => {
  await using app = await openTestImpactApp();
  const db = app.store.tables<SurgeryTables>();
  const first = await report(app);
  const [open] = app.city.day_rooms.filter(({ closed_at }) => closed_at === null);
  const fresh = { date_id: open!.date_id, contact_id: "new", part: "patient", came_by: "walk-in", left_at: null };
  await db
    .insertInto("attendances")
    .values({ ...fresh, arrived_at: app.now - 1 })
    .execute();
  const second = await report(app);
  expect(second).toContain(`${app.city.attendances.length + 1} visits in all`);
  expect(first).not.toContain(`${app.city.attendances.length + 1} visits in all`);
  // As erasing does: the same fresh id in all that is counted.
  const often = app.city.contacts.find(
    ({ id }) => app.city.attendances.filter((one) => one.contact_id === id).length > 2,
  )!;
  await db.updateTable("attendances").set({ contact_id: "nobody" }).where("contact_id", "=", often.id).execute();
  await db.updateTable("sittings").set({ patient_id: "nobody" }).where("patient_id", "=", often.id).execute();
  await db.updateTable("confidence_answers").set({ contact_id: "nobody" }).where("contact_id", "=", often.id).execute();
  expect(await report(app)).toBe(second);
});
