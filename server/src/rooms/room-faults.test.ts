import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { WebSocket } from "ws";
import type { DocumentLog } from "./document-log.js";
import { eventually, TestClient } from "./test-room-client.js";
import { openRoomServer, writeNotebookFile } from "./test-room-server.js";

const path = "shared/ann/lesson.ipynb";

test("RO3 a page with another history is closed with what docprovider reads, and nothing of it is taken", async () => {
  await using server = await openRoomServer();
  await writeNotebookFile(server.folder, path, ["x"]);
  using ann = await TestClient.open(server.port, "learner-ann", path);
  for (const session of [
    { ...ann.session!, sessionId: "other" },
    { ...ann.session!, fileId: "0".repeat(32) },
  ]) {
    using stale = new TestClient(server.port, "learner-ann");
    stale.session = session;
    stale.doc.getText("source").insert(0, "stale");
    stale.start();
    await eventually("it is closed", () => stale.closed?.code === 1003);
    expect(JSON.parse(stale.closed!.reason)).toMatchObject({ reason: "unknown_session", reloadable: true });
    expect(stale.closed!.reason.length).toBeLessThan(124);
  }
  await ann.flushed();
  expect(ann.doc.getText("source").length).toBe(0);
});

test("RO3 after a restart a page comes back with its old session and its unsent edits, nothing doubled", async () => {
  await using first = await openRoomServer();
  await writeNotebookFile(first.folder, path, ["x"]);
  using ann = await TestClient.open(first.port, "learner-ann", path);
  using trainer = await TestClient.open(first.port, "trainer-tom", path);
  ann.cell(0).insert(1, "1");
  await ann.flushed();
  ann.disconnect();
  ann.cell(0).insert(2, "2");
  trainer.cell(0).insert(0, "0");
  await trainer.flushed();
  const { port, folder } = first;
  await first.rooms.close();
  await using second = await openRoomServer({ folder, port: 0 });
  await ann.connect(second.port);
  await trainer.connect(second.port);
  await eventually("both have all", () => ann.text === "0x12" && trainer.text === "0x12");
  expect([ann.cellCount, trainer.cellCount]).toEqual([1, 1]);
  expect(port).not.toBe(second.port);
});

test("RO4 a change that can't be stored is told to nobody, and is there once the store works again", async () => {
  let isFull = false;
  const wrapLog = (log: DocumentLog): DocumentLog =>
    new Proxy(log, {
      get: (target, key) => {
        if (key === "append" && isFull) {
          return () => Promise.reject(Object.assign(new Error("disk full"), { code: "SQLITE_FULL" }));
        }
        const value: unknown = Reflect.get(target, key);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  await using server = await openRoomServer({ wrapLog });
  await writeNotebookFile(server.folder, path, ["x"]);
  using ann = await TestClient.open(server.port, "learner-ann", path);
  using trainer = await TestClient.open(server.port, "trainer-tom", path);
  await ann.flushed();
  isFull = true;
  ann.cell(0).insert(0, "kept ");
  await eventually("the line is closed", () => ann.closed?.code === 4503);
  expect(trainer.text).toBe("x");
  isFull = false;
  await eventually("it arrives", () => trainer.text === "kept x");
  expect(ann.text).toBe("kept x");
});

test("RO6 forged structs under somebody's client id are refused, and that person loses nothing", async () => {
  await using server = await openRoomServer();
  await writeNotebookFile(server.folder, path, ["x"]);
  using ann = await TestClient.open(server.port, "learner-ann", path);
  using tom = await TestClient.open(server.port, "trainer-tom", path);
  ann.cell(0).insert(0, "a");
  await ann.flushed();
  const clock = Y.getState(ann.doc.store, ann.doc.clientID);
  // One GC struct of 1,000,000 under Ann's id: everything that she writes later would count as known.
  const forged = encodeGc(ann.doc.clientID, clock, 1_000_000);
  tom.sendUpdate(forged);
  await eventually("the forger is closed", () => tom.closed?.code === 4400);
  ann.cell(0).insert(0, "later ");
  await ann.flushed();
  await eventually("the other sees it", () => tom.text === "later ax");
});

test("RO6 an id stays its owner's when they have gone, and after a restart, also if they were seen before they wrote", async () => {
  await using first = await openRoomServer();
  const { folder } = first;
  await writeNotebookFile(folder, path, ["x"]);
  using ann = await TestClient.open(first.port, "learner-ann", path);
  using tom = await TestClient.open(first.port, "trainer-tom", path);
  ann.setAwareness({ cursor: 1 });
  ann.cell(0).insert(0, "a");
  await ann.flushed();
  const forged = encodeGc(ann.doc.clientID, Y.getState(ann.doc.store, ann.doc.clientID), 1_000_000);
  ann.disconnect();
  await eventually("she has gone", () => !tom.awareness.getStates().has(ann.doc.clientID));
  tom.sendUpdate(forged);
  await eventually("the forger is closed", () => tom.closed?.code === 4400);
  tom.disconnect();
  await first.rooms.close();
  await using second = await openRoomServer({ folder });
  using tia = await TestClient.open(second.port, "trainer-tia", path);
  tia.sendUpdate(forged);
  await eventually("this one too", () => tia.closed?.code === 4400);
  ann.cell(0).insert(0, "later ");
  await ann.connect(second.port);
  await ann.flushed();
  expect((await second.rooms.readNotebook(path)).cells[0]?.source).toBe("later ax");
});

test("RO5 an update that leaps ahead, garbage, text frames and unknown kinds close the line and change nothing", async () => {
  await using server = await openRoomServer();
  await writeNotebookFile(server.folder, path, ["x"]);
  using ann = await TestClient.open(server.port, "learner-ann", path);
  const before = JSON.stringify(ann.doc.toJSON());
  const bad: (string | Uint8Array)[] = [
    "text",
    new Uint8Array(),
    new Uint8Array([9]),
    new Uint8Array([0, 7, 0]),
    new Uint8Array([0, 2, 200]),
    new Uint8Array([2, 4, 111, 112, 101, 110, 1]),
    new Uint8Array([1, 3, 255, 255, 255]),
    updateFrame(encodeGc(77, 0, 100_000_000)),
  ];
  for (const frame of bad) {
    using tom = await TestClient.open(server.port, "trainer-tom", path);
    tom.socket.send(frame);
    await eventually("it is closed", () => tom.closed?.code === 4400);
  }
  await ann.flushed();
  expect(JSON.stringify(ann.doc.toJSON().cells)).toBe(JSON.stringify(JSON.parse(before).cells));
});

test("RO5 values too deep to be written again close the sender's line, and the room goes on for the others", async () => {
  await using server = await openRoomServer();
  await writeNotebookFile(server.folder, path, ["x"]);
  using ann = await TestClient.open(server.port, "learner-ann", path);
  const deep = (levels: number): string => "[".repeat(levels) + "]".repeat(levels);
  for (const levels of [2000, 7000]) {
    using tom = await TestClient.open(server.port, "trainer-tom", path);
    const state = `{"deep":${deep(levels)}}`;
    tom.socket.send(new Uint8Array([1, ...awarenessFrame(tom.doc.clientID, state)]));
    await eventually(`it is closed, cursor ${levels}`, () => tom.closed?.code === 4400);
  }
  for (const levels of [2000, 100_000]) {
    using tom = await TestClient.open(server.port, "trainer-tom", path);
    tom.socket.send(updateFrame(encodeDeepAny(tom.doc.clientID + 1, levels)));
    await eventually(`it is closed, edit ${levels}`, () => tom.closed?.code === 4400);
  }
  ann.cell(0).insert(0, "still ");
  await ann.flushed();
  await server.rooms.flush();
  expect((await server.rooms.readNotebook(path)).cells[0]?.source).toBe("still x");
});

test("somebody else's document is refused before the upgrade, and unsigned visitors too", async () => {
  const own = "people/ann/own.ipynb";
  await using server = await openRoomServer();
  await writeNotebookFile(server.folder, own, ["x"]);
  using ann = await TestClient.open(server.port, "learner-ann", own);
  const { fileId, sessionId } = ann.session!;
  const url = `ws://127.0.0.1:${server.port}/api/collaboration/room/json:notebook:${fileId}?sessionId=${sessionId}`;
  const statusOf = (cookie: string): Promise<number> =>
    new Promise((resolve) => {
      const socket = new WebSocket(url, { headers: { cookie, origin: `http://127.0.0.1:${server.port}` } });
      socket.on("unexpected-response", (_request, response) => resolve(response.statusCode ?? 0));
      socket.on("error", () => undefined);
    });
  expect(await statusOf("learner-bob")).toBe(403);
  expect(await statusOf("")).toBe(401);
  const run = await new TestClientFor(server.port, "learner-bob", ann).run();
  expect(run.status).toBe(403);
});

test("RO12 a renamed file is followed, a deleted one ends the room, a new one of its name has a new history", async () => {
  await using server = await openRoomServer();
  await writeNotebookFile(server.folder, path, ["x"]);
  using ann = await TestClient.open(server.port, "learner-ann", path);
  await server.files.createFolder("shared/ann/moved");
  await server.files.rename(path, "shared/ann/moved/new.ipynb");
  await eventually("the page hears of it", () => ann.doc.getMap("state").get("path") === "shared/ann/moved/new.ipynb");
  ann.cell(0).insert(0, "after ");
  await ann.flushed();
  await server.rooms.flush();
  expect((await server.rooms.readNotebook("shared/ann/moved/new.ipynb")).cells[0]?.source).toBe("after x");
  await server.files.rename("shared/ann/moved", "shared/ann/folder");
  await eventually("again", () => ann.doc.getMap("state").get("path") === "shared/ann/folder/new.ipynb");
  await server.files.remove("shared/ann/folder/new.ipynb");
  await eventually("the room ends", () => ann.closed?.code === 4404);
  await writeNotebookFile(server.folder, "shared/ann/folder/new.ipynb", ["fresh"]);
  using again = await TestClient.open(server.port, "learner-ann", "shared/ann/folder/new.ipynb");
  expect(again.text).toBe("fresh");
  expect(again.session!.fileId).not.toBe(ann.session!.fileId);
});

test("RO12 a save that fails is tried again, and the page that asked is told", async () => {
  await using server = await openRoomServer();
  await writeNotebookFile(server.folder, path, ["x"]);
  using ann = await TestClient.open(server.port, "learner-ann", path);
  await ann.flushed();
  const folder = join(server.folder, "files", "shared", "ann");
  await rename(folder, `${folder}-away`);
  ann.cell(0).insert(0, "kept ");
  ann.sendNamed("save", 1);
  expect(await ann.notice("save")).toMatchObject({ status: "failed" });
  await rename(`${folder}-away`, folder);
  await eventually("it is saved", () => server.events.some((event) => event.type === "saved"));
  expect(server.events.some((event) => event.type === "failed")).toBe(true);
});

test("RO11 a file damaged by another program is kept beside, and the document stays whole", async () => {
  await using server = await openRoomServer();
  await writeNotebookFile(server.folder, path, ["x"]);
  using ann = await TestClient.open(server.port, "learner-ann", path);
  await writeFile(join(server.folder, "files", path), "{ not a notebook");
  await eventually("it was noticed", () => server.events.some((event) => event.type === "merged"));
  ann.cell(0).insert(0, "still ");
  await ann.flushed();
  await server.rooms.flush();
  const names = (await server.files.list("shared/ann")).map((info) => info.path);
  const beside = names.find((name) => name.includes("other version"));
  expect(Buffer.from((await server.files.readFile(beside ?? "")).bytes).toString()).toBe("{ not a notebook");
  expect((await server.rooms.readNotebook(path)).cells[0]?.source).toBe("still x");
});

test("a file that is not a notebook is refused in words and left as it is", async () => {
  await using server = await openRoomServer();
  await writeNotebookFile(server.folder, path, ["x"]);
  await writeFile(join(server.folder, "files", "shared/ann/bad.ipynb"), "nonsense");
  await expect(TestClient.open(server.port, "learner-ann", "shared/ann/bad.ipynb")).rejects.toThrow(/not a notebook/);
  await expect(TestClient.open(server.port, "learner-ann", "shared/ann/none.ipynb")).rejects.toThrow(/404/);
  await expect(TestClient.open(server.port, "learner-ann", path, "file")).rejects.toThrow(/not a text file/);
  await expect(TestClient.open(server.port, "learner-ann", "shared/ann")).rejects.toThrow(/not a notebook/);
  expect(Buffer.from((await server.files.readFile("shared/ann/bad.ipynb")).bytes).toString()).toBe("nonsense");
});

test("RO13 a room opens once for many, and is given up when nobody is left", async () => {
  // Long enough that it is not given up before the first of them has come.
  const times = { quiet: 20, longest: 100, linger: 1000 };
  await using server = await openRoomServer({ settings: { times } });
  await writeNotebookFile(server.folder, path, ["x"]);
  const clients = await Promise.all([1, 2, 3, 4, 5].map(() => TestClient.open(server.port, "learner-ann", path)));
  expect(server.events.filter((event) => event.type === "opened")).toHaveLength(1);
  clients[0]?.cell(0).insert(0, "y");
  for (const client of clients) client.disconnect();
  await eventually("it is given up", () => server.rooms.openCount === 0);
  using again = await TestClient.open(server.port, "learner-ann", path);
  expect(["x", "yx"]).toContain(again.text);
  for (const client of clients) client[Symbol.dispose]();
});

test("RO19 names come from the session, nobody speaks for another's cursor, and a closed line's cursor goes", async () => {
  await using server = await openRoomServer();
  await writeNotebookFile(server.folder, path, ["x"]);
  using ann = await TestClient.open(server.port, "learner-ann", path);
  using tom = await TestClient.open(server.port, "trainer-tom", path);
  ann.setAwareness({ user: { name: "tom", username: "tom" }, cursor: 1 });
  await eventually("it is seen", () => tom.awareness.getStates().get(ann.doc.clientID)?.["cursor"] === 1);
  expect(tom.awareness.getStates().get(ann.doc.clientID)?.["user"]).toMatchObject({ name: "ann", username: "ann" });
  using tia = await TestClient.open(server.port, "trainer-tia", path);
  tia.awareness.clientID = ann.doc.clientID;
  tia.setAwareness({ cursor: 99 });
  await tia.flushed();
  expect(tom.awareness.getStates().get(ann.doc.clientID)?.["cursor"]).toBe(1);
  ann.disconnect();
  await eventually("it goes", () => !tom.awareness.getStates().has(ann.doc.clientID));
});

test("text files are edited together and saved too", async () => {
  await using server = await openRoomServer();
  await writeNotebookFile(server.folder, path, ["x"]);
  await writeFile(join(server.folder, "files", "shared/ann/data.csv"), "a,b\n1,2\n");
  using ann = await TestClient.open(server.port, "learner-ann", "shared/ann/data.csv", "file");
  using tom = await TestClient.open(server.port, "trainer-tom", "shared/ann/data.csv", "file");
  ann.doc.getText("source").insert(8, "3,4\n");
  await eventually("the other sees it", () => tom.doc.getText("source").toJSON() === "a,b\n1,2\n3,4\n");
  await server.rooms.flush();
  const { bytes } = await server.files.readFile("shared/ann/data.csv");
  expect(Buffer.from(bytes).toString()).toBe("a,b\n1,2\n3,4\n");
});

/** Runs a cell of somebody else's document. */
class TestClientFor {
  readonly #client: TestClient;

  constructor(port: number, cookie: string, other: TestClient) {
    this.#client = new TestClient(port, cookie);
    this.#client.session = other.session;
  }

  run(): Promise<Response> {
    return this.#client.run("k1", "cell-0");
  }
}

/** An update in Yjs' first format with one GC struct. */
function encodeGc(client: number, clock: number, length: number): Uint8Array {
  return new Uint8Array([1, 1, ...varUint(client), ...varUint(clock), 0, ...varUint(length), 0]);
}

function updateFrame(update: Uint8Array): Uint8Array {
  return new Uint8Array([0, 2, ...varUint(update.length), ...update]);
}

function varUint(value: number): number[] {
  return value < 128 ? [value] : [128 + (value % 128), ...varUint(Math.floor(value / 128))];
}

/** An update that sets `meta.deep` to arrays inside each other. */
function encodeDeepAny(client: number, levels: number): Uint8Array {
  const any = [...Array.from({ length: levels }, () => [117, 1]).flat(), 126];
  const text = (value: string): number[] => [value.length, ...Buffer.from(value)];
  return new Uint8Array([1, 1, ...varUint(client), 0, 0x28, 1, ...text("meta"), ...text("deep"), 1, ...any, 0]);
}

function awarenessFrame(client: number, state: string): number[] {
  const entry = [1, ...varUint(client), 1, ...varUint(state.length), ...Buffer.from(state)];
  return [...varUint(entry.length), ...entry];
}
