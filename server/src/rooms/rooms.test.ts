import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { eventually, requestSession, TestClient, type SessionReply } from "./test-room-client.js";
import { openRoomServer, writeNotebookFile } from "./test-room-server.js";

const path = "shared/ann/lesson.ipynb";

test("RO1 two pages write in one cell and converge, each character once", async () => {
  await using server = await openRoomServer();
  await writeNotebookFile(server.folder, path, ["1 + 1"]);
  using ann = await TestClient.open(server.port, "learner-ann", path);
  using trainer = await TestClient.open(server.port, "trainer-tom", path);
  expect(ann.text).toBe("1 + 1");
  for (let index = 0; index < 20; index++) {
    ann.cell(0).insert(0, "a");
    trainer.cell(0).insert(trainer.text.length, "t");
  }
  await eventually("both have all", () => ann.text.length === 45 && trainer.text.length === 45);
  expect(ann.text).toBe(trainer.text);
  expect(ann.text).toBe(`${"a".repeat(20)}1 + 1${"t".repeat(20)}`);
});

test("RO2 the second session of a file finds the history that the first began", async () => {
  await using server = await openRoomServer();
  await writeNotebookFile(server.folder, path, ["x"]);
  const replies = await Promise.all([1, 2, 3].map(() => requestSession(server.port, "learner-ann", path)));
  expect(replies.filter((reply) => reply.status === 201)).toHaveLength(1);
  expect(replies.filter((reply) => reply.status === 200)).toHaveLength(2);
  const sessions = (await Promise.all(replies.map((reply) => reply.json()))) as SessionReply[];
  expect(new Set(sessions.map((session) => session.fileId)).size).toBe(1);
  expect(sessions[0]).toMatchObject({ format: "json", type: "notebook" });
});

test("RO12 an edit is in the file soon after, as canonical text", async () => {
  await using server = await openRoomServer();
  await writeNotebookFile(server.folder, path, ["let a = 1\n"]);
  using ann = await TestClient.open(server.port, "learner-ann", path);
  ann.cell(0).insert(ann.text.length, "a");
  const file = join(server.folder, "files", path);
  await eventually("the file has it", async () => (await readFile(file, "utf8")).includes(`"a"`));
  const text = await readFile(file, "utf8");
  expect(JSON.parse(text)).toMatchObject({ cells: [{ id: "cell-0", source: ["let a = 1\n", "a"] }] });
  expect(text.endsWith("}\n")).toBe(true);
  await eventually("the page sees that it is saved", () => ann.doc.getMap("state").get("dirty") === false);
});

test("RO12 a save that a page asks for is answered when the file is written", async () => {
  await using server = await openRoomServer({
    settings: { times: { quiet: 60_000, longest: 60_000, linger: 60_000 } },
  });
  await writeNotebookFile(server.folder, path, ["x"]);
  using ann = await TestClient.open(server.port, "learner-ann", path);
  ann.cell(0).insert(0, "yes");
  ann.sendNamed("save", 7);
  expect(await ann.notice("save")).toMatchObject({ responseTo: 7, status: "success" });
  expect(await readFile(join(server.folder, "files", path), "utf8")).toContain("yesx");
});

test("RO11 a cell changed on disk reaches the open pages, and what they changed elsewhere stays", async () => {
  await using server = await openRoomServer();
  await writeNotebookFile(server.folder, path, ["one", "two"]);
  using ann = await TestClient.open(server.port, "learner-ann", path);
  ann.cell(0).insert(3, " here");
  await ann.flushed();
  await server.rooms.flush();
  const file = join(server.folder, "files", path);
  const notebook = JSON.parse(await readFile(file, "utf8")) as { cells: { source: string[] }[] };
  notebook.cells[1]!.source = ["two there"];
  await writeFile(file, JSON.stringify(notebook));
  await eventually("the page has it", () => ann.cell(1).toJSON() === "two there");
  expect(ann.text).toBe("one here");
  expect(ann.cellCount).toBe(2);
});

test("RO14 the server runs a cell and all pages see what it wrote", async () => {
  await using server = await openRoomServer({
    runCode: (code, say) => {
      say("stream", { name: "stdout", text: `ran ${code}` });
      say("execute_result", { data: { "text/plain": "2" }, metadata: {}, execution_count: 3 });
      return { status: "ok", executionCount: 3 };
    },
  });
  await writeNotebookFile(server.folder, path, ["1 + 1"]);
  using ann = await TestClient.open(server.port, "learner-ann", path);
  using trainer = await TestClient.open(server.port, "trainer-tom", path);
  const reply = await ann.run("k1", "cell-0");
  expect(await reply.json()).toEqual({ status: "ok", execution_count: 3 });
  await eventually("the other page has it", () => trainer.outputs(0).length === 2);
  expect(trainer.outputs(0)).toEqual([
    { output_type: "stream", name: "stdout", text: "ran 1 + 1" },
    { output_type: "execute_result", data: { "text/plain": "2" }, metadata: {}, execution_count: 3 },
  ]);
});
