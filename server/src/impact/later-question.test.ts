import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { SurgeryTables } from "../surgeries/index.js";
import { openTestImpactApp, organiser, type TestImpactApp } from "./test-impact-app.js";

const text = async (answer: Response): Promise<string> => (await answer.text()).replaceAll(/\s+/g, " ");

/** Gives somebody who was asked and has not answered a link that the test knows. */
async function openQuestion(app: TestImpactApp, token = "known-to-the-test"): Promise<string> {
  const open = app.city.follow_ups.find(({ sent_at, answered_at }) => sent_at !== null && answered_at === null)!;
  await app.store
    .tables<SurgeryTables>()
    .updateTable("follow_ups")
    .set({ token_hash: createHash("sha256").update(token).digest("hex") })
    .where("id", "=", open.id)
    .execute();
  return token;
}

test("the question is answered without an account, can be changed, and the report counts it once", async () => {
  await using app = await openTestImpactApp();
  const token = await openQuestion(app);
  const answered = async (): Promise<number> =>
    Number(/and (\d+) answered/.exec(await text(await app.get("/impact/report", organiser)))?.[1]);
  const before = await answered();
  const page = await text(await app.get(`/later/${token}`));
  expect(page).toContain("Have you used what you made or found out?");
  const empty = await app.post(`/later/${token}`, {});
  expect(empty.status).toBe(422);
  expect(await text(empty)).toContain("Answer at least one of the questions.");
  const words = `<script>alert(1)</script> It was "good" & cheap`;
  for (let time = 0; time < 2; time++) {
    const answer = await app.post(`/later/${token}`, { used: "yes", published: "no", won: "perhaps", words });
    expect(answer.status).toBe(200);
    const said = await text(answer);
    expect(said).toContain("Thank you. That is kept");
    expect(said).not.toContain("<script>");
  }
  expect(await answered()).toBe(before + 1);
  const report = await text(await app.get("/impact/report", organiser));
  expect(report).toContain("&lt;script&gt;alert(1)");
  expect(await text(await app.post(`/later/${token}/stop`, {}))).toContain("You won’t be asked again.");
  expect(app.incidents).toEqual([]);
});

test("a forged link, and one to a question that was not sent yet, are told plainly", async () => {
  await using app = await openTestImpactApp();
  for (const token of ["forged", "%00", "x".repeat(3000)]) {
    const answer = await app.get(`/later/${token}`);
    expect(answer.status).toBe(404);
    expect(await text(answer)).toContain("We don’t know that link.");
  }
  expect((await app.post("/later/forged", { used: "yes" })).status).toBe(404);
  expect((await app.post("/later/forged/stop", {})).status).toBe(404);
});
