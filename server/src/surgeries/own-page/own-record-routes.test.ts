import { expect, test } from "vitest";
import { newSurgery, openTestSurgeryApp, type TestSurgeryApp } from "../test-surgery-app.js";
import { leaveTraces } from "../test-canary-contact.js";

const now = Date.UTC(2026, 10, 1);
const hostile = `<script>alert(1)</script>"'&`;

/** Somebody who signed up, came, and left something in every table. */
async function somebody(app: TestSurgeryApp, name = "Ada"): Promise<{ link: string; contactId: string }> {
  await app.post("/surgeries/new", { ...newSurgery, repeats: "once" }, "organiser-1");
  const [date] = await app.surgeries.upcoming(now, 1);
  const done = await app.post(`/surgeries/${date!.surgery.slug}/sign-up`, {
    form: crypto.randomUUID(),
    part: "patient",
    name,
    email: "",
    group: "",
    need: `A map ${hostile}`,
    dataLink: "",
    skills: "",
    languages: "English",
    accessNeeds: "",
    [`date-${date!.id}`]: "on",
  });
  const link = /\/signed-up\/[\w-]{43}/.exec(await done.text())?.[0] ?? "";
  const [signUp] = await app.signUps.ofDate(date!.id);
  const who = { contactId: signUp!.contactId, dateId: date!.id, otherId: "other", personId: "" };
  await leaveTraces(app.store.tables(), who, hostile, date!.startsAt);
  return { link, contactId: signUp!.contactId };
}

test("everything kept about somebody is on one page and in one file; what they wrote is text", async () => {
  await using app = await openTestSurgeryApp({ now });
  const { link } = await somebody(app);
  const page = await (await app.get(`${link}/everything`)).text();
  for (const part of ["What you signed up for", "When you were there", "What came of it", "What we asked afterwards"]) {
    expect(page).toContain(part);
  }
  expect(page).toContain("Open data for lunch clubs, Wednesday 2 December 2026");
  expect(page).not.toContain("<script>alert");
  const file = await app.get(`${link}/mine.json`);
  expect(file.headers.get("content-disposition")).toContain("kept-about-me.json");
  const kept = (await file.json()) as Record<string, unknown[]>;
  expect([kept["attendances"]!.length, kept["sittings"]!.length, kept["consents"]!.length]).toEqual([1, 2, 4]);
});

test("what somebody agreed to is listed with its date and version, and can be taken back one by one", async () => {
  await using app = await openTestSurgeryApp({ now });
  const { link } = await somebody(app);
  const page = await (await app.get(link)).text();
  expect(page.match(/take-back/g)).toHaveLength(4);
  expect(page).toContain("of version 1");
  const after = await (await app.post(`${link}/consents/take-back`, { purpose: "photo", date: "" })).text();
  expect(after).toContain("Taken back. No photo of you is shown from now on.");
  expect(after.match(/take-back/g)).toHaveLength(3);
  expect((await app.post(`${link}/consents/take-back`, { purpose: "anything", date: "" })).status).toBe(400);
  expect((await app.post(`/signed-up/${"x".repeat(43)}/consents/take-back`, { purpose: "photo" })).status).toBe(404);
});

test("what is kept, why, for how long, and how to end it is said to everybody", async () => {
  await using app = await openTestSurgeryApp({ now });
  const page = await (await app.get("/privacy")).text();
  for (const words of ["12 months after the last surgery", "3 months", "1 month after", "30 days"]) {
    expect(page).toContain(words);
  }
  const { link } = await somebody(app);
  expect(await (await app.get(link)).text()).toContain('href="/privacy"');
});
