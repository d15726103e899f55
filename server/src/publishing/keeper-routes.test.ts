import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inventedVisits, openTestPublishingApp, prepare, revisionAt, settleAndPublish } from "./test-publishing-app.js";

const now = Date.parse("2026-05-03T10:00:00Z");
const day = 24 * 60 * 60 * 1000;
const set = "/data/visits-to-ambleford-hall/";

test("next month's file: the same remedies are done again, what is different is said, and both versions keep their address", async () => {
  await using app = await openTestPublishingApp({ now });
  const id = await prepare(app, "ada");
  await settleAndPublish(app, id, "ada");
  const next = `${inventedVisits}\n2027-01-01,Ambleford Hall,500,quill.mx@invented.example`;
  await writeFile(join(app.contents.root, "people/ada/visits.csv"), next);
  const begun = await app.post(`/publish/${id}/new-version`, { file: "people/ada/visits.csv" }, "ada");
  expect(begun.headers.get("location")).toBe(`/publish/${id}/mend?on=new`);
  const findings = await (await app.get(`/publish/${id}/findings`, "ada")).text();
  expect(findings).toContain("13 rows now, 12 rows before.");
  expect(findings).toContain("Left out “Contact e-mail”.");
  expect(findings).not.toContain("Stops this");
  const done = await app.post(
    `/publish/${id}/publish`,
    { note: "January is in.", revision: await revisionAt(app, id) },
    "ada",
  );
  expect(done.headers.get("location")).toBe(`/publish/${id}?said=published`);
  const page = await (await app.get(set)).text();
  expect(page).toContain("Version 2");
  expect(page).toContain("January is in.");
  expect((await app.get(`${set}v1/visits-to-ambleford-hall.csv`)).status).toBe(200);
  expect((await app.get("/data/feed.atom")).headers.get("content-type")).toContain("atom");
});

test("a column that turned personal, a remedy without its column: the first blocks, the second is told", async () => {
  await using app = await openTestPublishingApp({ now });
  const id = await prepare(app, "ada");
  await settleAndPublish(app, id, "ada");
  const turned = [
    "Month,Place,Visits",
    ...Array.from({ length: 12 }, (_, at) => `2026-${String(at + 1).padStart(2, "0")}-01,Mrs Quill,${40 + at}`),
  ];
  await writeFile(join(app.contents.root, "people/ada/visits.csv"), turned.join("\n"));
  await app.post(`/publish/${id}/new-version`, { file: "people/ada/visits.csv" }, "ada");
  const findings = await (await app.get(`/publish/${id}/findings`, "ada")).text();
  expect(findings).toContain("Stops this");
  expect(findings).toContain("names of people");
  expect(findings).toContain("Done last time and impossible now");
  const refused = await app.post(`/publish/${id}/publish`, { revision: await revisionAt(app, id) }, "ada");
  expect(await refused.text()).toContain("Not yet.");
  expect(await (await app.get(set)).text()).toContain("Version 1,");
});

test("a source that is gone is told, and what is published stays", async () => {
  await using app = await openTestPublishingApp({ now });
  const id = await prepare(app, "ada");
  await settleAndPublish(app, id, "ada");
  await rm(join(app.contents.root, "people/ada/visits.csv"));
  const gone = await app.post(`/publish/${id}/new-version`, { file: "people/ada/visits.csv" }, "ada");
  expect(gone.status).toBe(404);
  expect(await gone.text()).toContain("There is no file");
  expect((await app.get(set)).status).toBe(200);
});

test("what is late says so on its page and in the catalogue, with the promise and the last day", async () => {
  await using app = await openTestPublishingApp({ now });
  const id = await prepare(app, "ada");
  await settleAndPublish(app, id, "ada");
  expect(await (await app.get("/data/")).text()).not.toContain("Not up to date");
  app.now = now + 60 * day;
  expect(await (await app.get(set)).text()).toMatch(/Promised every month; last on\s+3 May 2026/);
  expect(await (await app.get("/data/")).text()).toMatch(/promised every month; last on\s+3 May 2026/);
  // The folder itself can be copied at any time: what only the server knows is not in it.
  expect(await readFile(join(app.site, "index.html"), "utf8")).not.toContain("Not up to date");
});

test("retired: the address stays as a tombstone that says why, the catalogue forgets it, files stay or go as was chosen", async () => {
  for (const files of ["keep", "remove"]) {
    await using app = await openTestPublishingApp({ now });
    const id = await prepare(app, "ada");
    await settleAndPublish(app, id, "ada");
    const why = "The hall closed. <b>Use</b> the council's list.";
    await app.post(`/publish/${id}/retire`, { why, files, revision: await revisionAt(app, id) }, "ada");
    const tombstone = await app.get(set);
    expect(tombstone.status).toBe(410);
    expect(await tombstone.text()).toContain("The hall closed. &lt;b&gt;Use&lt;/b&gt; the council");
    expect((await app.get(`${set}v1/visits-to-ambleford-hall.csv`)).status).toBe(files === "keep" ? 200 : 404);
    expect(await (await app.get("/data/catalog.jsonld")).text()).not.toContain("visits-to-ambleford-hall");
    expect(await readFile(join(app.site, "visits-to-ambleford-hall", "index.html"), "utf8")).toContain("Retired on");
    expect((await app.post(`/publish/${id}/new-version`, { file: "people/ada/visits.csv" }, "ada")).status).toBe(409);
  }
});

test("handed over: whoever has the link keeps it, the first keeper no longer does, and the link works once", async () => {
  await using app = await openTestPublishingApp({ now });
  const id = await prepare(app, "ada");
  await settleAndPublish(app, id, "ada");
  const page = await (await app.post(`/publish/${id}/hand-over`, {}, "ada")).text();
  const path = /https:\/\/surgery\.example\.org(\/publish\/accept\/[\w-]+)/.exec(page)?.[1] ?? "";
  expect((await app.get(path, "ben")).status).toBe(200);
  expect((await app.post(path, {}, "ben")).headers.get("location")).toBe(`/publish/${id}?said=yours`);
  expect((await app.get(`/publish/${id}`, "ada")).status).toBe(404);
  expect((await app.get(`/publish/${id}`, "ben")).status).toBe(200);
  expect((await app.post(path, {}, "cy")).status).toBe(410);
});

test("PU63 a set that is late may be taken by a trainer of the workshop, who hands it on; its keeper is told; one that is in time is not taken", async () => {
  await using app = await openTestPublishingApp({ now, sendsMail: true });
  const id = await prepare(app, "ada");
  await settleAndPublish(app, id, "ada");
  expect((await app.post(`/publish/${id}/take-over`, {}, "trainer")).status).toBe(404);
  expect(await (await app.get("/publish", "trainer")).text()).not.toContain("Keep it from now on");
  app.now = now + 60 * day;
  expect((await app.post(`/publish/${id}/take-over`, {}, "ben")).status).toBe(403);
  const list = (await (await app.get("/publish", "trainer")).text()).replaceAll(/\s+/g, " ");
  expect(list).toContain("Late, and kept by somebody else");
  expect((await app.post(`/publish/${id}/take-over`, {}, "trainer")).headers.get("location")).toBe(
    `/publish/${id}?said=yours`,
  );
  const [letter] = await app.outbox.due(app.now, 5);
  expect(letter).toMatchObject({
    to: "keeper-canary@invented.example",
    subject: expect.stringContaining("Somebody else keeps it now") as string,
  });
  expect(await app.dataSets.get(id)).toMatchObject({ keeperId: "trainer", remindTo: "", reminds: false });
  expect((await app.get(`/publish/${id}`, "ada")).status).toBe(404);
});

test("PU64 of two who begin data of the same name at once, each has an address of its own; of a keeper and the command at once, one publishes and the other is told", async () => {
  await using app = await openTestPublishingApp({ now });
  const [one, other] = await Promise.all([prepare(app, "ada"), prepare(app, "ben")]);
  const slugs = (await Promise.all([one, other].map((id) => app.dataSets.get(id)))).map(({ slug }) => slug);
  expect(slugs.toSorted()).toEqual(["visits-to-ambleford-hall", "visits-to-ambleford-hall-2"]);
  // The command has the folder: what it writes stands there, and the lock is that of its process.
  await mkdir(join(app.site, ".publishing"), { recursive: true });
  const holder = { pid: process.pid, host: hostname(), since: new Date().toISOString() };
  await writeFile(join(app.site, ".publishing", "lock"), JSON.stringify(holder));
  const told = await settleAndPublish(app, one, "ada");
  expect(told.status).toBe(409);
  expect(await told.text()).toContain("Somebody else is publishing here just now, so nothing of yours went out yet.");
  await rm(join(app.site, ".publishing", "lock"));
  const again = await app.post(`/publish/${one}/publish`, { revision: await revisionAt(app, one), note: "" }, "ada");
  expect(again.headers.get("location")).toBe(`/publish/${one}?said=published`);
  expect((await settleAndPublish(app, other, "ben")).headers.get("location")).toBe(`/publish/${other}?said=published`);
  expect((await readdir(app.site)).filter((name) => name.startsWith("visits"))).toHaveLength(2);
  expect(app.incidents).toEqual([]);
});

test("readers write without an account; nothing is public before the keeper shows it; a flood from one network is stopped", async () => {
  await using app = await openTestPublishingApp({ now, sendsMail: true });
  const id = await prepare(app, "ada");
  await settleAndPublish(app, id, "ada");
  const text = "Are children <script>alert(1)</script> counted?";
  const sent = await app.post(`${set}questions`, { kind: "question", text, url: "", name: "" });
  expect(sent.headers.get("location")).toBe(`${set}questions?said=sent`);
  expect(await (await app.get(`${set}questions`)).text()).not.toContain("Are children");
  const [letter] = await app.outbox.due(app.now, 5);
  expect(letter?.text).toContain(`/publish/${id}#readers`);
  expect(letter?.text).not.toContain("Are children");

  const [remark] = await app.remarks.of(id);
  expect((await app.post(`/publish/${id}/remarks/${remark?.id}`, { answer: "No.", show: "yes" }, "ben")).status).toBe(
    404,
  );
  await app.post(`/publish/${id}/remarks/${remark?.id}`, { answer: "Yes, all.", show: "yes" }, "ada");
  const page = await (await app.get(`${set}questions`)).text();
  expect(page).toContain("Yes, all.");
  expect(page).not.toContain("<script>alert");
  expect(await (await app.get(set)).text()).toContain("one message");

  const faulty = await app.post(`${set}questions`, {
    kind: "use",
    text: "A map of visits",
    url: "javascript:alert(1)",
    name: "",
  });
  expect(faulty.status).toBe(422);
  const statuses: number[] = [];
  for (let turn = 0; turn < 12; turn++)
    statuses.push((await app.post(`${set}questions`, { kind: "question", text, url: "", name: "" })).status);
  expect(statuses.at(-1)).toBe(429);
});

test("letters are turned off by the link in them, without signing in: reminders, those about readers, or both; opening it does nothing", async () => {
  await using app = await openTestPublishingApp({ now, sendsMail: true });
  const id = await prepare(app, "ada");
  await settleAndPublish(app, id, "ada");
  const token = await app.dataSets.createLink(id, "reminders-off");
  const page = await (await app.get(`/data-reminders/${token}`)).text();
  expect(page).toContain("Turn reminders off");
  expect(page).toContain("Turn letters about readers off");
  expect(await app.dataSets.get(id)).toMatchObject({ reminds: true, tells: true });
  expect(await (await app.post(`/data-reminders/${token}`, { off: "reminders" })).text()).toContain(
    "You get no more reminders for this data set",
  );
  expect(await app.dataSets.get(id)).toMatchObject({ reminds: false, tells: true });
  const remark = { kind: "question", text: "Are children counted?", url: "", name: "" };
  await app.post(`${set}questions`, remark);
  const [letter] = await app.outbox.due(app.now, 5);
  const off = new URL(letter?.unsubscribe ?? "https://none.example");
  expect(letter?.text).toContain(off.href);
  await app.post(off.pathname + off.search, { off: "readers" });
  expect(await app.dataSets.get(id)).toMatchObject({ reminds: false, tells: false });
  await app.post(`${set}questions`, remark);
  expect(await app.outbox.due(app.now, 5)).toHaveLength(1);
  expect((await app.get("/data-reminders/nothing")).status).toBe(410);
});

test("a program for e-mail turns off the kind of letter that it was pressed in, from wherever it is; other doors stay shut to it", async () => {
  await using app = await openTestPublishingApp({ now });
  const id = await prepare(app, "ada");
  await settleAndPublish(app, id, "ada");
  const token = await app.dataSets.createLink(id, "reminders-off");
  const body = new URLSearchParams({ "List-Unsubscribe": "One-Click" });
  const press = (path: string): Promise<Response> => fetch(app.url + path, { method: "POST", body });
  expect((await press(`/data-reminders/${token}?of=readers`)).status).toBe(200);
  expect(await app.dataSets.get(id)).toMatchObject({ reminds: true, tells: false });
  expect((await press(`/data-reminders/${token}`)).status).toBe(200);
  expect(await app.dataSets.get(id)).toMatchObject({ reminds: false, tells: false });
  expect((await press(`${set}questions`)).status).toBe(403);
});

test("a set that was handed over is not turned off by the letters of the keeper before", async () => {
  await using app = await openTestPublishingApp({ now });
  const id = await prepare(app, "ada");
  await settleAndPublish(app, id, "ada");
  const token = await app.dataSets.createLink(id, "reminders-off");
  const accept = await app.dataSets.createLink(id, "hand-over");
  await app.post(`/publish/accept/${accept}`, {}, "ben");
  expect((await app.post(`/data-reminders/${token}`, { off: "both" })).status).toBe(410);
});

test("the page of a group lists what it keeps, up to date, late or retired, and every set leads to it", async () => {
  await using app = await openTestPublishingApp({ now });
  const id = await prepare(app, "ada");
  await settleAndPublish(app, id, "ada");
  const group = /href="(\/data-groups\/[\w-]+)"/.exec(await (await app.get(set)).text())?.[1] ?? "";
  expect(group).toBe("/data-groups/the-invented-hall-group");
  expect(await (await app.get(group)).text()).toContain("● Up to date: last on 3 May 2026.");
  app.now = now + 60 * day;
  expect(await (await app.get(group)).text()).toContain("▲ Promised every month; last on 3 May 2026.");
  await app.post(`/publish/${id}/retire`, { why: "It closed.", revision: await revisionAt(app, id) }, "ada");
  expect(await (await app.get(group)).text()).toContain("■ Retired on");
  expect((await app.get("/data-groups/nobody")).status).toBe(404);
});

test("a private address gives a calendar and a feed of one's own reminders; a new address ends the old, and it can be closed", async () => {
  await using app = await openTestPublishingApp({ now });
  const id = await prepare(app, "ada");
  await settleAndPublish(app, id, "ada");
  const made = async (): Promise<string> => {
    const page = await (await app.post("/publish/feed", {}, "ada")).text();
    return /(\/data-reminders\/[\w-]+)\/reminders\.ics/.exec(page)?.[1] ?? "";
  };
  const first = await made();
  const calendar = await (await app.get(`${first}/reminders.ics`)).text();
  expect(calendar).toContain("SUMMARY:Update due: Visits to Ambleford Hall");
  expect(calendar).toContain("DTSTART;VALUE=DATE:20260603");
  expect(calendar.replaceAll("\r\n ", "")).toContain(`/publish/${id}`);
  expect(await (await app.get(`${first}/feed.xml`)).text()).not.toContain("Visits to Ambleford Hall");
  app.now = now + 40 * day;
  expect(await (await app.get(`${first}/feed.xml`)).text()).toContain("An update is due: Visits to Ambleford Hall");
  const second = await made();
  expect((await app.get(`${first}/reminders.ics`)).status).toBe(404);
  expect((await app.get(`${second}/reminders.ics`)).status).toBe(200);
  await app.post("/publish/feed/stop", {}, "ada");
  expect((await app.get(`${second}/feed.xml`)).status).toBe(404);
});

test("two windows that press Publish at once publish one version", async () => {
  await using app = await openTestPublishingApp({ now });
  const id = await prepare(app, "ada");
  await app.post(`/publish/${id}/findings`, { "choice.0": "0", revision: await revisionAt(app, id) }, "ada");
  const answers = {
    allowed: "Yes.",
    whose: "Ours.",
    personal: "No.",
    small: "No.",
    meaning: "Yes.",
    change: "Monthly.",
  };
  await app.post(
    `/publish/${id}/checklist`,
    { ...answers, licence: "CC0-1.0", revision: await revisionAt(app, id) },
    "ada",
  );
  const revision = await revisionAt(app, id);
  const both = [1, 2].map(() => app.post(`/publish/${id}/publish`, { revision }, "ada"));
  await Promise.all(both);
  expect((await app.dataSets.get(id)).version).toBe("v1");
  const versions = (await readdir(join(app.site, "visits-to-ambleford-hall"))).filter((name) => /^v\d/.test(name));
  expect(versions).toEqual(["v1"]);
  expect(app.incidents).toEqual([]);
});
