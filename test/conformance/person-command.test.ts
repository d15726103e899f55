/**
 * `surgery person`, as somebody types it, on the data folder of a workshop that was: what is taken out is whole and says nothing of
 * others, and what is erased stands in no byte of any file.
 */
import type { PeopleCommand } from "@data-surgery/contract";
import type { Notebook } from "@data-surgery/jupyter";
import Database from "better-sqlite3";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inflateRawSync } from "node:zlib";
import { eventually, TestClient } from "../../server/src/rooms/test-room-client.js";
import { openComposed, type ComposedServer } from "../support/composed.js";
import { everyFile, person, seen, type Ended, type Found } from "../support/person-command.js";

const right: Readonly<Record<string, string>> = {
  "count-countries": "let howMany = countries.length; // NAME counted",
  "fell-since-1980": "let fell = countries.filter((row) => row.life_2005 < row.life_1980);",
  "change-since-1955": 'let changes = addColumn(countries, "change", (row) => row.life_2005 - row.life_1955);',
  finding: "**NAME's finding:** it rose in 61 of the 62 countries. **It can't say** why.",
};
const shared = "shared/group.ipynb";
/** Longer than what a document keeps in itself. */
const largeOutput = "quillfeather printed this. ".repeat(4000);

let folder: string;
let data: string;
/** What must be nowhere in the end, in small letters. */
let canaries: string[];
let bea: { cookie: string; id: string; home: string; path: string; progress: unknown; notebook: string };
let trainer: string;
let resumeCode: string;
/** What the command said while a server ran. */
let whileItRuns: Ended;

const idOf = async (house: ComposedServer, cookie: string): Promise<string> =>
  ((await house.ask(cookie, "/api/me")).json as { identity: { username: string } }).identity.username;

async function done(house: ComposedServer, cookie: string, path: string, method: string, body?: unknown) {
  const form = typeof body === "string" ? { headers: { "content-type": "application/x-www-form-urlencoded" } } : {};
  const answer = await house.ask(cookie, path, { method, ...form, ...(body === undefined ? {} : { body }) });
  if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${answer.text.slice(0, 300)}`);
  return answer;
}

/** Answers every exercise of the first lesson; resolves to the attempt that a person must read. */
async function work(
  house: ComposedServer,
  cookie: string,
  path: string,
  name: string,
  output: string,
): Promise<string> {
  const url = `/api/contents/${path}`;
  const { content } = (await done(house, cookie, url, "GET")).json as { content: Notebook };
  const cells = content.cells.map((cell) => {
    const ours = (cell.metadata["data_surgery"] ?? {}) as { role?: string; exercise?: string };
    if (!["exercise", "question"].includes(ours.role ?? "")) return cell;
    const outputs =
      cell.cell_type === "code" ? { outputs: [{ output_type: "stream", name: "stdout", text: output }] } : {};
    return { ...cell, source: (right[ours.exercise ?? ""] ?? cell.source).replace("NAME", name), ...outputs };
  });
  await done(house, cookie, url, "PUT", { type: "notebook", format: "json", content: { ...content, cells } });
  let handedIn = "";
  for (const exercise of Object.keys(right)) {
    const at = `/api/lessons/first-look/exercises/${exercise}/check`;
    const result = (await done(house, cookie, at, "POST", { path })).json as { type: string; attemptId: string };
    if (!["pass", "handed-in"].includes(result.type)) throw new Error(`${exercise}: ${JSON.stringify(result)}`);
    handedIn = result.attemptId;
  }
  return handedIn;
}

async function ask(client: TestClient, command: PeopleCommand): Promise<void> {
  const { status } = await client.ask(command);
  if (status !== 200) throw new Error(`${command.type}: ${status}`);
}

/** A call that is answered with a note, and a hint that is sent. */
async function callForHelp(house: ComposedServer, quill: string, quillId: string): Promise<void> {
  await done(house, quill, "/api/help", "POST", { status: "help" });
  const page = (await done(house, trainer, "/board/help", "GET")).text;
  const call = page.slice(page.indexOf(`data-waiting="${quillId}"`));
  const [, id] = /\/board\/help\/([0-9a-f-]{36})\/claim/.exec(call) ?? [];
  await done(house, trainer, `/board/help/${id}/claim`, "POST", "");
  const note = fields({ note: "Quillfeather had lost a bracket.", topic: "code" });
  await done(house, trainer, `/board/help/${id}/resolve`, "POST", note);
  const hint = {
    kind: "hint",
    text: "Dear Quillfeather, count the brackets.",
    to: "picked",
    [`person.${quillId}`]: "on",
  };
  await done(house, trainer, "/board/push", "POST", fields(hint));
}

const fields = (values: Readonly<Record<string, string>>): string => new URLSearchParams(values).toString();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "surgery-person-"));
  data = join(folder, "data");
  await using house = await openComposed({ data });
  const quill = await house.join("Quillfeather");
  const beatrix = await house.join("Beatrix");
  trainer = await house.trainer();
  const card = (await done(house, quill, "/me/card", "GET")).text;
  resumeCode = /\b[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}\b/.exec(card)?.[0] ?? "";
  const [quillId, beaId] = [await idOf(house, quill), await idOf(house, beatrix)];
  const [quillHome, beaHome] = [await house.homeOf(quill), await house.homeOf(beatrix)];
  const pathIn = (home: string): string => `people/${home}/first-look/first-look.ipynb`;
  const quillPath = pathIn(quillHome);

  const read = await work(house, beatrix, pathIn(beaHome), "Beatrix", "of beatrix");
  const clear = fields({ decision: "accepted", seen: "0", comment: "Clear and honest." });
  await done(house, trainer, `/board/review/${read}`, "POST", clear);
  const answer = await work(house, quill, quillPath, "Quillfeather", largeOutput);
  const review = fields({ decision: "accepted", seen: "0", comment: "Well read, Quillfeather." });
  await done(house, trainer, `/board/review/${answer}`, "POST", review);
  await done(house, quill, "/api/lessons/first-look/exercises/finding/hint", "POST", { path: quillPath, number: 1 });
  // Whoever runs the workshop may check in a learner's folder: the attempt is theirs, the path is not.
  await done(house, trainer, "/api/lessons/first-look/exercises/count-countries/check", "POST", { path: quillPath });
  await done(house, quill, "/me/badges/explorer", "POST", fields({ name: "yes", "answer/first-look/finding": "yes" }));
  const raw = '{ // quillfeather likes it dark\n"theme": "JupyterLab Dark" }';
  await done(house, quill, "/lab/api/settings/@jupyterlab/apputils-extension:themes", "PUT", { raw });
  const layout = { data: { tabs: [quillPath] }, metadata: { id: "default" } };
  for (const who of [quill, trainer]) await done(house, who, "/lab/api/workspaces/default", "PUT", layout);
  await done(house, quill, `/api/contents/${quillPath}/checkpoints`, "POST");
  const part = { type: "file", format: "text", content: "quillfeather began an upload", chunk: 1 };
  await done(house, quill, `/api/contents/people/${quillHome}/notes.txt`, "PUT", part);
  const group = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [cellOf("one", ""), cellOf("two", "")] };
  await done(house, beatrix, `/api/contents/${shared}`, "PUT", { type: "notebook", format: "json", content: group });

  using own = await TestClient.open(house.port, quill, quillPath);
  own.cell(0).insert(0, "quillfeather typed ");
  await own.flushed();
  using hers = await TestClient.open(house.port, quill, shared);
  using theirs = await TestClient.open(house.port, beatrix, shared);
  hers.cell(0).insert(0, "a deleted quillfeather line");
  await hers.flushed();
  hers.cell(0).delete(0, "a deleted quillfeather line".length);
  hers.cell(0).insert(0, "// half of the group's work");
  theirs.cell(1).insert(0, "the other half");
  await Promise.all([hers.flushed(), theirs.flushed()]);
  await ask(hers, { type: "say", text: "quillfeather said this", cellId: null });
  await ask(theirs, { type: "say", text: "beatrix said that", cellId: null });
  const asked = { path: shared, name: "group.ipynb", type: "notebook", kernel: {} };
  const { kernel } = (await done(house, quill, "/api/sessions", "POST", asked)).json as { kernel: { id: string } };
  const cell = { document_id: `json:notebook:${hers.session?.fileId}`, cell_id: "one" };
  await done(house, quill, `/api/kernels/${kernel.id}/execute`, "POST", cell);
  using visiting = await TestClient.knock(house.port, trainer, quillPath);
  await ask(own, { type: "give", personId: await idOf(house, trainer), role: "edit" });
  await eventually("the trainer is in", () => visiting.isSynced);
  // A helper's hand, in a notebook whose path has the learner's name.
  await ask(visiting, { type: "raise-hand", cellId: cellIdOf(visiting) });
  await callForHelp(house, quill, quillId);
  const progress = (await done(house, beatrix, "/api/progress/mine", "GET")).json;
  for (const client of [own, hers, theirs, visiting]) client.disconnect();

  whileItRuns = await person("list", "--data", data);
  const noted = { cookie: beatrix, id: beaId, home: beaHome, path: pathIn(beaHome), progress };
  bea = { ...noted, notebook: (await done(house, beatrix, `/api/contents/${pathIn(beaHome)}`, "GET")).text };
  canaries = ["quillfeather", quillId, quillHome, resumeCode, resumeCode.replaceAll("-", "")];
}, 180_000);
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

const cellOf = (id: string, source: string) => ({
  cell_type: "code",
  id,
  source,
  metadata: {},
  outputs: [],
  execution_count: null,
});

function cellIdOf(client: TestClient): string {
  return (client.doc.getArray("cells").toJSON() as { id: string }[])[0]?.id ?? "";
}

/** What the database keeps compressed. */
function unpackedParts(): Found[] {
  const database = new Database(join(data, "surgery.db"), { readonly: true });
  try {
    const rows = database.prepare("select hash, bytes from document_parts").all() as { hash: string; bytes: Buffer }[];
    return rows.map(({ hash, bytes }) => ({ name: `part ${hash}`, text: inflateRawSync(bytes).toString("latin1") }));
  } finally {
    database.close();
  }
}

const patient = { timeout: 180_000 };

test(
  "who is here is told by name and kind; a running server, a name that nobody or more than one has are told in words, and nothing is written",
  patient,
  async () => {
    expect([whileItRuns.code, whileItRuns.stderr]).toEqual([
      1,
      expect.stringContaining("using this data folder already"),
    ]);
    const listed = await person("list", "--data", data);
    expect(listed.stdout).toMatch(/^Quillfeather {2}learner {2}joined 20\d\d-/m);
    expect(listed.stdout).toMatch(/^Beatrix {2}learner/m);
    expect(listed.stdout).toMatch(/^Trainer {2}trainer/m);
    const unknown = await person("export", "Nobody", "--data", data, "--out", join(folder, "nobody"));
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining("anybody called “Nobody”")]);
    expect(await readdir(folder)).not.toContain("nobody");
    // Names are one of a kind within a workshop only.
    const database = new Database(join(data, "surgery.db"));
    const namesake = ["another-id", "another-workshop", "Quillfeather", "learner", "another-home", "", 0];
    database.prepare("insert into persons values (?, ?, ?, ?, ?, ?, ?, null)").run(...namesake);
    const several = await person("erase", "Quillfeather", "--data", data, "--yes");
    expect([several.code, several.stdout]).toEqual([1, ""]);
    expect(several.stderr).toContain("another-id (joined 1970-01-01)");
    const byId = await person("erase", "another-id", "--data", data);
    expect(byId.stdout).toContain("joined 1970-01-01 00:00 UTC  another-id");
    database.prepare("delete from persons where id = 'another-id'").run();
    database.close();
  },
);

test("what is taken out holds all of one person, and no name, folder or id of another", patient, async () => {
  const out = join(folder, "taken");
  const taken = await person("export", "quillfeather", "--data", data, "--out", out);
  expect([taken.code, taken.stderr]).toEqual([0, ""]);
  const files = await everyFile(out);
  const record = files.find(({ name }) => name === "person.json")?.text ?? "";
  const kept = JSON.parse(record) as Record<string, unknown>;
  expect(kept).toMatchObject({
    person: { name: "Quillfeather", role: "learner" },
    signedIn: [{}],
    badges: [{ level: "explorer" }],
    reviewsOfThem: [{ comment: "Well read, Quillfeather." }],
    reviewsByThem: [],
    help: { calls: [{ outcome: "resolved", note: "Quillfeather had lost a bracket.", topic: "code" }], helped: [] },
    sentByHelpers: { received: [{ kind: "hint", text: "Dear Quillfeather, count the brackets." }], sent: [] },
    frontEnd: { settings: [{ raw: expect.stringContaining("likes it dark") as string }], workspaces: [{}] },
    work: {
      documents: [{ path: expect.stringContaining("first-look.ipynb") as string }],
      wroteIn: [shared],
      ranCells: [{ path: shared, cellId: "one", status: "ok" }],
      messages: [{ text: "quillfeather said this" }],
    },
  });
  const count = (key: string): number => (kept[key] as unknown[]).length;
  expect([count("attempts"), count("answers")]).toEqual([4, 1]);
  expect(count("progress")).toBeGreaterThanOrEqual(7);
  const names = files.map(({ name }) => name);
  expect(names).toContain("files/first-look/first-look.ipynb");
  expect(names).toContain("checkpoints/first-look/first-look.ipynb");
  const notebook = files.find(({ name }) => name === "files/first-look/first-look.ipynb")?.text ?? "";
  expect(notebook).toContain("quillfeather typed ");
  expect(notebook).toContain(largeOutput);
  expect(seen(files, ["beatrix", bea.id, bea.home])).toEqual([]);
  const again = await person("export", "Quillfeather", "--data", data, "--out", out);
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining("nothing was written")]);
});

test("erased, they are in no byte of any file; the others' work is whole and the server goes on", patient, async () => {
  const asked = await person("erase", "Quillfeather", "--data", data);
  expect([asked.code, asked.stdout]).toEqual([1, expect.stringContaining("Nothing was erased")]);
  // The search finds what it looks for, in the database and beside it.
  const before = seen([...(await everyFile(data)), ...unpackedParts()], canaries.slice(0, 3));
  expect(before.filter((one) => one.startsWith("quillfeather in"))).toEqual(
    expect.arrayContaining([
      "quillfeather in surgery.db",
      expect.stringContaining("in uploads"),
      expect.stringContaining("in outputs"),
      expect.stringContaining("in part"),
      expect.stringContaining("in checkpoints"),
    ]),
  );

  const erased = await person("erase", "Quillfeather", "--data", data, "--yes");
  expect([erased.code, erased.stderr]).toEqual([0, ""]);
  expect(erased.stdout).toContain("1 × notebooks that they shared with others");
  expect(seen([...(await everyFile(data)), ...unpackedParts()], canaries)).toEqual([]);
  expect((await person("list", "--data", data)).stdout).not.toContain("Quillfeather");

  await using house = await openComposed({ data });
  const board = (await done(house, trainer, "/api/board", "GET")).text;
  expect(board).toContain("Beatrix");
  expect(board.toLowerCase()).not.toContain("quillfeather");
  expect((await done(house, bea.cookie, `/api/contents/${bea.path}`, "GET")).text).toBe(bea.notebook);
  expect((await done(house, bea.cookie, "/api/progress/mine", "GET")).json).toEqual(bea.progress);
  using group = await TestClient.open(house.port, bea.cookie, shared);
  expect([group.text, group.cell(1).toJSON()]).toEqual(["// half of the group's work", "the other half"]);
  group.cell(1).insert(0, "still ");
  await group.flushed();
  const resume = fields({ code: resumeCode });
  const form = { origin: `http://127.0.0.1:${house.port}`, "content-type": "application/x-www-form-urlencoded" };
  const back = await house.ask("", "/resume", { method: "POST", headers: form, body: resume });
  expect([back.status >= 400, back.headers["set-cookie"]]).toEqual([true, undefined]);
});

test(
  "a trainer who is erased is in no byte of any file, and what they decided stays with whose answer it was",
  patient,
  async () => {
    const database = new Database(join(data, "surgery.db"), { readonly: true });
    const { id, home } = database.prepare("select id, home from persons where role = 'trainer'").get() as {
      id: string;
      home: string;
    };
    database.close();
    expect(seen(await everyFile(data), [id])).not.toEqual([]);
    const erased = await person("erase", id, "--data", data, "--yes");
    expect([erased.code, erased.stderr]).toEqual([0, ""]);
    expect(erased.stdout).toContain("1 × reviews that they wrote about others' answers");
    expect(seen([...(await everyFile(data)), ...unpackedParts()], [id, home])).toEqual([]);
    await using house = await openComposed({ data });
    const card = (await done(house, bea.cookie, "/api/lessons/first-look/exercises", "GET")).text;
    expect(card).toContain("Clear and honest.");
  },
);
