/** RO36, by looking for a canary in every byte of the database's files. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type * as Y from "yjs";
import { erasePerson } from "./erase-person.js";
import { eventually, TestClient } from "./test-room-client.js";
import { openRoomServer, writeNotebookFile, type RoomServer } from "./test-room-server.js";

const own = "people/canaryann/own.ipynb";
const shared = "shared/group.ipynb";
const versionTimes = { pause: 3_600_000, longest: 3_600_000 };

/** Which of the words stand in the database's files: as they are, and in compressed parts. */
async function found(server: RoomServer, words: readonly string[]): Promise<string[]> {
  const names = (await readdir(server.folder)).filter((name) => name.startsWith("rooms.db"));
  const bytes = await Promise.all(names.map((name) => readFile(join(server.folder, name))));
  const fileIds = await server.documentIds();
  const contents = await Promise.all(
    fileIds.map(async (id) => {
      const versions = await server.versions.list(id);
      return JSON.stringify(await Promise.all(versions.map((version) => server.versions.content(id, version))));
    }),
  );
  return words.filter(
    (word) => bytes.some((file) => file.includes(word)) || contents.some((text) => text.includes(word)),
  );
}

test("RO36 a person's documents, versions, ownership and once-written text are in no file of the database any more", async () => {
  await using server = await openRoomServer({ settings: { versionTimes } });
  await writeNotebookFile(server.folder, own, ["canary-seed"]);
  await writeNotebookFile(server.folder, shared, ["x"]);
  using ann = await TestClient.open(server.port, "learner-canaryann", shared);
  using tom = await TestClient.open(server.port, "trainer-tom", shared);
  using annsOwn = await TestClient.open(server.port, "learner-canaryann", own);
  annsOwn.cell(0).insert(0, "canary-own ");
  await annsOwn.flushed();
  ann.cell(0).insert(0, "canary-taken-back ");
  await ann.flushed();
  const opened = await server.rooms.open(ann.session!.fileId);
  await opened.versions.cut();
  ann.cell(0).delete(0, "canary-taken-back ".length);
  ann.cell(0).insert(0, "stays ");
  await ann.flushed();
  await opened.versions.cut();
  const canaries = ["canaryann", "canary-own", "canary-seed", "canary-taken-back"];
  expect(await found(server, canaries)).toEqual(canaries);

  const outcome = await erasePerson(
    { store: server.store, rooms: server.rooms, shelf: server.shelf },
    { personId: "canaryann", home: "canaryann" },
  );
  await server.store.reclaim();
  expect(outcome).toEqual({ removed: 1, rewritten: 1 });
  ann.disconnect();
  annsOwn.disconnect();
  expect(await found(server, canaries)).toEqual([]);
  // The group's work is whole, and the others come back to it by themselves.
  await eventually("he is back", () => tom.isSynced);
  tom.cell(0).insert(0, "still ");
  await tom.flushed();
  expect(tom.text).toBe("still stays x");
  expect((await server.rooms.find(tom.session!.fileId))?.epoch).toBe(tom.session!.sessionId);
  const loaded = await server.log.load(tom.session!.fileId);
  expect((loaded.doc.getArray<Y.Map<Y.Text>>("cells").get(0).get("source") as Y.Text).toJSON()).toBe("still stays x");
  expect([...loaded.owners.values()]).toContain("erased");
});
