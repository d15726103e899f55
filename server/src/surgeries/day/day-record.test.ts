import { expect, test } from "vitest";
import { newSurgery, openTestSurgeryApp, type TestSurgeryApp } from "../test-surgery-app.js";

const hour = 60 * 60_000;
const organiser = "organiser-1";

interface Held extends AsyncDisposable {
  readonly app: TestSurgeryApp;
  readonly slug: string;
  readonly record: string;
  readonly startsAt: number;
}

/** 18:00 to 20:00 on 2 December 2026, London; the doors were open, and two walk-ins came. */
async function openHeld(changes: Record<string, string> = {}): Promise<Held> {
  const app = await openTestSurgeryApp({ now: Date.UTC(2026, 10, 1) });
  const announced = await app.post("/surgeries/new", { ...newSurgery, repeats: "once", ...changes }, organiser);
  const slug = /\/surgeries\/([^/]+)\/organise/.exec(announced.headers.get("location") ?? "")?.[1] ?? "";
  const [date] = await app.surgeries.datesOf((await app.surgeries.bySlug(slug)).id);
  app.now = date!.startsAt;
  const day = `/surgeries/${slug}/dates/${date!.id}/day`;
  await app.post(`${day}/doors`, { doors: "open" }, organiser);
  const come = (part: string, name: string): Promise<Response> =>
    app.post(`${day}/walk-in`, { form: crypto.randomUUID(), part, name }, organiser);
  await come("patient", '=HYPERLINK("https://example.org")');
  await come("surgeon", "Mia, of the library");
  app.now = date!.startsAt + hour;
  const { people } = await app.dayParts.day.view(date!);
  const [patient, surgeon] = ["patient", "surgeon"].map((part) => people.find((one) => one.part === part)!.contactId);
  await app.post(`${day}/tap`, { do: "sit", who: patient!, with: surgeon! }, organiser);
  app.now = date!.endsAt;
  await app.post(`${day}/doors`, { doors: "closed" }, organiser);
  app.now = date!.endsAt + 24 * hour;
  return {
    app,
    slug,
    record: `${day}/record`,
    startsAt: date!.startsAt,
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  };
}

const page = async ({ app, record }: Held): Promise<string> => (await app.get(record, organiser)).text();
const whoIs = (markup: string, name: string): string =>
  new RegExp(`id="r-([\\w-]+)">\\s+<th scope="row">\\s+<bdi>${name}`).exec(markup)?.[1] ?? "";

test("the record says who came, for how long and with whom; the organiser's page says what it came to", async () => {
  await using held = await openHeld();
  const text = await page(held);
  expect(text).toContain("2 h 00 min");
  expect(text).toMatch(/<bdi>Mia, of the library<\/bdi>,\s+19:00 to 20:00/);
  const own = await (await held.app.get(`/surgeries/${held.slug}/organise`, organiser)).text();
  expect(own).toContain("2 people came, 1 sat with somebody, 2 h 00 min given by 1 volunteer.");
  for (const path of [held.record, `${held.record}.csv`]) {
    expect((await held.app.get(path, "trainer-2")).status).toBe(403);
  }
  expect((await held.app.post(held.record, { do: "add", part: "patient" }, "trainer-2")).status).toBe(403);
});

test("the table to take away is a table for any spreadsheet, and what looks like a formula is text in it", async () => {
  await using held = await openHeld();
  const answer = await held.app.get(`${held.record}.csv`, organiser);
  expect(answer.headers.get("content-type")).toContain("text/csv");
  const rows = Buffer.from(await answer.arrayBuffer())
    .toString("utf8")
    .split("\r\n");
  expect(rows[0]).toBe("\uFEFFname,group,came,how,arrived,left,hours,sat with");
  expect(rows).toContainEqual(
    expect.stringMatching(
      /^"'=HYPERLINK\(""https:\/\/example\.org""\)",,for help,walk-in,2026-12-02T18:00:00\.\d{3}Z,2026-12-02T20:00:00\.\d{3}Z,2\.00,"Mia, of the library"$/,
    ),
  );
});

test("times are put right within the evening, and what hung on them follows", async () => {
  await using held = await openHeld();
  const mia = whoIs(await page(held), "Mia");
  const send = (fields: Record<string, string>): Promise<Response> => held.app.post(held.record, fields, organiser);
  expect((await send({ do: "times", who: mia, from: "18:30", to: "19:40" })).status).toBe(303);
  const text = await page(held);
  expect(text).toContain("1 h 10 min");
  expect(text).toMatch(/<bdi>Mia, of the library<\/bdi>,\s+19:00 to 19:40/);
  const slip = await send({ do: "times", who: mia, from: "19:00", to: "18:00" });
  expect([slip.status, await slip.text()]).toEqual([422, expect.stringContaining("the later one second")]);
  // Longer than the doors were open is cut to that.
  await send({ do: "times", who: mia, from: "09:00", to: "23:00" });
  expect(await page(held)).toMatch(/2 h 00 min given|value="18:00"/);
  await send({ do: "times", who: mia, from: "18:00", to: "20:00", remove: "yes" });
  expect(await page(held)).not.toContain("Mia");
});

test("who was forgotten is added once, until a week after; a slip comes back with what was typed", async () => {
  await using held = await openHeld();
  const form = crypto.randomUUID();
  const add = { do: "add", form, who: "", part: "learner", name: "Zed", from: "18:10", to: "19:00" };
  const send = (fields: Record<string, string>): Promise<Response> => held.app.post(held.record, fields, organiser);
  const slip = await send({ ...add, to: "17:00" });
  expect([slip.status, await slip.text()]).toEqual([422, expect.stringContaining('value="Zed"')]);
  await Promise.all([send(add), send(add)]);
  const text = await page(held);
  expect(text.match(/<bdi>Zed</g)).toHaveLength(1);
  expect(text).toContain("50 min");
  held.app.now = held.startsAt + 10 * 24 * hour;
  const late = await send({ ...add, form: crypto.randomUUID(), name: "Late" });
  expect([late.status, await late.text()]).toEqual([409, expect.stringContaining("until a week after")]);
  expect(await page(held)).not.toContain("Somebody was here and is not on the record");
  expect(held.app.incidents).toEqual([]);
});

test("an evening that goes past midnight is put right in its own clock", async () => {
  await using held = await openHeld({ starts: "22:00", ends: "01:00" });
  const form = crypto.randomUUID();
  const add = { do: "add", form, who: "", part: "learner", name: "Zed", from: "23:30", to: "00:45" };
  expect((await held.app.post(held.record, add, organiser)).status).toBe(303);
  const { attendances } = await held.app.dayParts.day.state((await held.app.surgeries.upcoming(0, 1))[0]!);
  const zed = [...attendances.values()].find(({ part }) => part === "learner");
  expect([zed?.arrivedAt, zed?.leftAt]).toEqual([held.startsAt + 1.5 * hour, held.startsAt + 2.75 * hour]);
});

test("how somebody came is put right, unless they sat with somebody", async () => {
  await using held = await openHeld();
  const form = crypto.randomUUID();
  const times = { from: "18:10", to: "19:00" };
  await held.app.post(held.record, { do: "add", form, who: "", part: "learner", name: "Zed", ...times }, organiser);
  const text = await page(held);
  const change = async (name: string): Promise<void> => {
    await held.app.post(held.record, { do: "times", who: whoIs(text, name), part: "surgeon", ...times }, organiser);
  };
  await change("Zed");
  await change("=HYPERLINK");
  const { attendances } = await held.app.dayParts.day.state((await held.app.surgeries.upcoming(0, 1))[0]!);
  expect([...attendances.values()].map(({ part }) => part).sort()).toEqual(["patient", "surgeon", "surgeon"]);
});
