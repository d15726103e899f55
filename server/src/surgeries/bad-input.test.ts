/** What goes wrong between people: too late, called off meanwhile, an address that does not exist, words that want to be code. */
import { expect, test } from "vitest";
import { newSurgery, openTestSurgeryApp, type TestSurgeryApp } from "./test-surgery-app.js";

const now = Date.UTC(2026, 10, 1);
const organiser = "organiser-1";
const hostile = `<img src=x><script>alert(1)</script>"'&\u202E{{x}}`;

const form = (changes: Record<string, string> = {}): Record<string, string> => ({
  form: crypto.randomUUID(),
  part: "patient",
  name: "Ada",
  email: "",
  group: "",
  need: "A chart of our visits",
  dataLink: "",
  skills: "",
  languages: "English",
  accessNeeds: "",
  website: "",
  ...changes,
});

async function announced(app: TestSurgeryApp): Promise<{ slug: string; date: string; page: string }> {
  const answer = await app.post("/surgeries/new", { ...newSurgery, repeats: "once" }, organiser);
  const slug = /\/surgeries\/([^/]+)\//.exec(answer.headers.get("location") ?? "")?.[1] ?? "";
  const [date] = await app.surgeries.datesOf((await app.surgeries.bySlug(slug)).id);
  return { slug, date: date!.id, page: `/surgeries/${slug}/sign-up` };
}

test("called off while somebody fills in the form: they are told, what they typed is there, nobody is on the list", async () => {
  await using app = await openTestSurgeryApp({ now });
  const { slug, date, page } = await announced(app);
  await app.post(`/surgeries/${slug}/dates/${date}/call-off`, { note: "No heating" }, organiser);
  const answer = await app.post(page, form({ [`date-${date}`]: "on" }));
  const text = await answer.text();
  expect(answer.status).toBe(409);
  expect(text).toContain("has been called off");
  expect(text).toContain("A chart of our visits");
  expect(await app.signUps.ofDate(date)).toEqual([]);
  expect(app.incidents).toEqual([]);
});

test("over while somebody fills in the form: they are told, and may go to the next", async () => {
  await using app = await openTestSurgeryApp({ now });
  const { date, page } = await announced(app);
  app.now = (await app.surgeries.date(date))!.endsAt + 1;
  const answer = await app.post(page, form({ [`date-${date}`]: "on" }));
  expect([answer.status, await answer.text()]).toEqual([409, expect.stringContaining("That date is over.")]);
});

test("called off under somebody who can't come any more: coming back is refused in words", async () => {
  await using app = await openTestSurgeryApp({ now });
  const { slug, date, page } = await announced(app);
  const done = await (await app.post(page, form({ [`date-${date}`]: "on" }))).text();
  const link = /\/signed-up\/[\w-]{43}/.exec(done)?.[0] ?? "";
  await app.post(`${link}/${date}/leave`, {});
  await app.post(`/surgeries/${slug}/call-off`, { note: "" }, organiser);
  const back = await app.post(`${link}/${date}/come-back`, {});
  expect([back.status, await back.text()]).toEqual([409, expect.stringContaining("has been called off")]);
  expect(await (await app.get(link)).text()).toContain("This date has been called off.");
});

test("an address that its mail server refuses is tried once, and the organiser is told beside the name", async () => {
  await using app = await openTestSurgeryApp({ now, sendsMail: true });
  const { slug, date, page } = await announced(app);
  await app.post(page, form({ email: "nobody@example.org", [`date-${date}`]: "on" }));
  const [letter] = await app.outbox.due(app.now, 10);
  await app.outbox.failed(letter!.id, "The address was refused: it may be mistyped.", undefined);
  expect((await app.outbox.due(app.now + 1, 10)).map(({ id }) => id)).not.toContain(letter!.id);
  const shown = await (await app.get(`/surgeries/${slug}/organise`, organiser)).text();
  expect(shown).toContain("Our e-mail came back: ask them another way.");
});

test("hostile words in every field of signing up are text on every page that shows them", async () => {
  await using app = await openTestSurgeryApp({ now });
  const { slug, date, page } = await announced(app);
  const words = Object.fromEntries(
    ["name", "group", "need", "skills", "languages", "accessNeeds"].map((field) => [field, hostile]),
  );
  const done = await app.post(page, form({ ...words, [`date-${date}`]: "on" }));
  const text = await done.text();
  const link = /\/signed-up\/[\w-]{43}/.exec(text)?.[0] ?? "";
  const pages = [
    await (await app.get(link)).text(),
    await (await app.get(`${link}/everything`)).text(),
    await (await app.get(`/surgeries/${slug}/organise`, organiser)).text(),
    await (await app.get(`/surgeries/${slug}/dates/${date}/pairs`, organiser)).text(),
    await (await app.post(page, form({ ...words, need: "", dataLink: hostile, [`date-${date}`]: "on" }))).text(),
  ];
  for (const shown of [text, ...pages]) expect(shown).not.toMatch(/<script>alert|<img src=x/);
  // The last is the form with slips, which gives back to whoever typed what they typed.
  for (const shown of [text, ...pages.slice(0, -1)]) expect(shown).not.toContain("\u202E");
  expect(pages[2]).toContain("alert(1)");
  expect(app.incidents).toEqual([]);
});

test("two thousand fields that nobody asked for are not kept; a field of a megabyte, and one beyond its room, are refused", async () => {
  await using app = await openTestSurgeryApp({ now });
  const { date, page } = await announced(app);
  const many = Object.fromEntries(Array.from({ length: 2000 }, (_, at) => [`field-${at}`, "x"]));
  const statuses = [
    (await app.post(page, form({ ...many, [`date-${date}`]: "on" }))).status,
    (await app.post(page, form({ need: "x".repeat(1_000_000), [`date-${date}`]: "on" }))).status,
    (await app.post(page, form({ need: "x".repeat(3_000), [`date-${date}`]: "on" }))).status,
  ];
  expect(statuses).toEqual([200, 413, 422]);
  expect((await app.signUps.ofDate(date)).map(({ need }) => need)).toEqual(["A chart of our visits"]);
  expect(app.incidents).toEqual([]);
});
