import { storedOutputMime, type StoredOutput } from "@data-surgery/contract";
import { readdir, readFile, utimes } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type * as Y from "yjs";
import { eventually, TestClient } from "./test-room-client.js";
import { openRoomServer, writeNotebookFile, type RoomServer, type RunCode } from "./test-room-server.js";

const path = "people/ann/lesson.ipynb";
/** Everybody's. */
const together = "shared/lesson.ipynb";
const picture = "iVBORw0KGgo".repeat(20_000);

const ok = { status: "ok", executionCount: 1 } as const;

const drawing: RunCode = (code, say) => {
  if (code === "print")
    for (let line = 0; line < 3000; line++) say("stream", { name: "stdout", text: `line ${line} of many more\n` });
  else
    say("display_data", {
      data: { "image/png": picture, "text/plain": "Figure" },
      metadata: {},
      transient: { display_id: "d" },
    });
  return ok;
};

function get(server: RoomServer, cookie: string, url: string): Promise<Response> {
  const origin = `http://127.0.0.1:${server.port}`;
  return fetch(origin + url, { headers: { cookie, origin } });
}

const referenceIn = (output: Record<string, unknown> | undefined): StoredOutput =>
  (output!["data"] as Record<string, StoredOutput>)[storedOutputMime]!;

const filesOf = (server: RoomServer, id: string): Promise<string[]> =>
  readdir(join(server.folder, "outputs", id)).catch(() => []);

test("RO38 a large output stands outside the document by its hash, the file on disk has it whole, and only readers get it", async () => {
  await using server = await openRoomServer({ runCode: drawing });
  await writeNotebookFile(server.folder, path, ["draw", "print", "small"]);
  using ann = await TestClient.open(server.port, "learner-ann", path);
  await ann.run("k", "cell-0");
  await ann.run("k", "cell-1");
  await eventually(
    "both are there",
    () => ann.outputs(0).length === 1 && ann.outputs(1)[0]?.["output_type"] === "display_data",
  );
  const { fileId } = ann.session!;
  const reference = referenceIn(ann.outputs(0)[0]);
  expect(reference).toMatchObject({ document: fileId, shows: "image/png" });
  expect(ann.outputs(0)[0]).toMatchObject({ output_type: "display_data", data: { "text/plain": "Figure" } });
  expect(JSON.stringify(ann.outputs(0)).length + JSON.stringify(ann.outputs(1)).length).toBeLessThan(8000);
  const url = `/api/outputs/${fileId}/${reference.hash}`;
  expect(await (await get(server, "learner-ann", url)).json()).toMatchObject({ data: { "image/png": picture } });
  expect((await get(server, "learner-bob", url)).status).toBe(403);
  expect((await get(server, "learner-ann", `/api/outputs/${fileId}/${"0".repeat(64)}`)).status).toBe(404);
  expect((await get(server, "learner-ann", `/api/outputs/${fileId}/..%2f..%2frooms.db`)).status).toBe(404);
  await server.rooms.flush();
  const file = await readFile(join(server.folder, "files", path), "utf8");
  expect(file).not.toContain(storedOutputMime);
  const { cells } = JSON.parse(file) as { cells: { outputs: Record<string, unknown>[] }[] };
  expect(cells[0]?.outputs[0]).toEqual({
    output_type: "display_data",
    data: { "image/png": [picture], "text/plain": ["Figure"] },
    metadata: {},
  });
  expect(cells[1]?.outputs[0]).toMatchObject({ output_type: "stream", name: "stdout" });
  expect((cells[1]!.outputs[0]!["text"] as string[]).at(-1)).toBe("line 2999 of many more\n");
  // Nothing differs, so nothing is written again.
  const saved = (): number => server.events.filter((event) => event.type === "saved").length;
  const before = saved();
  ann.sendNamed("save", 1);
  await ann.notice("save");
  expect(saved()).toBe(before);
});

test("RO38 a notebook that comes with large outputs is opened small and stays whole on disk", async () => {
  await using server = await openRoomServer({ runCode: drawing });
  await writeNotebookFile(server.folder, path, ["draw", "other"]);
  using ann = await TestClient.open(server.port, "learner-ann", path);
  await ann.run("k", "cell-0");
  await server.rooms.flush();
  const text = await readFile(join(server.folder, "files", path), "utf8");
  await server.files.writeFile("people/ann/copy.ipynb", text);
  using copy = await TestClient.open(server.port, "learner-ann", "people/ann/copy.ipynb");
  expect(JSON.stringify(copy.outputs(0)).length).toBeLessThan(4000);
  expect(referenceIn(copy.outputs(0)[0]).document).toBe(copy.session!.fileId);
  copy.cell(1).insert(0, "an ");
  await copy.flushed();
  await server.rooms.flush();
  expect(await readFile(join(server.folder, "files", "people/ann/copy.ipynb"), "utf8")).toBe(
    text.replace('"other"', '"an other"'),
  );
});

test("RO38 a reference that a page made up fetches nothing of somebody else's into its own file", async () => {
  await using server = await openRoomServer({ runCode: drawing });
  await writeNotebookFile(server.folder, path, ["draw"]);
  await writeNotebookFile(server.folder, "people/bob/own.ipynb", ["x"]);
  using ann = await TestClient.open(server.port, "learner-ann", path);
  await ann.run("k", "cell-0");
  await eventually("it is there", () => ann.outputs(0).length === 1);
  using bob = await TestClient.open(server.port, "learner-bob", "people/bob/own.ipynb");
  const outputs = bob.doc.getArray<Y.Map<unknown>>("cells").get(0).get("outputs") as Y.Array<unknown>;
  outputs.push([ann.doc.getArray<Y.Map<Y.Array<Y.Map<unknown>>>>("cells").get(0).get("outputs")!.get(0).clone()]);
  await bob.flushed();
  await server.rooms.flush();
  expect(await readFile(join(server.folder, "files", "people/bob/own.ipynb"), "utf8")).not.toContain(picture);
});

test("RO38 what neither the document nor its history refers to any more is cleared away when the room is left", async () => {
  const times = { quiet: 20, longest: 100, linger: 50 };
  await using server = await openRoomServer({ runCode: drawing, settings: { times } });
  await writeNotebookFile(server.folder, path, ["draw"]);
  const age = async (id: string): Promise<void> => {
    for (const name of await filesOf(server, id)) await utimes(join(server.folder, "outputs", id, name), 1, 1);
  };
  const ann = await TestClient.open(server.port, "learner-ann", path);
  const id = ann.session!.fileId;
  await ann.run("k", "cell-0");
  await eventually("it is there", async () => (await filesOf(server, id)).length === 1);
  await age(id);
  ann.disconnect();
  await eventually("the room is left", () => server.rooms.openCount === 0);
  expect(await filesOf(server, id)).toHaveLength(1);
  using again = await TestClient.open(server.port, "learner-ann", path);
  again.doc.getArray("cells").delete(0);
  await again.flushed();
  again.disconnect();
  await eventually("left again", () => server.rooms.openCount === 0);
  // History still has it.
  expect(await filesOf(server, id)).toHaveLength(1);
  await server.versions.keep(id, (await server.versions.list(id)).slice(-1));
  using last = await TestClient.open(server.port, "learner-ann", path);
  last.disconnect();
  await eventually("it is gone", async () => (await filesOf(server, id)).length === 0);
  ann[Symbol.dispose]();
});

test("RO37 code that asks is answered by whoever ran it, nobody else, and question and answer stay in the cell", async () => {
  const runCode: RunCode = async (_code, say, ask) => {
    const name = await ask("Your name? ");
    const secret = await ask("Secret? ", true);
    say("stream", { name: "stdout", text: `${name} ${secret.length}\n` });
    return ok;
  };
  await using server = await openRoomServer({ runCode });
  await writeNotebookFile(server.folder, together, ["x"]);
  using ann = await TestClient.open(server.port, "learner-ann", together);
  using tom = await TestClient.open(server.port, "trainer-tom", together);
  expect((await tom.answer("k", "cell-0", "too early")).status).toBe(409);
  const running = ann.run("k", "cell-0");
  const asked = await tom.notice("run", (notice) => notice["phase"] === "asking");
  expect(asked).toMatchObject({
    cellId: "cell-0",
    personId: "ann",
    name: "ann",
    prompt: "Your name? ",
    password: false,
  });
  expect((await tom.answer("k", "cell-0", "tom")).status).toBe(403);
  expect((await ann.answer("k", "cell-0", "Ada")).status).toBe(204);
  await ann.notice("run", (notice) => notice["phase"] === "asking" && notice["password"] === true);
  await ann.answer("k", "cell-0", "hunter2");
  expect(await (await running).json()).toEqual({ status: "ok", execution_count: 1 });
  await eventually("it stays", () => (tom.outputs(0)[0]?.["text"] as string | undefined)?.endsWith("7\n") === true);
  expect(tom.outputs(0)).toEqual([
    { output_type: "stream", name: "stdout", text: "Your name? Ada\nSecret? ••••••••\nAda 7\n" },
  ]);
});

test("RO18 who ran a cell, when, and how it ended is known to those who come later, also after a restart", async () => {
  await using first = await openRoomServer();
  const { folder } = first;
  await writeNotebookFile(folder, together, ["x"]);
  using ann = await TestClient.open(first.port, "learner-ann", together);
  const before = Date.now();
  await ann.run("k", "cell-0");
  const done = await ann.notice("run", (notice) => notice["phase"] === "done");
  expect(done).toMatchObject({ cellId: "cell-0", name: "ann", status: "ok" });
  expect(done["at"]).toBeGreaterThanOrEqual(before);
  await eventually("it is noted", async () => (await first.runRecords(ann.session!.fileId)).length === 1);
  await first.rooms.close();
  await using second = await openRoomServer({ folder });
  using tom = await TestClient.open(second.port, "trainer-tom", together);
  const hello = await tom.notice("hello");
  expect(hello["runs"]).toEqual([
    { cellId: "cell-0", phase: "done", personId: "ann", name: "ann", status: "ok", at: done["at"] },
  ]);
});
