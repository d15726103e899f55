import type { Difference, History, RestoreReply } from "@data-surgery/contract";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type * as Y from "yjs";
import { eventually, TestClient } from "./test-room-client.js";
import { openRoomServer, writeNotebookFile, type RoomServer } from "./test-room-server.js";

const path = "shared/ann/lesson.ipynb";
const own = "people/ann/own.ipynb";
/** Nothing becomes a version by itself within a test. */
const versionTimes = { pause: 3_600_000, longest: 3_600_000 };

async function ask(
  server: RoomServer,
  cookie: string,
  page: TestClient,
  rest: string = "",
  body?: object,
): Promise<Response> {
  const origin = `http://127.0.0.1:${server.port}`;
  return fetch(`${origin}/api/history/${page.session!.fileId}${rest}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { cookie, origin, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

const history = async (server: RoomServer, page: TestClient): Promise<History["versions"]> =>
  ((await (await ask(server, "learner-ann", page)).json()) as History).versions;

test("RO31 a stretch of work becomes a version that says who changed which cell, how, and when", async () => {
  await using server = await openRoomServer({
    settings: { versionTimes },
    runCode: (_code, say) => {
      say("stream", { name: "stdout", text: "out" });
      return { status: "ok", executionCount: 1 };
    },
  });
  await writeNotebookFile(server.folder, path, ["one", "two", "three"]);
  const before = Date.now();
  using ann = await TestClient.open(server.port, "learner-ann", path);
  using tom = await TestClient.open(server.port, "trainer-tom", path);
  expect((await history(server, ann)).map(({ version, kind, people }) => [version, kind, people])).toEqual([
    [1, "start", []],
  ]);
  ann.cell(0).insert(3, " by ann");
  await ann.flushed();
  tom.doc.getArray<Y.Map<unknown>>("cells").delete(1);
  tom.cell(0).delete(0, 1);
  await tom.flushed();
  await ann.run("k1", "cell-2");
  const [newest, ...older] = await history(server, ann);
  expect(older).toHaveLength(1);
  expect(newest).toMatchObject({ version: 2, kind: "edit", people: ["ann", "tom"] });
  expect(newest!.changes.toSorted((a, b) => a.cellId.localeCompare(b.cellId))).toEqual([
    { cellId: "cell-0", change: "changed", place: 1, people: expect.arrayContaining(["ann", "tom"]) as unknown },
    { cellId: "cell-1", change: "removed", place: 2, people: [] },
    { cellId: "cell-2", change: "outputs", place: 2, people: ["ann"] },
  ]);
  expect(newest!.since).toBeGreaterThanOrEqual(before);
  expect(newest!.at).toBeLessThanOrEqual(Date.now());
  // Looking makes no version where nothing happened.
  expect(await history(server, ann)).toHaveLength(2);
});

test("RO31 a pause ends a stretch by itself, and leaving ends it too", async () => {
  await using server = await openRoomServer({ settings: { versionTimes: { pause: 100, longest: 10_000 } } });
  await writeNotebookFile(server.folder, path, ["x"]);
  using ann = await TestClient.open(server.port, "learner-ann", path);
  for (const word of ["one ", "two "]) {
    ann.cell(0).insert(0, word);
    await ann.flushed();
    const wanted = word === "one " ? 2 : 3;
    const count = async (): Promise<number> => (await server.versions.list(ann.session!.fileId)).length;
    await eventually("a version is there", async () => (await count()) === wanted);
  }
  ann.cell(0).insert(0, "three ");
  await ann.flushed();
  await server.rooms.close();
  const last = (await server.versions.list(ann.session!.fileId)).at(-1)!;
  expect(await server.versions.content(ann.session!.fileId, last)).toMatchObject({
    notebook: { cells: [{ source: "three two one x" }] },
  });
});

test("RO31 what was written before a kill is a version after it, with its own time", async () => {
  await using first = await openRoomServer({ settings: { versionTimes } });
  const { folder } = first;
  await writeNotebookFile(folder, path, ["x"]);
  using ann = await TestClient.open(first.port, "learner-ann", path);
  await history(first, ann);
  ann.cell(0).insert(0, "kept ");
  await ann.flushed();
  // As after a kill: the keeper never got to write.
  const opened = await first.rooms.open(ann.session!.fileId);
  opened.versions.finish = () => Promise.resolve();
  ann.disconnect();
  await first.rooms.close();
  const stopped = Date.now();
  await using second = await openRoomServer({ folder, settings: { versionTimes } });
  await ann.connect(second.port);
  const [newest] = await history(second, ann);
  expect(newest).toMatchObject({
    version: 2,
    kind: "edit",
    people: ["ann"],
    changes: [{ cellId: "cell-0", change: "changed", people: ["ann"] }],
  });
  expect(newest!.at).toBeLessThanOrEqual(stopped);
});

test("RO32 the difference between two versions, and between a version and now, is told by cell", async () => {
  await using server = await openRoomServer({ settings: { versionTimes } });
  await writeNotebookFile(server.folder, path, ["one", "two"]);
  using ann = await TestClient.open(server.port, "learner-ann", path);
  await history(server, ann);
  ann.cell(1).insert(3, "\nmore");
  await ann.flushed();
  await history(server, ann);
  ann.cell(0).delete(0, 3);
  await ann.flushed();
  const between = (await (await ask(server, "learner-ann", ann, "/difference?from=1&to=2")).json()) as Difference;
  expect(between.cells.map((cell) => [cell.cellId, cell.change])).toEqual([["cell-1", "changed"]]);
  expect(between.text).toBe("Cell 2 (code): changed\n  two\n+ more\n");
  const now = (await (await ask(server, "learner-ann", ann, "/difference?from=1")).json()) as Difference;
  expect(now.cells.map((cell) => cell.cellId)).toEqual(["cell-0", "cell-1"]);
  expect((await ask(server, "learner-ann", ann, "/difference?from=99")).status).toBe(404);
  expect((await ask(server, "learner-ann", ann, "/difference?from=x")).status).toBe(404);
});

test("RO33 restoring is an edit in somebody's name: open pages follow, their unsent edits stay, and it can be undone", async () => {
  await using server = await openRoomServer({ settings: { versionTimes } });
  await writeNotebookFile(server.folder, path, ["one", "two"]);
  using ann = await TestClient.open(server.port, "learner-ann", path);
  using tom = await TestClient.open(server.port, "trainer-tom", path);
  await history(server, ann);
  ann.cell(0).delete(0, 3);
  ann.doc.getArray("cells").delete(1);
  await ann.flushed();
  tom.disconnect();
  await eventually("he has it", () => ann.cellCount === 1);
  tom.cell(0).insert(tom.text.length, "t");
  const reply = (await (await ask(server, "learner-ann", ann, "/restore", { version: 1 })).json()) as RestoreReply;
  expect(reply).toEqual({ version: 3, undo: 2 });
  await eventually("her page follows", () => ann.cellCount === 2 && ann.text === "one");
  await tom.connect();
  await eventually("both have all", () => ann.text === tom.text && ann.text.includes("t"));
  expect(ann.session).toEqual(tom.session);
  const [newest] = await history(server, ann);
  expect(newest!.people).toContain("tom");
  expect((await history(server, ann)).find(({ version }) => version === 3)).toMatchObject({
    kind: "restore",
    people: ["ann"],
  });
  await ask(server, "learner-ann", ann, "/restore", { version: reply.undo });
  await eventually("it is undone", () => ann.cellCount === 1 && ann.text === "");
  await server.rooms.flush();
  expect(JSON.parse(await readFile(join(server.folder, "files", path), "utf8"))).toMatchObject({
    cells: [{ source: [] }],
  });
});

test("RO31 a file that changed by itself is a version of its own kind", async () => {
  await using server = await openRoomServer({ settings: { versionTimes } });
  await writeNotebookFile(server.folder, path, ["one"]);
  using ann = await TestClient.open(server.port, "learner-ann", path);
  await history(server, ann);
  await writeNotebookFile(server.folder, path, ["from outside"]);
  await eventually("she has it", () => ann.text === "from outside");
  const [newest] = await history(server, ann);
  expect(newest).toMatchObject({ kind: "file", people: [] });
});

test("RO31 text files have a history too", async () => {
  await using server = await openRoomServer({ settings: { versionTimes } });
  await writeNotebookFile(server.folder, path, ["x"]);
  await writeFile(join(server.folder, "files", "shared/ann/data.csv"), "a,b\n1,2\n");
  using ann = await TestClient.open(server.port, "learner-ann", "shared/ann/data.csv", "file");
  await history(server, ann);
  ann.doc.getText("source").insert(4, "0,0\n");
  await ann.flushed();
  const { text } = (await (await ask(server, "learner-ann", ann, "/difference?from=1")).json()) as Difference;
  expect(text).toBe("The text was changed\n  a,b\n+ 0,0\n  1,2\n  \n");
  await ask(server, "learner-ann", ann, "/restore", { version: 1 });
  await eventually("it is back", () => ann.doc.getText("source").toJSON() === "a,b\n1,2\n");
});

test("RO31 history is for those who may read the document, restoring for those who may write it", async () => {
  await using server = await openRoomServer();
  await writeNotebookFile(server.folder, own, ["x"]);
  using ann = await TestClient.open(server.port, "learner-ann", own);
  const answers = await Promise.all([
    ask(server, "learner-bob", ann),
    ask(server, "learner-bob", ann, "/difference?from=1"),
    ask(server, "learner-bob", ann, "/restore", { version: 1 }),
    ask(server, "learner-bob", ann, "/merge", { copy: {}, apply: true }),
    ask(server, "", ann),
  ]);
  expect(answers.map((answer) => answer.status)).toEqual([403, 403, 403, 403, 401]);
});

test("RO34 after a simulated working day log and history together are at most five times the document", async () => {
  const times = { quiet: 20, longest: 200, linger: 50 };
  await using server = await openRoomServer({ settings: { times, versionTimes: { pause: 60, longest: 400 } } });
  const paragraph = "Open data is data that anybody may use, change and share, for any purpose.\n";
  await writeNotebookFile(
    server.folder,
    path,
    Array.from({ length: 60 }, (_, index) => `// ${index}\n${paragraph.repeat(8)}`),
  );
  using ann = await TestClient.open(server.port, "learner-ann", path);
  using tom = await TestClient.open(server.port, "trainer-tom", path);
  // A day of two people, one letter at a time, at many times the speed: 4,000 letters and 1,000 that are taken back.
  for (let letter = 0; letter < 4000; letter++) {
    const [page, at] = [letter % 2 === 0 ? ann : tom, Math.floor(letter / 70)];
    page.cell(at).insert(page.cell(at).length, "abcde \n"[letter % 7]!);
    if (letter % 4 === 3) page.cell(at).delete(page.cell(at).length - 1, 1);
    if (letter % 10 === 0) await page.flushed();
  }
  await Promise.all([ann.flushed(), tom.flushed()]);
  const { fileId } = ann.session!;
  ann.disconnect();
  tom.disconnect();
  await eventually("the room is left", () => server.rooms.openCount === 0);
  const file = (await readFile(join(server.folder, "files", path))).byteLength;
  const log = await server.logBytes(fileId);
  const versions = await server.versions.size(fileId);
  expect((await server.versions.list(fileId)).length).toBeGreaterThan(5);
  expect(log + versions).toBeLessThan(5 * file);
});

test("RO40 a device's own copy of another history is put in by cell: nothing goes, both stay where both wrote, and it can be undone", async () => {
  await using server = await openRoomServer({ settings: { versionTimes } });
  await writeNotebookFile(server.folder, path, ["one", "two here", "three"]);
  using ann = await TestClient.open(server.port, "learner-ann", path);
  const cell = (id: string, source: string): object => ({
    id,
    cell_type: "code",
    metadata: {},
    source,
    execution_count: null,
    outputs: [],
  });
  const notebook = (...cells: object[]): object => ({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { other: true },
    cells,
  });
  const base = notebook(cell("cell-0", "one"), cell("cell-1", "two"), cell("cell-2", "three"));
  // Changed one that nobody else changed, one that somebody did, removed one, added one.
  const copy = notebook(cell("cell-0", "one mine"), cell("cell-1", "two mine"), cell("new", "added"));
  const merge = async (body: object): Promise<{ cells: { cellId: string; change: string }[]; undo?: number }> => {
    const response = await ask(server, "learner-ann", ann, "/merge", body);
    return (await response.json()) as { cells: { cellId: string; change: string }[]; undo?: number };
  };
  const planned = await merge({ base, copy, apply: false });
  expect(planned.cells.map((each) => each.change)).toEqual(["changed", "added", "added", "added"]);
  expect(ann.cellCount).toBe(3);
  const { undo } = await merge({ base, copy, apply: true });
  await eventually("it is in", () => ann.cellCount === 6);
  const sources = (): string[] => Array.from({ length: ann.cellCount }, (_, index) => ann.cell(index).toJSON());
  expect(sources()).toEqual([
    "one mine",
    "two here",
    expect.stringContaining("another device"),
    "two mine",
    "added",
    "three",
  ]);
  expect((await history(server, ann))[0]).toMatchObject({ kind: "merge", people: ["ann"] });
  // The file's and the device's are the same now where only one wrote: asked again there is nothing more of that.
  await ask(server, "learner-ann", ann, "/restore", { version: undo });
  await eventually("it is out", () => ann.cellCount === 3 && ann.text === "one");
  expect((await ask(server, "learner-ann", ann, "/merge", { copy: { cells: 3 }, apply: true })).status).toBe(400);
  const same = notebook(cell("cell-0", "one"), cell("cell-1", "two here"), cell("cell-2", "three"));
  expect((await merge({ copy: same, apply: true })).cells).toEqual([]);
});

test("RO27 RO31 a suggestion that was accepted is told with both names: who proposed it and who said yes", async () => {
  await using server = await openRoomServer({ settings: { versionTimes } });
  await writeNotebookFile(server.folder, own, ["one", "two"]);
  using ann = await TestClient.open(server.port, "learner-ann", own);
  using tom = await TestClient.knock(server.port, "trainer-tom", own);
  await ann.ask({ type: "give", personId: "tom", role: "suggest" });
  await tom.notice("role");
  await tom.ask({ type: "suggest", cellId: "cell-1", base: "two", text: "two and a half" });
  const { suggestion } = await ann.notice("suggestion");
  await ann.ask({ type: "accept", id: (suggestion as { id: string }).id });
  await eventually("it is in", () => ann.cell(1).toJSON() === "two and a half");
  const [newest] = await history(server, ann);
  expect(newest).toMatchObject({ kind: "edit", people: ["ann", "tom"] });
  expect(newest!.changes).toEqual([
    { cellId: "cell-1", change: "changed", place: 2, people: ["ann"], suggestedBy: ["tom"] },
  ]);
});
