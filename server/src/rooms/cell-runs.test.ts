import { AppError } from "@data-surgery/contract";
import { expect, test } from "vitest";
import type * as Y from "yjs";
import { eventually, TestClient } from "./test-room-client.js";
import { openRoomServer, writeNotebookFile, type RunCode } from "./test-room-server.js";

const path = "shared/ann/lesson.ipynb";

test("RO15 the page that pressed Run closes in mid-run: the run and its outputs stay, also in the file", async () => {
  const more = Promise.withResolvers<void>();
  const runCode: RunCode = async (_code, say) => {
    say("stream", { name: "stdout", text: "tick 1\n" });
    await more.promise;
    say("stream", { name: "stdout", text: "tick 2\n" });
    return { status: "ok", executionCount: 1 };
  };
  await using server = await openRoomServer({ runCode });
  await writeNotebookFile(server.folder, path, ["x"]);
  const ann = await TestClient.open(server.port, "learner-ann", path);
  const asked = new AbortController();
  const { fileId } = ann.session!;
  const origin = `http://127.0.0.1:${server.port}`;
  const running = fetch(`${origin}/api/kernels/k/execute`, {
    method: "POST",
    headers: { cookie: "learner-ann", origin, "content-type": "application/json" },
    body: JSON.stringify({ cell_id: "cell-0", document_id: `json:notebook:${fileId}` }),
    signal: asked.signal,
  }).catch((error: unknown) => error);
  await eventually("it has begun", () => ann.outputs(0).length === 1);
  asked.abort();
  await running;
  ann[Symbol.dispose]();
  more.resolve();
  using tom = await TestClient.open(server.port, "trainer-tom", path);
  await eventually("it has ended", () => tom.outputs(0)[0]?.["text"] === "tick 1\ntick 2\n");
  await server.rooms.flush();
  const [cell] = (await server.rooms.readNotebook(path)).cells;
  expect(cell).toMatchObject({ execution_count: 1, outputs: [{ text: "tick 1\ntick 2\n" }] });
});

test("RO15 what a cell writes after its end comes to that cell, until it is run again", async () => {
  const says: Parameters<RunCode>[1][] = [];
  const runCode: RunCode = (_code, say) => {
    says.push(say);
    say("stream", { name: "stdout", text: `run ${says.length}\n` });
    return { status: "ok", executionCount: says.length };
  };
  await using server = await openRoomServer({ runCode });
  await writeNotebookFile(server.folder, path, ["first", "second"]);
  using ann = await TestClient.open(server.port, "learner-ann", path);
  await ann.run("k", "cell-0");
  await ann.run("k", "cell-1");
  says[0]?.("stream", { name: "stdout", text: "late\n" });
  await eventually("it is in its cell", () => ann.outputs(0)[0]?.["text"] === "run 1\nlate\n");
  await ann.run("k", "cell-0");
  says[0]?.("stream", { name: "stdout", text: "of the run before\n" });
  says[2]?.("stream", { name: "stdout", text: "late again\n" });
  await eventually("the new run's is there", () => String(ann.outputs(0)[0]?.["text"]).endsWith("late again\n"));
  expect(ann.outputs(0)).toEqual([{ output_type: "stream", name: "stdout", text: "run 3\nlate again\n" }]);
  expect(ann.outputs(1)).toEqual([{ output_type: "stream", name: "stdout", text: "run 2\n" }]);
});

test("RO15 streams are joined, lines overwritten, outputs cleared and displays updated in order", async () => {
  const runCode: RunCode = (code, say) => {
    if (code === "first") {
      say("stream", { name: "stdout", text: "10%\r" });
      say("stream", { name: "stdout", text: "20%" });
      say("stream", { name: "stdout", text: "\r30%\n" });
      say("stream", { name: "stderr", text: "oh" });
      say("display_data", { data: { "text/plain": "old" }, metadata: {}, transient: { display_id: "d1" } });
    } else {
      say("stream", { name: "stdout", text: "gone" });
      say("clear_output", { wait: true });
      say("update_display_data", { data: { "text/plain": "new" }, metadata: {}, transient: { display_id: "d1" } });
      say("stream", { name: "stdout", text: "stays" });
    }
    return { status: "ok", executionCount: 5 };
  };
  await using server = await openRoomServer({ runCode });
  await writeNotebookFile(server.folder, path, ["first", "second"]);
  using ann = await TestClient.open(server.port, "learner-ann", path);
  await ann.run("k", "cell-0");
  await ann.run("k", "cell-1");
  await ann.flushed();
  expect(ann.outputs(0)).toEqual([
    { output_type: "stream", name: "stdout", text: "30%\n" },
    { output_type: "stream", name: "stderr", text: "oh" },
    { output_type: "display_data", data: { "text/plain": "new" }, metadata: {} },
  ]);
  expect(ann.outputs(1)).toEqual([{ output_type: "stream", name: "stdout", text: "stays" }]);
});

test("RO16 a cell keeps 1 MB of output and says so; 10,000 printed lines below that all arrive", async () => {
  const runCode: RunCode = (code, say) => {
    const lines = code === "much" ? 40_000 : 10_000;
    for (let line = 0; line < lines; line++) say("stream", { name: "stdout", text: `${line}: ${"x".repeat(40)}\n` });
    return { status: "ok", executionCount: 1 };
  };
  await using server = await openRoomServer({ runCode });
  await writeNotebookFile(server.folder, path, ["much", "some"]);
  using ann = await TestClient.open(server.port, "learner-ann", path);
  await ann.run("k", "cell-0");
  await ann.run("k", "cell-1");
  await ann.flushed();
  expect(ann.outputs(0)[1]?.["text"]).toMatch(/more than 1 MB/);
  // Streams of this size stand outside the document; the notebook has them whole.
  const { cells } = await server.rooms.readNotebook(path);
  const texts = cells.map((cell) => String(cell.cell_type === "code" ? cell.outputs[0]?.["text"] : ""));
  expect(texts[0]!.length).toBeLessThanOrEqual(1024 * 1024);
  expect(texts[1]!.split("\n")).toHaveLength(10_001);
});

test("RO14 RO17 cells run one at a time in the order asked; after an error the same person's waiting ones do not run", async () => {
  const order: string[] = [];
  const gate = Promise.withResolvers<void>();
  const runCode: RunCode = async (code, say) => {
    order.push(code);
    if (code === "a") await gate.promise;
    if (code === "b") {
      say("error", { ename: "Error", evalue: "no", traceback: ["no"] });
      return { status: "error", executionCount: 2 };
    }
    return { status: "ok", executionCount: 1 };
  };
  await using server = await openRoomServer({ runCode });
  await writeNotebookFile(server.folder, path, ["a", "b", "c", "d"]);
  using ann = await TestClient.open(server.port, "learner-ann", path);
  using tom = await TestClient.open(server.port, "trainer-tom", path);
  const runs: Promise<Response>[] = [];
  for (const [index, who] of [ann, ann, ann, tom].entries()) {
    runs.push(who.run("k", `cell-${index}`));
    await who.notice("run", (notice) => notice["cellId"] === `cell-${index}`);
  }
  gate.resolve();
  const replies = await Promise.all(runs);
  const statuses = await Promise.all(replies.map(async (reply) => ((await reply.json()) as { status: string }).status));
  expect(statuses).toEqual(["ok", "error", "aborted", "ok"]);
  expect(order).toEqual(["a", "b", "d"]);
  await ann.flushed();
  const states = ann.doc.getArray("cells").toJSON() as { execution_state: string }[];
  expect(states.map((cell) => cell.execution_state)).toEqual(["idle", "idle", "idle", "idle"]);
});

test("RO17 a kernel that dies is an error in plain words in the cell", async () => {
  const runCode: RunCode = (_code, say) => {
    say("stream", { name: "stdout", text: "before" });
    throw new AppError("kernels.died");
  };
  await using server = await openRoomServer({ runCode });
  await writeNotebookFile(server.folder, path, ["x"]);
  using ann = await TestClient.open(server.port, "learner-ann", path);
  const reply = await ann.run("k", "cell-0");
  expect(await reply.json()).toEqual({ status: "error", execution_count: null });
  await ann.flushed();
  expect(ann.outputs(0)).toMatchObject([{ text: "before" }, { output_type: "error", evalue: /kernel stopped/i }]);
});

test("RO17 cells that ran when the server stopped are set to rest with a notice", async () => {
  await using server = await openRoomServer();
  await writeNotebookFile(server.folder, path, ["x"]);
  using ann = await TestClient.open(server.port, "learner-ann", path);
  // What a kill in mid-run leaves behind.
  const opened = await server.rooms.open(ann.session!.fileId);
  await opened.room.edit((doc) => {
    const cell = doc.getArray<Y.Map<unknown>>("cells").get(0);
    cell.set("execution_state", "running");
  });
  await opened.runs.settleAbandoned();
  await ann.flushed();
  expect(ann.outputs(0)[0]?.["text"]).toMatch(/server stopped/);
});

test("RO14 a cell that is not there is refused after a moment", async () => {
  await using server = await openRoomServer();
  await writeNotebookFile(server.folder, path, ["x"]);
  using ann = await TestClient.open(server.port, "learner-ann", path);
  expect((await ann.run("k", "no-such-cell")).status).toBe(404);
});
