/** RO30: what takes long is done beside the loop. Times are of this thread's own work, so that a busy machine changes nothing. */
import { expect, test } from "vitest";
import * as Y from "yjs";
import { openHeavyWork } from "./heavy-work.js";
import { checksum } from "./log-replay.js";
import { eventually, TestClient } from "./test-room-client.js";
import { openRoomServer, writeNotebookFile } from "./test-room-server.js";

const path = "shared/ann/lesson.ipynb";

/** The longest that the loop was busy in one go while `work` went on, in milliseconds of this thread's processor time. */
async function longestStall(work: () => Promise<void>): Promise<number> {
  let longest = 0;
  let last = process.threadCpuUsage();
  const timer = setInterval(() => {
    const { user, system } = process.threadCpuUsage(last);
    longest = Math.max(longest, (user + system) / 1000);
    last = process.threadCpuUsage();
  }, 1);
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  return longest;
}

/** A map with very many entries: the dearest update for its size. */
function dearUpdate(entries: number): Uint8Array {
  const doc = new Y.Doc();
  doc.clientID = 4242;
  doc.transact(() => {
    const map = doc.getMap("meta");
    for (let index = 0; index < entries; index++) map.set(`key-${index}`, index);
  });
  return Y.encodeStateAsUpdate(doc);
}

test("RO30 an update of megabytes is taken in pieces: others' edits pass it, the loop never stands for 250 ms", async () => {
  await using server = await openRoomServer();
  await writeNotebookFile(server.folder, path, ["x"]);
  using ann = await TestClient.open(server.port, "learner-ann", path);
  using tom = await TestClient.open(server.port, "trainer-tom", path);
  const big = dearUpdate(120_000);
  expect(big.byteLength).toBeGreaterThan(2_000_000);
  const opened = await server.rooms.open(ann.session!.fileId);
  // Only the server's share is of interest: the pages here share its thread, so the other page does not read for now.
  tom.socket.pause();
  const stall = await longestStall(async () => {
    ann.sendUpdate(big);
    ann.cell(0).insert(0, "after ");
    await ann.flushed();
  });
  expect(stall).toBeLessThan(250);
  tom.socket.resume();
  await eventually("the other page has it all", () => tom.doc.getMap("meta").size >= 120_000 && tom.text === "after x");
  expect(opened.room.doc.getMap("meta").get("key-119999")).toBe(119_999);
});

test("RO30 a large history is read beside the loop and put together in pieces", async () => {
  await using server = await openRoomServer({ settings: { times: { quiet: 20, longest: 100, linger: 50 } } });
  await writeNotebookFile(server.folder, path, ["x"]);
  {
    using ann = await TestClient.open(server.port, "learner-ann", path);
    ann.sendUpdate(dearUpdate(120_000));
    await ann.flushed();
  }
  await eventually("the room is given up", () => server.rooms.openCount === 0);
  const { id } = (await server.log.findByPath(path))!;
  let size = 0;
  const stall = await longestStall(async () => {
    const { doc } = await server.log.load(id);
    size = doc.getMap("meta").size;
  });
  expect(size).toBeGreaterThan(120_000);
  expect(stall).toBeLessThan(250);
});

test("RO10 RO30 the worker proves what it compacts; a task that fails leaves it working", async () => {
  using heavy = openHeavyWork();
  const bytes = dearUpdate(10);
  const row = { seq: 1, kind: "snapshot", bytes, crc: checksum(bytes) } as const;
  const { snapshot, crc, bad } = await heavy.compact([row, { ...row, seq: 2, kind: "update", crc: 1 }]);
  expect(checksum(snapshot!)).toBe(crc);
  expect(bad.map(({ row: broken, reason }) => [broken.seq, reason])).toEqual([[2, "checksum"]]);
  await expect(heavy.split(new Uint8Array([9, 9, 9]))).rejects.toThrow(/Unexpected end/);
  expect(await heavy.split(bytes)).toHaveLength(1);
});

test("RO9 RO10 a row that rots on the disk while the room is open is healed from memory", async () => {
  await using server = await openRoomServer({ settings: { compactRows: 10 } });
  await writeNotebookFile(server.folder, path, ["x"]);
  using ann = await TestClient.open(server.port, "learner-ann", path);
  for (const character of "abcde") {
    ann.cell(0).insert(ann.text.length, character);
    await ann.flushed();
  }
  await server.damageRow(3);
  for (const character of "fghijklmnop") {
    ann.cell(0).insert(ann.text.length, character);
    await ann.flushed();
  }
  await eventually("it was noticed", () => server.events.some((event) => event.type === "rows-set-aside"));
  const { doc, bad } = await server.log.load(ann.session!.fileId);
  expect(bad).toEqual([]);
  expect((doc.getArray<Y.Map<Y.Text>>("cells").get(0).get("source") as Y.Text).toJSON()).toBe(ann.text);
});
