import { parseFeed } from "feedsmith";
import ICAL from "ical.js";
import { expect, test } from "vitest";
import { newSurgery, openTestSurgeryApp, type TestSurgeryApp } from "./test-surgery-app.js";

const now = Date.UTC(2026, 10, 1);
const organiser = "organiser-1";
const hostile = `<script>alert(1)</script>"'&\u202E{{x}}]]>`;

async function announce(app: TestSurgeryApp, changes: Record<string, string> = {}): Promise<string> {
  const answer = await app.post("/surgeries/new", { ...newSurgery, ...changes }, organiser);
  expect(answer.status).toBe(303);
  return /\/surgeries\/([^/]+)\/organise/.exec(answer.headers.get("location") ?? "")?.[1] ?? "";
}

const firstDate = async (app: TestSurgeryApp, slug: string): Promise<string> =>
  (await app.surgeries.datesOf((await app.surgeries.bySlug(slug)).id))[0]!.id;

const jsonLd = (page: string): Record<string, unknown>[] =>
  JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(page)?.[1] ?? "[]") as Record<
    string,
    unknown
  >[];

test("announced once, it is on the list, its page, calendar, both feeds and the API, for anybody", async () => {
  await using app = await openTestSurgeryApp({ now });
  const slug = await announce(app);
  expect(slug).toBe("open-data-for-lunch-clubs");
  const list = await (await app.get("/surgeries")).text();
  expect(list).toContain("Wednesday 2 December 2026, 18:00 to 20:00");
  const page = await (await app.get(`/surgeries/${slug}`)).text();
  expect(page).toContain("The first Wednesday of every month.");
  expect(page).toContain("Step-free from the yard");
  const things = jsonLd(page);
  expect(things).toHaveLength(4);
  expect(things[0]).toMatchObject({
    "@type": "Event",
    startDate: "2026-12-02T18:00:00+00:00",
    endDate: "2026-12-02T20:00:00+00:00",
    eventStatus: "https://schema.org/EventScheduled",
    location: { "@type": "Place", name: "Invented Hall" },
    url: `https://surgery.example.org/surgeries/${slug}`,
  });
  const ics = await app.get("/surgeries.ics");
  expect(ics.headers.get("content-type")).toContain("text/calendar");
  const parsed = new ICAL.Component(ICAL.parse(await ics.text()) as never);
  expect(parsed.getAllSubcomponents("vevent")).toHaveLength(1);
  const api = (await (await app.get("/api/surgeries")).json()) as { dates: { url: string }[] };
  expect(api.dates.map(({ url }) => url)).toEqual(
    Array.from({ length: 4 }, () => `https://surgery.example.org/surgeries/${slug}`),
  );
  expect(app.incidents).toEqual([]);
});

test("a feed parser reads both feeds, and what is hostile in them is text", async () => {
  await using app = await openTestSurgeryApp({ now });
  await announce(app, { title: hostile, about: `${hostile} and more`, hostGroup: hostile });
  for (const [path, format] of [
    ["/surgeries.atom", "atom"],
    ["/surgeries.rss", "rss"],
  ] as const) {
    const text = await (await app.get(path)).text();
    const feed = parseFeed(text);
    expect(feed.format).toBe(format);
    const titles = JSON.stringify(feed);
    expect(titles).toContain("alert(1)");
    expect(text.replaceAll(/<!\[CDATA\[.*?\]\]>/gs, "")).not.toContain("<script");
  }
});

test("hostile text in every public field is text on every page, and can't end the data that search engines read", async () => {
  await using app = await openTestSurgeryApp({ now });
  const fields = Object.fromEntries(
    ["title", "about", "hostGroup", "venueName", "address", "accessNotes", "languages"].map((name) => [name, hostile]),
  );
  const slug = await announce(app, { ...fields, repeats: "once" });
  const pages = ["/surgeries", `/surgeries/${slug}`, `/surgeries/${slug}/sign-up`, "/surgeries/embed"].map((path) =>
    app.get(path),
  );
  const organisers = ["organise", "poster", "starter-kit", "change"].map((path) =>
    app.get(`/surgeries/${slug}/${path}`, organiser),
  );
  for (const answer of await Promise.all([...pages, ...organisers])) {
    const text = await answer.text();
    expect(answer.status).toBe(200);
    expect(text).not.toContain("<script>alert");
    expect(text).not.toContain("\u202E");
  }
  const [thing] = [jsonLd(await (await app.get(`/surgeries/${slug}`)).text())].flat();
  expect(String(thing?.["name"])).toContain("<script>alert(1)</script>");
});

test("only https and http addresses become links", async () => {
  await using app = await openTestSurgeryApp({ now });
  const answer = await app.post("/surgeries/new", { ...newSurgery, mapLink: "javascript:alert(1)" }, organiser);
  expect(answer.status).toBe(422);
  expect(await answer.text()).toContain("It begins with https://.");
});

test("a form with slips comes back with everything that was typed and a word at each slip", async () => {
  await using app = await openTestSurgeryApp({ now });
  const answer = await app.post(
    "/surgeries/new",
    { ...newSurgery, firstDate: "2026-02-30", ends: "18:00", capacity: "many", title: "" },
    organiser,
  );
  const page = await answer.text();
  expect(answer.status).toBe(422);
  expect(page).toContain("4 things are missing or wrong.");
  expect(page).toContain("Bring a spreadsheet.");
  expect((await app.surgeries.upcoming(0, 10)).length).toBe(0);
  const past = await app.post("/surgeries/new", { ...newSurgery, firstDate: "2026-10-31" }, organiser);
  expect(await past.text()).toContain("That day is over.");
});

const signUp = (changes: Record<string, string> = {}): Record<string, string> => ({
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

const linkIn = (page: string): string =>
  /href="https:\/\/surgery\.example\.org(\/signed-up\/[\w-]+)"/.exec(page)?.[1] ?? "";

test("somebody signs up without an account, changes it, can't come, comes after all, and takes it away, by the private link", async () => {
  await using app = await openTestSurgeryApp({ now });
  const slug = await announce(app);
  const date = await firstDate(app, slug);
  const done = await (await app.post(`/surgeries/${slug}/sign-up`, { ...signUp(), [`date-${date}`]: "on" })).text();
  expect(done).toContain("See you there");
  const link = linkIn(done);
  expect(await (await app.get(link)).text()).toContain("You have a place.");
  await app.post(`${link}/${date}`, signUp({ need: "A map instead" }));
  expect(await (await app.get(link)).text()).toContain("A map instead");
  expect(await (await app.post(`${link}/${date}/leave`, {})).text()).toContain("Your place goes to the next");
  expect(await (await app.post(`${link}/${date}/come-back`, {})).text()).toContain("on the list again");
  expect(await (await app.get(`${link}/mine.json`)).json()).toMatchObject({
    name: "Ada",
    signUps: [{ need: "A map instead", status: "coming" }],
  });
  expect(await (await app.get(`${link}/${date}.ics`)).text()).toContain("BEGIN:VEVENT");
  await app.post(`${link}/erase`, {});
  const gone = await app.get(link);
  expect([gone.status, await gone.text()]).toEqual([404, expect.stringContaining("We don’t know that link.")]);
  expect(app.incidents).toEqual([]);
});

test("forged links, somebody else's date and a program that fills in every field get nowhere", async () => {
  await using app = await openTestSurgeryApp({ now });
  const slug = await announce(app);
  const date = await firstDate(app, slug);
  const other = await announce(app, { title: "Another" });
  expect((await app.get(`/signed-up/${"x".repeat(43)}`)).status).toBe(404);
  expect((await app.post(`/signed-up/${"x".repeat(43)}/erase`, {})).status).toBe(404);
  const foreign = await app.post(`/surgeries/${other}/sign-up`, { ...signUp(), [`date-${date}`]: "on" });
  expect(await foreign.text()).toContain("Choose at least one date.");
  const robot = await app.post(`/surgeries/${slug}/sign-up`, {
    ...signUp({ website: "https://spam.example" }),
    [`date-${date}`]: "on",
  });
  expect(robot.status).toBe(200);
  expect(await (await app.get(`/surgeries/${slug}/organise`, organiser)).text()).toContain("Nobody has signed up yet.");
});

test("sixty from one address in two minutes all get in; a flood after them is told to wait", async () => {
  await using app = await openTestSurgeryApp({ now });
  const slug = await announce(app, { capacity: "100" });
  const date = await firstDate(app, slug);
  const send = async (at: number): Promise<number> =>
    (await app.post(`/surgeries/${slug}/sign-up`, { ...signUp({ name: `P${at}` }), [`date-${date}`]: "on" })).status;
  const first = await Promise.all(Array.from({ length: 60 }, (_, at) => send(at)));
  expect(first.filter((status) => status === 200)).toHaveLength(60);
  const flood = await Promise.all(Array.from({ length: 120 }, (_, at) => send(100 + at)));
  expect(flood.filter((status) => status === 429).length).toBeGreaterThan(20);
});

test("organisers see only their own venues: names, moves, posters and pairs of others are closed", async () => {
  await using app = await openTestSurgeryApp({ now });
  const slug = await announce(app);
  const date = await firstDate(app, slug);
  const other = "organiser-2";
  const reads = ["organise", "poster", "starter-kit", "change", `dates/${date}/pairs`].map((path) =>
    app.get(`/surgeries/${slug}/${path}`, other),
  );
  const writes = [
    app.post(`/surgeries/${slug}/change`, newSurgery, other),
    app.post(`/surgeries/${slug}/call-off`, {}, other),
    app.post(`/surgeries/${slug}/dates/${date}/move`, { date: "2026-12-05", starts: "18:00", ends: "19:00" }, other),
    app.post(`/surgeries/${slug}/dates/${date}/call-off`, {}, other),
    app.post(`/surgeries/${slug}/dates/${date}/pairs`, { person: "x", with: "" }, other),
  ];
  const statuses = (await Promise.all([...reads, ...writes])).map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([403]));
  expect(await (await app.get("/surgeries/organise", other)).text()).toContain("Nothing of yours yet.");
});

test("two organisers edit one surgery: the later one is told, and sees what they typed", async () => {
  await using app = await openTestSurgeryApp({ now });
  const slug = await announce(app);
  const first = await app.post(
    `/surgeries/${slug}/change`,
    { ...newSurgery, title: "First", sequence: "0" },
    organiser,
  );
  expect(first.status).toBe(303);
  const second = await app.post(
    `/surgeries/${slug}/change`,
    { ...newSurgery, title: "Second", sequence: "0" },
    organiser,
  );
  const page = await second.text();
  expect([second.status, page.includes("Somebody else changed this while"), page.includes('value="Second"')]).toEqual([
    409,
    true,
    true,
  ]);
  const again = await app.post(
    `/surgeries/${slug}/change`,
    { ...newSurgery, title: "Second", sequence: "1" },
    organiser,
  );
  expect(again.status).toBe(303);
});

test("pairs are suggested with their reason, changed by hand, and given back to the suggestion", async () => {
  await using app = await openTestSurgeryApp({ now });
  const slug = await announce(app, { capacity: "10", repeats: "once" });
  const date = await firstDate(app, slug);
  const come = (changes: Record<string, string>): Promise<Response> =>
    app.post(`/surgeries/${slug}/sign-up`, { ...signUp(changes), [`date-${date}`]: "on" });
  await come({ name: "Pat", need: "A map of our wards" });
  await come({ name: "Mia", part: "surgeon", skills: "maps", need: "" });
  await come({ name: "Bea", part: "surgeon", skills: "bids", need: "" });
  const pairs = `/surgeries/${slug}/dates/${date}/pairs`;
  const before = await (await app.get(pairs, organiser)).text();
  expect(before).toMatch(/Mia<\/bdi> helps/);
  expect(before).toContain("(both about maps and places)");
  const person = /name="person" value="([\w-]+)"/.exec(before)?.[1] ?? "";
  const bea = /<option value="([\w-]+)" +>Bea/.exec(before)?.[1] ?? "";
  await app.post(pairs, { person, with: bea }, organiser);
  expect(await (await app.get(pairs, organiser)).text()).toMatch(/Bea<\/bdi> helps/);
  await app.post(pairs, { person, with: "suggest" }, organiser);
  expect(await (await app.get(pairs, organiser)).text()).toMatch(/Mia<\/bdi> helps/);
});

test("the embedded list may stand in anybody's page, all other pages in none", async () => {
  await using app = await openTestSurgeryApp({ now });
  expect((await app.get("/surgeries/embed")).headers.get("content-security-policy")).toContain("frame-ancestors *");
  expect((await app.get("/surgeries")).headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
});

test("more room gives places to those who wait, at once", async () => {
  await using app = await openTestSurgeryApp({ now });
  const slug = await announce(app, { capacity: "1" });
  const date = await firstDate(app, slug);
  const come = (name: string): Promise<Response> =>
    app.post(`/surgeries/${slug}/sign-up`, { ...signUp({ name }), [`date-${date}`]: "on" });
  await come("Ada");
  await come("Bob");
  expect(await (await app.get(`/surgeries/${slug}/organise`, organiser)).text()).toContain("waiting, number 1");
  await app.post(`/surgeries/${slug}/change`, { ...newSurgery, capacity: "2", sequence: "0" }, organiser);
  expect(await (await app.get(`/surgeries/${slug}/organise`, organiser)).text()).not.toContain("waiting, number");
});
