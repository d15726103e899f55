import { expect, test } from "vitest";
import { openTestOutcomeApp, organiser, type TestOutcomeApp } from "../outcomes/test-outcome-app.js";
import { outcomeRoutes } from "../outcomes/outcome-routes.js";
import { createConfidence } from "./confidence.js";
import { confidenceRoutes } from "./confidence-routes.js";

const dana = "learner.dana.dana";

const openApp = (): Promise<TestOutcomeApp> =>
  openTestOutcomeApp((parts) => {
    const confidence = createConfidence(parts.store, parts.clock);
    return [...confidenceRoutes({ ...parts, confidence }), ...outcomeRoutes({ ...parts, confidence })];
  });

test("nothing is asked and nothing is taken while no surgery is open; then the question comes, and one answer makes one contact", async () => {
  await using app = await openApp();
  const answer = { date: app.date.id, moment: "before", score: "2" };
  expect(await (await app.get("/api/confidence", dana)).json()).toEqual({ ask: null, again: null });
  expect((await app.post("/me/confidence", answer, dana)).status).toBe(409);
  expect(await app.db.selectFrom("contacts").selectAll().execute()).toEqual([]);
  await app.openDoors();
  expect(await (await app.get("/api/confidence", dana)).json()).toMatchObject({
    ask: { date: app.date.id, moment: "before" },
  });
  const said = await (await app.post("/me/confidence", answer, dana)).text();
  expect(said).toMatch(/value="2" required\s+checked/);
  await app.post("/me/confidence", { ...answer, score: "5" }, dana);
  expect(await app.db.selectFrom("confidence_answers").select("score").execute()).toEqual([{ score: 5 }]);
  expect(await app.db.selectFrom("contacts").select("name").execute()).toEqual([{ name: "" }]);
  expect(await (await app.get("/api/confidence", dana)).json()).toMatchObject({ ask: null });
});

test("whoever came to help, and trainers, are asked nothing about themselves", async () => {
  await using app = await openApp();
  await app.openDoors();
  const contact = await app.outcomes.linkedContact("dana");
  const sitting = { id: "s", date_id: app.date.id, patient_id: "p", surgeon_id: contact, began_at: 1 };
  await app.db
    .insertInto("sittings")
    .values({ ...sitting, ended_at: null, document_id: null })
    .execute();
  for (const who of [dana, organiser])
    expect(await (await app.get("/api/confidence", who)).json()).toEqual({ ask: null, again: null });
});

test("strangers, scores that are none and other dates are refused", async () => {
  await using app = await openApp();
  await app.openDoors();
  expect((await app.get("/api/confidence")).status).toBe(401);
  for (const wrong of [{ score: "6" }, { score: "x" }, { moment: "during" }]) {
    const fields = { date: app.date.id, moment: "before", score: "1", ...wrong };
    expect((await app.post("/me/confidence", fields, dana)).status).toBe(400);
  }
  expect((await app.post("/me/confidence", { date: "other", moment: "before", score: "1" }, dana)).status).toBe(409);
  expect(await app.db.selectFrom("confidence_answers").selectAll().execute()).toEqual([]);
});

test("whoever has kept what came of it is asked how sure they feel now, on the same page", async () => {
  await using app = await openApp();
  await app.openDoors();
  const card = { seen: "0", date: app.date.id, done: "A chart", next: "", topic: "", story: "", email: "" };
  expect(await (await app.get("/me/outcome", dana)).text()).not.toContain("How sure do you feel");
  const kept = await (await app.post("/me/outcome", card, dana)).text();
  expect(kept).toContain("How sure do you feel working with data now?");
});
