import { expect, test } from "vitest";
import { outcomeRoutes } from "./outcome-routes.js";
import { openTestOutcomeApp, organiser, type TestOutcomeApp } from "./test-outcome-app.js";

const dana = "learner.dana.dana";
const eve = "learner.eve.eve";
const path = "people/dana/loans.ipynb";
const notebook = JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] });

async function openApp(): Promise<TestOutcomeApp> {
  const app = await openTestOutcomeApp((parts) => outcomeRoutes(parts));
  await app.contents.createFolder("people/dana");
  await app.contents.createFile(path, notebook);
  return app;
}

const card = (app: TestOutcomeApp, changes: Record<string, string> = {}): Record<string, string> => ({
  seen: "0",
  path,
  date: app.date.id,
  done: "A chart of loans",
  next: "Show the board",
  topic: "chart",
  story: "",
  email: "",
  ...changes,
});
const seenIn = (page: string): string => /name="seen" value="(\d+)"/.exec(page)?.[1] ?? "";
const consentRows = async (app: TestOutcomeApp): Promise<unknown[]> =>
  (await app.db.selectFrom("consents").selectAll().orderBy("said_at").execute()).map(({ purpose, given }) => [
    purpose,
    given,
  ]);

test("no box is ticked beforehand; what is ticked is kept with its version, and is taken back on the same page", async () => {
  await using app = await openApp();
  await app.openDoors();
  const fresh = await (await app.get(`/me/outcome?path=${encodeURIComponent(path)}`, dana)).text();
  expect(fresh).toContain("What did you get done?");
  expect(fresh).not.toMatch(/checked/);
  const words = {
    story: "We lent more in May.",
    "story-consent": "on",
    "follow-up-consent": "on",
    email: "Dana@example.org",
  };
  const kept = await app.post("/me/outcome", card(app, words), dana);
  const page = await kept.text();
  expect([kept.status, page]).toEqual([200, expect.stringContaining("It is kept.")]);
  expect(page).toContain("dana@example.org");
  expect(await consentRows(app)).toEqual([
    ["story", 1],
    ["follow-up", 1],
  ]);
  const back = await app.post("/me/outcome", card(app, { story: words.story, seen: seenIn(page) }), dana);
  expect(back.status).toBe(200);
  expect(await consentRows(app)).toHaveLength(4);
  expect(app.incidents).toEqual([]);
});

test("a story whose words change without a new yes is not the one that may be told", async () => {
  await using app = await openApp();
  await app.openDoors();
  const first = await (await app.post("/me/outcome", card(app, { story: "One.", "story-consent": "on" }), dana)).text();
  const words = { story: "Another.", only: "words", seen: seenIn(first) };
  const reply = await app.post("/me/outcome", card(app, words), dana);
  expect(await reply.json()).toMatchObject({ type: "saved" });
  expect(await consentRows(app)).toEqual([
    ["story", 1],
    ["story", 0],
  ]);
});

test("slips are told at their fields and nothing is written: no words, a story to tell that is not there, no address to ask at", async () => {
  await using app = await openApp();
  await app.openDoors();
  const reply = await app.post(
    "/me/outcome",
    card(app, { done: " ", "story-consent": "on", "follow-up-consent": "on" }),
    dana,
  );
  const page = await reply.text();
  expect(reply.status).toBe(422);
  for (const words of ["what did you get done?", "There is no story yet.", "Where may we write to in 90 days?"])
    expect(page).toContain(words);
  expect(await app.db.selectFrom("outcome_cards").selectAll().execute()).toEqual([]);
  const long = await app.post("/me/outcome", card(app, { done: "x".repeat(401) }), dana);
  expect(await long.text()).toContain("There is room for 400.");
});

test("without an open surgery the card is kept for its owner, says that it is not counted, and asks for no consent", async () => {
  await using app = await openApp();
  await app.openDoors("another-workshop");
  const fresh = await (await app.get(`/me/outcome?path=${encodeURIComponent(path)}`, dana)).text();
  expect(fresh).toContain("counted in no report");
  expect(fresh).not.toContain("You decide");
  const kept = await app.post("/me/outcome", card(app, { date: "", "story-consent": "on", story: "x" }), dana);
  expect(kept.status).toBe(200);
  expect(await consentRows(app)).toEqual([]);
  expect(await app.db.selectFrom("outcome_cards").select("date_id").execute()).toEqual([{ date_id: "" }]);
  const other = await app.post("/me/outcome", card(app), dana);
  expect([other.status, await other.text()]).toEqual([409, expect.stringContaining("That date is over.")]);
});

test("a stranger, another learner and an organiser of another venue see and write nothing", async () => {
  await using app = await openApp();
  await app.openDoors();
  await app.post("/me/outcome", card(app), dana);
  const contact = (await app.outcomes.contactOf("dana")) ?? "";
  const own = `/me/outcome?path=${encodeURIComponent(path)}`;
  const list = `/surgeries/${app.date.surgery.slug}/dates/${app.date.id}/outcomes`;
  expect((await app.get(own)).status).toBe(401);
  expect((await app.get(own, eve)).status).toBe(403);
  expect((await app.post("/me/outcome", card(app, { done: "mine" }), eve)).status).toBe(403);
  for (const bad of ["people/eve/../dana/loans.ipynb", "people//dana/loans.ipynb", "people/dana/notes.txt"])
    expect([404, 403]).toContain((await app.get(`/me/outcome?path=${encodeURIComponent(bad)}`, eve)).status);
  for (const as of [undefined, eve, "trainer.other.other"])
    for (const at of [list, `${list}/${contact}`]) expect([401, 403]).toContain((await app.get(at, as)).status);
  expect((await app.post(`${list}/${contact}`, card(app), "trainer.other.other")).status).toBe(403);
  expect((await app.get(`${list}/nobody`, organiser)).status).toBe(404);
  expect(await (await app.get(own, dana)).text()).toContain("A chart of loans");
});

test("an organiser writes it down beside them on a phone; who of the two is later sees the other's words first", async () => {
  await using app = await openApp();
  await app.openDoors();
  const patient = await app.outcomes.linkedContact("dana");
  await app.db
    .insertInto("attendances")
    .values({
      date_id: app.date.id,
      contact_id: patient,
      part: "patient",
      came_by: "walk-in",
      arrived_at: 1,
      left_at: null,
    })
    .execute();
  const list = `/surgeries/${app.date.surgery.slug}/dates/${app.date.id}/outcomes`;
  expect(await (await app.get(list, organiser)).text()).toContain("0 of 1 have said");
  await app.post("/me/outcome", card(app, { done: "Dana’s words <b>" }), dana);
  const late = await app.post(`${list}/${patient}`, card(app, { done: "The organiser’s words" }), organiser);
  const page = await late.text();
  expect(late.status).toBe(409);
  expect(page).toContain("Dana’s words &lt;b&gt;");
  expect(page).toContain("The organiser’s words");
  const again = await app.post(`${list}/${patient}`, card(app, { done: "Both", seen: seenIn(page) }), organiser);
  expect(again.status).toBe(200);
  const told = await (await app.get(list, organiser)).text();
  expect(told).toContain("1 of 1 have said");
  expect(told).toContain("Open their notebook");
  expect(app.incidents).toEqual([]);
});

test("somebody who may be at one of two open surgeries is asked which", async () => {
  await using app = await openApp();
  await app.openDoors();
  const other = await app.surgeries.announce(
    { ...app.date.surgery, title: "Another evening" },
    app.date.surgery.venue.id,
    "org-1",
  );
  const [second] = await app.surgeries.datesOf(other.id);
  await app.db
    .insertInto("day_rooms")
    .values({ date_id: second?.id ?? "", workshop_id: "w", arrival_code: "OTHER", opened_at: 1, closed_at: null })
    .execute();
  const page = await (await app.get(`/me/outcome?path=${encodeURIComponent(path)}`, dana)).text();
  expect(page).toContain("Which of these are you at?");
  expect(page).toContain("Another evening");
});
