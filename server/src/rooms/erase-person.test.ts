/** RO36, by looking for a canary in every byte of the database's files. */
import type { PeopleCommand } from "@data-surgery/contract";
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

test("RO29 RO36 of one who helped, nothing is in the database any more: role, visit, hand, suggestion, decision, message, keyboard", async () => {
  const bens = "people/ben/lesson.ipynb";
  await using server = await openRoomServer();
  await writeNotebookFile(server.folder, bens, ["one", "two"]);
  using ben = await TestClient.open(server.port, "learner-ben", bens);
  using helper = await TestClient.knock(server.port, "trainer-canarytom", bens);
  using other = await TestClient.knock(server.port, "trainer-tia", bens);
  await done(ben, { type: "give", personId: "canarytom", role: "edit" });
  await done(ben, { type: "give", personId: "tia", role: "suggest" });
  await eventually("both are in", () => helper.isSynced && other.isSynced);
  await done(other, { type: "suggest", cellId: "cell-0", base: "one", text: "from tia" });
  const { id } = (await helper.notice("suggestion"))["suggestion"] as { id: string };
  await done(helper, { type: "decline", id });
  await done(helper, { type: "suggest", cellId: "cell-1", base: "two", text: "canary-suggested" });
  await done(helper, { type: "say", text: "canary-said", cellId: null });
  await done(helper, { type: "raise-hand", cellId: "cell-1" });
  await done(ben, { type: "keyboard", personId: "canarytom" });
  // Coming while the owner is away is a visit.
  ben.setAwareness({ user: {}, mark: 1 });
  await eventually("ben is seen", () => other.awareness.getStates().has(ben.doc.clientID));
  helper.disconnect();
  ben.disconnect();
  await eventually("ben is gone", () => !other.awareness.getStates().has(ben.doc.clientID));
  using again = await TestClient.open(server.port, "trainer-canarytom", bens);
  const kept = await server.rooms.exportPerson("canarytom");
  expect(kept).toMatchObject({
    roles: [{ role: "edit", hand: "cell-1" }],
    visits: [{ name: "canarytom" }],
    suggestions: [{ text: "canary-suggested" }],
    messages: [{ text: "canary-said" }],
  });
  const canaries = ["canarytom", "canary-suggested", "canary-said"];
  expect(await found(server, canaries)).toEqual(canaries);
  await erasePerson(
    { store: server.store, rooms: server.rooms, shelf: server.shelf },
    { personId: "canarytom", home: "canarytom" },
  );
  // Nor in the memory of the room, which is open all the time.
  await other.notice("suggestions", (notice) => notice !== other.notices.find((one) => one.type === "suggestions"));
  for (const type of ["suggestions", "messages"]) expect(JSON.stringify(other.latest(type))).not.toContain("canary");
  again.disconnect();
  await server.store.reclaim();
  expect(await found(server, canaries)).toEqual([]);
  expect(await server.rooms.exportPerson("tia")).toMatchObject({
    suggestions: [{ text: "from tia", decidedBy: null }],
  });
});

async function done(client: TestClient, command: PeopleCommand): Promise<void> {
  expect([command.type, (await client.ask(command)).status]).toEqual([command.type, 200]);
}
