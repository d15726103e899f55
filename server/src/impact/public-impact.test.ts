import { expect, test } from "vitest";
import { citySizes, planCity, type SurgeryTables } from "../surgeries/index.js";
import { threshold } from "./suppress.js";
import { openTestImpactApp, testNow, type TestImpactApp } from "./test-impact-app.js";

const text = async (answer: Response): Promise<string> => (await answer.text()).replaceAll(/\s+/g, " ");

interface FiguresJson {
  readonly tables: Readonly<Record<string, readonly Readonly<Record<string, string | number | boolean | null>>[]>>;
}

const figures = async (app: TestImpactApp): Promise<FiguresJson> =>
  (await (await app.get("/impact/data/figures.json")).json()) as FiguresJson;

test("everybody's page tells of whole months that are over, with the ranges, and names nobody", async () => {
  await using app = await openTestImpactApp();
  const page = await text(await app.get("/impact"));
  expect(page).toContain("Counted up to Saturday 31 October 2026.");
  const until = Date.UTC(2026, 10, 1);
  const visits = app.city.attendances.filter(({ arrived_at }) => arrived_at < until).length;
  expect(page).toContain(`<dd>${visits}</dd>`);
  expect(page).toMatch(/Invented (North|South|East) /);
  expect(page).not.toMatch(/Invented person|NaN|undefined/);
  expect(app.incidents).toEqual([]);
});

test("no table of the open data has a count above 0 and below five, over many cities", async () => {
  const people = new Set(["visits", "people", "people-helped", "volunteers", "sittings", "outcome-cards"]);
  for (const [seed, peopleEach] of [
    [1, 12],
    [2, 3],
    [3, 2],
  ] as const) {
    await using app = await openTestImpactApp({ seed, peopleEach });
    const { tables } = await figures(app);
    const rows = ["city", "quarters", "venues"].flatMap((name) => tables[name]!);
    expect(rows.length).toBeGreaterThan(30);
    const counts = rows.filter(({ indicator }) => people.has(String(indicator)));
    expect(counts.filter(({ value }) => Number(value) > 0 && Number(value) < threshold)).toEqual([]);
    expect(counts.every(({ value, hidden }) => (value === null) === hidden)).toBe(true);
    // The pages are made from the same rows.
    const venue = app.city.venues[0]!.slug;
    expect((await app.get(`/impact/venues/${venue}`)).status).toBe(200);
  }
});

test("the data package describes every file and column, and each file is as long and as hashed as it says", async () => {
  await using app = await openTestImpactApp();
  const descriptor = (await (await app.get("/impact/data/datapackage.json")).json()) as {
    licenses: { name: string }[];
    title: string;
    resources: { path: string; bytes: number; hash: string; schema: { fields: { name: string }[] } }[];
  };
  expect(descriptor.title).toMatch(/^Invented data/);
  expect(descriptor.licenses.map(({ name }) => name)).toEqual(["CC-BY-4.0"]);
  for (const { path, bytes, hash, schema } of descriptor.resources) {
    const file = Buffer.from(await (await app.get(`/impact/data/${path}`)).arrayBuffer());
    expect(file.length).toBe(bytes);
    const digest = await crypto.subtle.digest("SHA-256", file);
    expect(hash).toBe(`sha256:${Buffer.from(digest).toString("hex")}`);
    expect(file.toString().split("\r\n")[0]).toBe(schema.fields.map(({ name }) => name).join(","));
  }
  const { tables } = await figures(app);
  const defined = new Set(tables["indicators"]!.map(({ indicator }) => indicator));
  const used = ["city", "quarters", "venues"].flatMap((name) => tables[name]!.map(({ indicator }) => indicator));
  expect(used.filter((one) => !defined.has(one))).toEqual([]);
  expect((await app.get("/impact/data/other.csv")).status).toBe(404);
  expect((await app.get("/impact/data/impact.zip")).headers.get("content-type")).toBe("application/zip");
});

test("a place's name can be no formula and no markup in what others take away", async () => {
  await using app = await openTestImpactApp();
  const name = `=HYPERLINK("http://example.org","<script>")`;
  const db = app.store.tables<SurgeryTables>();
  await db.updateTable("venues").set({ name }).where("id", "=", app.city.venues[0]!.id).execute();
  const csv = await (await app.get("/impact/data/venues.csv")).text();
  expect(csv).toContain(`"'=HYPERLINK(""http`);
  expect(await text(await app.get("/impact"))).not.toContain("<script>");
});

test("the story of a date is told with permission only, and is gone as soon as that is taken back", async () => {
  await using app = await openTestImpactApp();
  const { consents, outcome_cards: cards, surgery_dates: dates, surgeries } = app.city;
  const allowed = consents.find(
    (one) =>
      one.purpose === "story" &&
      one.given === 1 &&
      !consents.some((other) => other.purpose === "story" && other.contact_id === one.contact_id && other.given === 0),
  )!;
  const card = cards.find((one) => one.patient_id === allowed.contact_id && one.date_id === allowed.date_id)!;
  const date = dates.find(({ id }) => id === allowed.date_id)!;
  const { slug } = surgeries.find(({ id }) => id === date.surgery_id)!;
  const path = `/surgeries/${slug}/dates/${date.announced_for}`;
  expect(await text(await app.get(path))).toContain(card.story);
  const { contact_id, version } = allowed;
  const refused = { id: "later", contact_id, date_id: "", purpose: "story", version, given: 0, said_at: app.now };
  await app.store.tables<SurgeryTables>().insertInto("consents").values(refused).execute();
  const after = await text(await app.get(path));
  expect(cards.filter((one) => one.date_id === date.id && one.story === card.story)).toHaveLength(1);
  expect(after).not.toContain(card.story);
  expect((await app.get(`/surgeries/${slug}/dates/2020-01-01`)).status).toBe(404);
});

test("figures wait for their month, and a city without any says so", async () => {
  await using app = await openTestImpactApp();
  const before = await figures(app);
  app.now = Date.UTC(2026, 11, 2);
  const after = await figures(app);
  const visits = ({ tables }: FiguresJson): number =>
    Number(tables["city"]!.find(({ year, indicator }) => year === "all" && indicator === "visits")?.["value"]);
  expect(visits(after)).toBeGreaterThan(visits(before));
  expect(visits(after)).toBe(planCity({ ...citySizes.small, seed: 2026, now: testNow }).attendances.length);
  app.now = Date.UTC(2020, 0, 1);
  expect(await text(await app.get("/impact"))).toContain("No surgery has been held yet");
  expect((await app.get("/impact/data/datapackage.json")).status).toBe(200);
});
