import { expect, test } from "vitest";
import { newSurgery, openTestSurgeryApp, type TestSurgeryApp } from "../test-surgery-app.js";

const now = Date.UTC(2026, 10, 1);
const place = "/surgeries/venues/invented-hall";
const halfYear = 183 * 24 * 60 * 60 * 1000;
const hostile = `<script>alert(1)</script>"'&`;

/** Somebody who signed up with an e-mail address, and their private page. */
async function somebody(app: TestSurgeryApp, name: string): Promise<{ link: string; contactId: string }> {
  const [date] = await app.surgeries.upcoming(now, 1);
  await app.post(`/surgeries/${date!.surgery.slug}/sign-up`, {
    form: crypto.randomUUID(),
    part: "patient",
    name,
    email: `${name.toLowerCase()}@example.org`,
    group: `${name}’s group`,
    need: "A map",
    dataLink: "",
    skills: "",
    languages: "English",
    accessNeeds: "",
    [`date-${date!.id}`]: "on",
  });
  const { contactId } = (await app.signUps.ofDate(date!.id)).find((one) => one.name === name)!;
  const letter = (await app.outbox.ofContact(contactId)).find(({ text }) => text.includes("/signed-up/"));
  return { link: /\/signed-up\/[\w-]{43}/.exec(letter?.text ?? "")?.[0] ?? "", contactId };
}

async function listed(app: TestSurgeryApp, link: string, words: Record<string, string>): Promise<string> {
  const venue = (await app.surgeries.upcoming(now, 1))[0]!.surgery.venue.id;
  const answer = await app.post(`${link}/connections`, { venue, agree: "on", ...words });
  expect(answer.status).toBe(200);
  const page = await (await app.get(`${place}/organise`, "ada")).text();
  const id = /\/listings\/([\w-]+)/.exec(page)?.[1] ?? "";
  await app.post(`${place}/listings/${id}`, { decision: "public" }, "ada");
  return id;
}

async function opened(): Promise<TestSurgeryApp> {
  const app = await openTestSurgeryApp({ now, sendsMail: true });
  await app.post("/surgeries/new", { ...newSurgery, capacity: "20", repeats: "once" }, "ada");
  return app;
}

const ask = { kind: "ask", title: "A map of our wards", words: "We look for somebody who makes maps." };
const offer = { kind: "offer", title: "Ward boundaries", words: "We have maps and boundaries of all wards." };

test("an ask is public only when its owner agreed and an organiser looked at it; taken back, it is gone at once", async () => {
  await using app = await opened();
  const { link } = await somebody(app, "Pat");
  const venue = (await app.surgeries.upcoming(now, 1))[0]!.surgery.venue.id;
  const without = await app.post(`${link}/connections`, { venue, ...ask });
  expect([without.status, await without.text()]).toEqual([422, expect.stringContaining("if you agree to that")]);
  await app.post(`${link}/connections`, { venue, agree: "on", ...ask });
  expect(await (await app.get("/connections")).text()).not.toContain("A map of our wards");
  const page = await (await app.get(`${place}/organise`, "ada")).text();
  const id = /\/listings\/([\w-]+)/.exec(page)?.[1] ?? "";
  expect((await app.post(`${place}/listings/${id}`, { decision: "public" }, "olga")).status).toBe(403);
  await app.post(`${place}/listings/${id}`, { decision: "public" }, "ada");
  const shown = await (await app.get("/connections")).text();
  expect(shown).toContain("A map of our wards");
  expect(shown).not.toContain("pat@example.org");
  expect(shown).not.toMatch(/Pat(?!’s group)/);
  expect(await (await app.get("/connections?topic=map")).text()).toContain("A map of our wards");
  await app.post(`${link}/consents/take-back`, { purpose: "directory", date: "" });
  expect(await (await app.get("/connections")).text()).not.toContain("A map of our wards");
});

test("two hear who the other is only when both said yes, and each once; a no ends it", async () => {
  await using app = await opened();
  const pat = await somebody(app, "Pat");
  const olu = await somebody(app, "Olu");
  const asked = await listed(app, pat.link, ask);
  const offered = await listed(app, olu.link, offer);
  const fits = await (await app.get(`${pat.link}/connections`)).text();
  expect(fits).toContain("both about maps and places");
  const introductions = async (contactId: string): Promise<string[]> =>
    (await app.outbox.ofContact(contactId))
      .filter(({ subject }) => subject.startsWith("An introduction"))
      .map(({ text }) => text);
  await app.post(`${pat.link}/connections/${asked}/answer`, { other: offered, answer: "yes" });
  expect([await introductions(pat.contactId), await introductions(olu.contactId)]).toEqual([[], []]);
  const invited = (await app.outbox.ofContact(olu.contactId)).find(({ subject }) =>
    subject.includes("would like to meet"),
  );
  expect(invited?.text).not.toContain("Pat");
  for (let time = 0; time < 2; time++) {
    await app.post(`${olu.link}/connections/${offered}/answer`, { other: asked, answer: "yes" });
  }
  expect((await introductions(pat.contactId)).join()).toContain("olu@example.org");
  expect((await introductions(olu.contactId)).join()).toContain("pat@example.org");
  expect(await introductions(pat.contactId)).toHaveLength(1);
  // Erased, they are not even in the letter that the other got.
  await app.signUps.eraseContact(pat.contactId);
  expect(JSON.stringify(await app.outbox.ofContact(olu.contactId))).not.toMatch(/Pat|pat@/);
  expect(await (await app.get("/connections")).text()).not.toContain("A map of our wards");
});

test("somebody else's ask can't be answered for, changed or removed; addresses and hostile words don't get through", async () => {
  await using app = await opened();
  const pat = await somebody(app, "Pat");
  const olu = await somebody(app, "Olu");
  const asked = await listed(app, pat.link, { ...ask, title: `Maps ${hostile}` });
  const offered = await listed(app, olu.link, offer);
  const refused = await Promise.all([
    app.post(`${olu.link}/connections/${asked}/remove`, {}),
    app.post(`${olu.link}/connections/${asked}/renew`, {}),
    app.post(`${olu.link}/connections/${asked}/answer`, { other: offered, answer: "yes" }),
    app.post(`${pat.link}/connections/${asked}/answer`, { other: asked, answer: "yes" }),
  ]);
  expect(refused.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  for (const path of ["/connections", `${pat.link}/connections`, `${olu.link}/connections`]) {
    expect(await (await app.get(path)).text()).not.toContain("<script>alert");
  }
  const venue = (await app.surgeries.upcoming(now, 1))[0]!.surgery.venue.id;
  const address = await app.post(`${pat.link}/connections`, {
    venue,
    agree: "on",
    ...ask,
    words: "Ring 0121 496 0000",
  });
  expect([address.status, await address.text()]).toEqual([422, expect.stringContaining("a telephone number")]);
});

test("after half a year it leaves the list by itself, unless it is renewed; its owner is written to before", async () => {
  await using app = await opened();
  const { link, contactId } = await somebody(app, "Pat");
  const id = await listed(app, link, ask);
  const reminders = async () =>
    (await app.outbox.ofContact(contactId)).filter(({ subject }) => subject.startsWith("Still true?"));
  expect(await reminders()).toHaveLength(1);
  app.now += halfYear / 2;
  await app.post(`${link}/connections/${id}/renew`, {});
  expect(await reminders()).toHaveLength(1);
  app.now += halfYear - 1000 * 60 * 60 * 24 * 3;
  expect(await (await app.get("/connections")).text()).toContain("A map of our wards");
  app.now += halfYear;
  expect(await (await app.get("/connections")).text()).not.toContain("A map of our wards");
});
