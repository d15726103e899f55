import { expect, test } from "vitest";
import { newSurgery, openTestSurgeryApp, type TestSurgeryApp } from "../test-surgery-app.js";

const now = Date.UTC(2026, 10, 1);
const place = "/surgeries/venues/invented-hall";
const hostile = `<script>alert(1)</script>"'&`;

async function announced(): Promise<TestSurgeryApp> {
  const app = await openTestSurgeryApp({ now });
  await app.post("/surgeries/new", newSurgery, "ada");
  return app;
}

async function invited(app: TestSurgeryApp, role: string): Promise<string> {
  const page = await (await app.post(`${place}/invite`, { role }, "ada")).text();
  return /\/invited\/[\w-]{43}/.exec(page)?.[0] ?? "";
}

test("somebody who is new follows an invitation, says a name, and organises; the link is used up by joining, not by looking", async () => {
  await using app = await announced();
  const link = await invited(app, "organiser");
  const looked = await (await app.get(link)).text();
  expect(looked).toContain("You are invited to Invented Hall");
  expect((await app.post(link, { name: " " })).status).toBe(422);
  const joined = await app.post(link, { name: "Bea" });
  expect([joined.status, joined.headers.get("location")]).toEqual([303, `${place}/organise`]);
  expect(joined.headers.get("set-cookie")).toContain("as=Bea");
  const page = await (await app.get(`${place}/organise`, "Bea")).text();
  expect(page).toMatch(/<bdi>Bea<\/bdi><\/strong\s*>\s*\(you\):\s+Organiser/);
  expect((await app.get("/surgeries/open-data-for-lunch-clubs/change", "Bea")).status).toBe(200);
  const again = await app.post(link, { name: "Eve" });
  expect([again.status, await again.text()]).toEqual([404, expect.stringContaining("has been used")]);
  expect((await app.get(`/invited/${"x".repeat(43)}`)).status).toBe(404);
  expect(app.incidents).toEqual([]);
});

test("a host sees dates and who comes, and no button that changes anything; every change is refused", async () => {
  await using app = await announced();
  const joined = await app.post(await invited(app, "host"), {}, "hal");
  expect(joined.status).toBe(303);
  const slug = "open-data-for-lunch-clubs";
  const page = await (await app.get(`/surgeries/${slug}/organise`, "hal")).text();
  expect(page).toContain("Nobody has signed up yet.");
  expect(page).not.toContain("Call");
  expect(page).not.toContain("Change what is announced");
  const [date] = await app.surgeries.upcoming(now, 1);
  const refused = await Promise.all([
    app.get(`/surgeries/${slug}/change`, "hal"),
    app.post(`/surgeries/${slug}/change`, newSurgery, "hal"),
    app.post(`/surgeries/${slug}/call-off`, {}, "hal"),
    app.post(`/surgeries/${slug}/dates/${date!.id}/call-off`, {}, "hal"),
    app.get(`/surgeries/${slug}/dates/${date!.id}/pairs`, "hal"),
    app.post(`${place}/change`, { venueName: "Mine", address: "Mine" }, "hal"),
    app.post(`${place}/invite`, { role: "organiser" }, "hal"),
    app.post(`${place}/people/ada/remove`, {}, "hal"),
  ]);
  expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 403));
  expect(await (await app.get("/surgeries/organise", "hal")).text()).toMatch(/Invented Hall<\/a\s*>:\s+Host/);
});

test("organisers of another venue get nowhere at this one", async () => {
  await using app = await announced();
  await app.post("/surgeries/new", { ...newSurgery, venueName: "Other Hall" }, "olga");
  const refused = await Promise.all([
    app.get(`${place}/organise`, "olga"),
    app.post(`${place}/change`, { venueName: "Mine", address: "Mine" }, "olga"),
    app.post(`${place}/invite`, { role: "host" }, "olga"),
    app.post(`${place}/people/ada/role`, { role: "host" }, "olga"),
    app.post(`${place}/people/ada/remove`, {}, "olga"),
  ]);
  expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
  expect((await app.get("/surgeries/venues/nowhere/organise", "olga")).status).toBe(404);
});

test("the only organiser is told why they can't leave; after handing over they can", async () => {
  await using app = await announced();
  const alone = await app.post(`${place}/people/ada/remove`, {}, "ada");
  expect([alone.status, await alone.text()]).toEqual([409, expect.stringContaining("at least one organiser")]);
  await app.post(await invited(app, "organiser"), {}, "bea");
  expect((await app.post(`${place}/people/ada/remove`, {}, "ada")).headers.get("location")).toBe("/surgeries/organise");
  expect((await app.get(`${place}/organise`, "ada")).status).toBe(403);
});

test("words of a place are changed for all that is announced there; the later of two is told and loses nothing", async () => {
  await using app = await announced();
  const words = {
    venueName: "Renamed Hall",
    address: `2 ${hostile}`,
    mapLink: "",
    accessNotes: "A lift",
    sequence: "0",
  };
  const first = await app.post(`${place}/change`, words, "ada");
  expect([first.status, await first.text()]).toEqual([200, expect.stringContaining("The changes are public.")]);
  const page = await (await app.get("/surgeries/open-data-for-lunch-clubs")).text();
  expect(page).toContain("Renamed Hall");
  expect(page).not.toContain("<script>alert");
  const second = await app.post(`${place}/change`, { ...words, venueName: "Second Hall" }, "ada");
  const shown = await second.text();
  expect([second.status, shown.includes("Somebody else changed this"), shown.includes("Second Hall")]).toEqual([
    409,
    true,
    true,
  ]);
  const slip = await app.post(`${place}/change`, { ...words, venueName: "", mapLink: "javascript:1" }, "ada");
  expect([slip.status, await slip.text()]).toEqual([422, expect.stringContaining("2 things are missing or wrong.")]);
});
