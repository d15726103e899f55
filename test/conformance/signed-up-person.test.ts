/** Somebody who only signed up: `surgery person` lists, takes out and erases them as it does those who joined. */
import { composeServer, parseConfig } from "@data-surgery/server";
import { migrations } from "../../server/src/compose.js";
import { openStore } from "../../server/src/store/index.js";
import type { SurgeryTables } from "../../server/src/surgeries/tables.js";
import { everyRow, leaveTraces } from "../../server/src/surgeries/test-canary-contact.js";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { everyFile, person, seen } from "../support/person-command.js";

const canary = {
  name: "Quillonda",
  email: "quillonda@example.org",
  group: "Zephyrine Circle",
  need: "Our tamarisk figures",
  accessNeeds: "A lectern of basalt",
};
const words = ["quillonda", "zephyrine", "tamarisk", "basalt"];

/** Cookie of the trainer's, and of nobody's before. */
class Visitor {
  cookie = "";
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  async post(path: string, fields: Record<string, string>): Promise<string> {
    const headers = { cookie: this.cookie, origin: this.#url, accept: "text/html" };
    const body = new URLSearchParams(fields);
    const answer = await fetch(this.#url + path, { method: "POST", headers, body, redirect: "manual" });
    this.cookie = answer.headers.getSetCookie()[0]?.split(";")[0] ?? this.cookie;
    return answer.text();
  }
}

const canaryEvening = (): Record<string, string> => ({
  kind: "surgery",
  venue: "new",
  venueName: "Invented Hall",
  address: "1 Invented Street",
  mapLink: "",
  accessNotes: "",
  timeZone: "Europe/London",
  title: "Canary evening",
  about: "Invented.",
  hostGroup: "Invented Group",
  curriculum: "",
  languages: "English",
  photoPolicy: "none",
  capacity: "1",
  firstDate: new Date(Date.now() + 30 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10),
  starts: "18:00",
  ends: "20:00",
  repeats: "once",
});

/** The canary came to a date that is over, and left something in every table; the notebooks know them by another name. */
async function haveBeenThere(file: string): Promise<Record<string, number>> {
  const store = await openStore({ type: "sqlite", file }, migrations);
  const db = store.tables<SurgeryTables & { persons: { id: string; name: string } }>();
  const { id: contactId } = await db
    .selectFrom("contacts")
    .select("id")
    .where("name", "=", canary.name)
    .executeTakeFirstOrThrow();
  const known = await db.selectFrom("persons").select("id").where("name", "=", "Tarragonia").executeTakeFirstOrThrow();
  const [date] = await db.selectFrom("surgery_dates").selectAll().execute();
  const past = { ...date!, id: "date-that-is-over", announced_for: "2020-01-02", starts_at: 0, ends_at: 1 };
  await db.insertInto("surgery_dates").values(past).execute();
  const who = { contactId, dateId: past.id, otherId: "somebody-else", personId: known.id };
  await leaveTraces(db, who, canary.name, Date.now());
  const rows = await everyRow(db);
  await store.close();
  const counted = ["attendances", "sittings", "outcome_cards", "confidence_answers", "follow_ups"];
  return Object.fromEntries(counted.map((table) => [table, rows[table]!.length]));
}

test("an erased canary is in no byte of the data folder, and their place went to the next", async () => {
  const folder = await mkdtemp(join(tmpdir(), "surgery-signed-up-"));
  const data = join(folder, "data");
  try {
    const server = await composeServer(
      // Nobody answers there: letters wait in the store, where they must be found.
      parseConfig({
        port: "0",
        data,
        env: { SURGERY_SMTP: "smtp://127.0.0.1:9", SURGERY_MAIL_FROM: "Us <us@example.org>" },
      }),
    );
    const trainer = new Visitor(server.url);
    await trainer.post(new URL(server.trainerUrl).pathname, {});
    await trainer.post("/surgeries/new", canaryEvening());
    const page = await (await fetch(`${server.url}/surgeries/canary-evening/sign-up`)).text();
    const date = /name="(date-[\w-]+)"/.exec(page)?.[1] ?? "";
    const stranger = new Visitor(server.url);
    const form = { part: "patient", dataLink: "", skills: "", languages: "English", website: "", [date]: "on" };
    await stranger.post("/surgeries/canary-evening/sign-up", { ...form, ...canary, form: crypto.randomUUID() });
    await stranger.post("/surgeries/canary-evening/sign-up", {
      ...form,
      form: crypto.randomUUID(),
      name: "Next",
      email: "",
      group: "",
      need: "A chart",
      accessNeeds: "",
    });
    const learner = new Visitor(server.url);
    await learner.post("/join", { code: server.joinCode, name: "Tarragonia" });
    await server.close();
    const counted = await haveBeenThere(join(data, "surgery.db"));
    expect(seen(await everyFile(data), words).length).toBeGreaterThan(0);

    const listed = await person("list", "--data", data);
    expect(listed.stdout).toMatch(/Quillonda +signed-up/);
    const out = join(folder, "taken");
    const taken = await person("export", canary.email, "--data", data, "--out", out);
    expect([taken.code, taken.stderr]).toEqual([0, ""]);
    const kept = await readFile(join(out, "person.json"), "utf8");
    for (const word of [...words, "tarragonia"]) expect(kept.toLowerCase()).toContain(word);
    const erased = await person("erase", "Quillonda", "--yes", "--data", data);
    expect([erased.code, erased.stderr]).toEqual([0, ""]);
    // Known to the notebooks by another name: one person, and both go.
    expect(erased.stdout).toContain("name, with resume code and signed-in devices");
    expect(seen(await everyFile(data), [...words, "tarragonia"])).toEqual([]);
    const store = await openStore({ type: "sqlite", file: join(data, "surgery.db") }, migrations);
    const after = await everyRow(store.tables<SurgeryTables>());
    await store.close();
    for (const [table, count] of Object.entries(counted)) expect([table, after[table]?.length]).toEqual([table, count]);

    const again = await composeServer(parseConfig({ port: "0", data, env: {} }));
    const shown = await fetch(`${again.url}/surgeries/canary-evening`);
    expect(await shown.text()).toContain("Full: you can join the waiting list");
    await again.close();
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});

test("erased from their own page while the server runs: at once in no byte of the data folder, and in no feed or page", async () => {
  const folder = await mkdtemp(join(tmpdir(), "surgery-own-page-"));
  const server = await composeServer(parseConfig({ port: "0", data: folder, env: {} }));
  try {
    const trainer = new Visitor(server.url);
    await trainer.post(new URL(server.trainerUrl).pathname, {});
    await trainer.post("/surgeries/new", canaryEvening());
    const page = await (await fetch(`${server.url}/surgeries/canary-evening/sign-up`)).text();
    const date = /name="(date-[\w-]+)"/.exec(page)?.[1] ?? "";
    const done = await new Visitor(server.url).post("/surgeries/canary-evening/sign-up", {
      ...canary,
      part: "patient",
      dataLink: "",
      skills: "",
      languages: "English",
      website: "",
      [date]: "on",
      form: crypto.randomUUID(),
    });
    const link = /\/signed-up\/[\w-]{43}/.exec(done)?.[0] ?? "";
    expect(seen(await everyFile(folder), words).length).toBeGreaterThan(0);
    const said = await new Visitor(server.url).post(`${link}/erase`, {});
    expect(said).toContain("It is gone");
    expect(seen(await everyFile(folder), words)).toEqual([]);
    for (const path of ["/surgeries", "/surgeries.ics", "/surgeries.atom", "/surgeries.rss", "/api/surgeries"]) {
      const text = (await (await fetch(server.url + path)).text()).toLowerCase();
      expect(words.filter((word) => text.includes(word))).toEqual([]);
    }
    expect((await fetch(server.url + link)).status).toBe(404);
  } finally {
    await server.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});

test("who asks on their own page is let in nowhere from then on, and at the next start is in no byte", async () => {
  const folder = await mkdtemp(join(tmpdir(), "surgery-asked-"));
  try {
    const config = parseConfig({ port: "0", data: folder, env: {} });
    const server = await composeServer(config);
    const learner = new Visitor(server.url);
    await learner.post("/join", { code: server.joinCode, name: "Quillonda" });
    const { cookie } = learner;
    const asMember = { headers: { cookie, accept: "text/html" }, redirect: "manual" } as const;
    const kept = await (await fetch(`${server.url}/me/privacy/mine.json`, asMember)).json();
    expect(kept).toMatchObject({ person: { name: "Quillonda" }, surgeries: [], progress: [] });
    expect(await learner.post("/me/privacy/erase", { name: "Somebody else" })).toContain("Nothing was erased.");
    expect((await fetch(`${server.url}/me/privacy`, asMember)).status).toBe(200);
    expect(await learner.post("/me/privacy/erase", { name: "quillonda " })).toContain("signed out for good");
    expect((await fetch(`${server.url}/me/privacy`, asMember)).status).not.toBe(200);
    await server.close();
    expect(seen(await everyFile(folder), ["quillonda"]).length).toBeGreaterThan(0);
    const again = await composeServer(config);
    expect(seen(await everyFile(folder), ["quillonda"])).toEqual([]);
    await again.close();
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});
