/** The roles as somebody meets them who speaks to the server by hand: real sockets, every kind of frame. */
import { storedOutputMime, type PeopleCommand, type RoomRole, type StoredOutput } from "@data-surgery/contract";
import * as encoding from "lib0/encoding";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { erasePerson } from "./erase-person.js";
import { largeOutput } from "./output-shelf.js";
import { eventually, TestClient } from "./test-room-client.js";
import { openRoomServer, writeNotebookFile, type RoomServer } from "./test-room-server.js";

const path = "people/ann/lesson.ipynb";

interface Pair extends AsyncDisposable {
  readonly server: RoomServer;
  readonly ann: TestClient;
  readonly tom: TestClient;
  give(role: RoomRole | null): Promise<void>;
}

/** Ann in her own notebook and a trainer at its door. */
async function openPair(): Promise<Pair> {
  const server = await openRoomServer({
    runCode: (code, say) => {
      say("stream", { name: "stdout", text: `ran ${code}` });
      return { status: "ok", executionCount: 1 };
    },
  });
  await writeNotebookFile(server.folder, path, ["one", "two"]);
  const ann = await TestClient.open(server.port, "learner-ann", path);
  const tom = await TestClient.knock(server.port, "trainer-tom", path);
  return {
    server,
    ann,
    tom,
    give: async (role) => {
      await expectDone(ann, { type: "give", personId: "tom", role });
      if (role !== null) await tom.notice("role", (notice) => notice["role"] === role);
    },
    [Symbol.asyncDispose]: async () => {
      ann[Symbol.dispose]();
      tom[Symbol.dispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

async function expectDone(client: TestClient, command: PeopleCommand): Promise<void> {
  const reply = await client.ask(command);
  expect([command.type, reply.status, await reply.text()]).toEqual([command.type, 200, '{"type":"done"}']);
}

async function codeOf(reply: Promise<Response>): Promise<string> {
  const answer = await reply;
  if (answer.ok) return "done";
  return ((await answer.json()) as { code: string }).code;
}

/** Everything that could carry a change, sent by hand: an update, an answer to sync step 1, and what travels beside them. */
function tryToWrite(client: TestClient, text: string): void {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(client.doc));
  const before = Y.encodeStateVector(copy);
  copy.getMap("meta").set("mark", text);
  const cells = copy.getArray<Y.Map<unknown>>("cells");
  if (cells.length > 0) (cells.get(0).get("source") as Y.Text).insert(0, text);
  else cells.push([new Y.Map<unknown>([["id", "forged"]])]);
  const update = Y.encodeStateAsUpdate(copy, before);
  client.sendUpdate(update);
  for (const kind of [1, 2]) client.sendRaw(syncFrame(kind, update));
  client.sendRaw(syncFrame(1, Y.encodeStateAsUpdate(copy)));
  client.setAwareness({ user: { name: "somebody else", username: "ann" } });
  client.sendNamed("save", 1);
  client.sendNamed("flush", 999);
}

const syncFrame = (kind: number, payload: Uint8Array): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 0);
    encoding.writeVarUint(encoder, kind);
    encoding.writeVarUint8Array(encoder, payload);
  });

/** What the server holds, not what a page believes. */
async function content(server: RoomServer): Promise<string[]> {
  const notebook = await server.rooms.readNotebook(path);
  return notebook.cells.map((cell) => cell.source);
}

test("RO21 whoever waits to be let in gets nothing of the document, sees no cursors, and changes nothing with any frame", async () => {
  await using pair = await openPair();
  const { server, ann, tom } = pair;
  ann.setAwareness({ user: {}, cursors: [] });
  tryToWrite(tom, "hack ");
  tom.sendRaw(Uint8Array.of(3));
  await ann.flushed();
  await new Promise((resolve) => {
    setTimeout(resolve, 300);
  });
  expect(await content(server)).toEqual(["one", "two"]);
  expect(tom.isSynced).toBe(false);
  expect(tom.cellCount).toBe(0);
  expect(tom.awareness.getStates().has(ann.doc.clientID)).toBe(false);
  expect(ann.awareness.getStates().has(tom.doc.clientID)).toBe(false);
  expect(new Set(tom.notices.map((notice) => notice.type))).toEqual(new Set(["waiting"]));
  expect(tom.latest("waiting")).toMatchObject({ state: "asking", owner: "ann" });
  expect(ann.latest("people")).toMatchObject({ people: [{ personId: "tom", asking: true }] });
  expect(await codeOf(tom.run("k", "cell-0"))).toBe("rooms.ask-first");
  for (const command of everything(ann)) expect([command.type, await codeOf(tom.ask(command))]).not.toContain("done");
});

/** One of each kind that would change something for somebody. */
function everything(ann: TestClient): PeopleCommand[] {
  const id = ann.doc.guid.slice(0, 36);
  return [
    { type: "look-in" },
    { type: "give", personId: "tom", role: "run" },
    { type: "open-as", role: "run" },
    { type: "keyboard", personId: "tom" },
    { type: "answer-keyboard", yes: true },
    { type: "attention", on: true },
    { type: "raise-hand", cellId: "cell-0" },
    { type: "lower-hand", personId: "ann" },
    { type: "see-visits" },
    { type: "suggest", cellId: "cell-0", base: "one", text: "hacked" },
    { type: "withdraw", id },
    { type: "accept", id },
    { type: "decline", id },
    { type: "say", text: "hello", cellId: null },
    { type: "erase-message", id },
  ];
}

test("RO21 let in: the document comes, whole and live, on the line that waited", async () => {
  await using pair = await openPair();
  const { ann, tom } = pair;
  tom.setAwareness({ user: {}, mark: 1 });
  await pair.give("edit");
  await eventually("tom has it", () => tom.isSynced && tom.cellCount === 2);
  ann.cell(0).insert(0, "a ");
  tom.cell(1).insert(0, "t ");
  await eventually("both have both", () => tom.text === "a one" && ann.cell(1).toJSON() === "t two");
  await eventually("ann sees tom", () => ann.awareness.getStates().has(tom.doc.clientID));
  expect(ann.latest("people")).toMatchObject({ people: [{ personId: "tom", role: "edit", asking: false }] });
});

for (const role of ["observe", "suggest"] as const) {
  test(`RO8 RO21 who may ${role} changes nothing with any frame, is told so once, runs nothing, and still sees all`, async () => {
    await using pair = await openPair();
    const { server, ann, tom } = pair;
    await pair.give(role);
    await eventually("tom has it", () => tom.isSynced);
    for (let round = 0; round < 3; round++) tryToWrite(tom, "hack ");
    await tom.flushed();
    expect(await content(server)).toEqual(["one", "two"]);
    expect(ann.doc.getMap("meta").get("mark")).toBeUndefined();
    expect(tom.notices.filter((notice) => notice.type === "refused")).toHaveLength(1);
    expect(await codeOf(tom.run("k", "cell-0"))).toBe("rooms.role-needed");
    expect(await codeOf(tom.ask({ type: "give", personId: "tom", role: "run" }))).toBe("rooms.owner-only");
    ann.cell(0).insert(0, "live ");
    await eventually("tom sees it", () => tom.text.endsWith("live one"));
    const user = ann.awareness.getStates().get(tom.doc.clientID)?.["user"] as { username: string } | undefined;
    expect(user?.username ?? "tom").toBe("tom");
  });
}

test("RO21 edit is not run: changes are taken, cells are not run; run may both", async () => {
  await using pair = await openPair();
  const { server, tom } = pair;
  await pair.give("edit");
  await eventually("tom has it", () => tom.isSynced);
  tom.cell(0).insert(0, "yes ");
  await tom.flushed();
  expect(await content(server)).toEqual(["yes one", "two"]);
  expect(await codeOf(tom.run("k", "cell-0"))).toBe("rooms.role-needed");
  await pair.give("run");
  expect(await codeOf(tom.run("k", "cell-0"))).toBe("done");
});

test("RO21 roles change in the middle: refused from the next frame on, taken again from the next one after that", async () => {
  await using pair = await openPair();
  const { server, ann, tom } = pair;
  await pair.give("edit");
  await eventually("tom has it", () => tom.isSynced);
  tom.cell(0).insert(0, "1 ");
  await tom.flushed();
  await pair.give("observe");
  tryToWrite(tom, "hack ");
  tom.cell(0).insert(0, "2 ");
  await tom.flushed();
  expect(await content(server)).toEqual(["1 one", "two"]);
  expect(tom.latest("refused")).toMatchObject({ code: "rooms.read-only" });
  await pair.give("suggest");
  tryToWrite(tom, "hack ");
  await tom.flushed();
  expect(await content(server)).toEqual(["1 one", "two"]);
  // What was typed in that page in between is still there and may come now: nothing is lost, and nothing came before.
  await pair.give("edit");
  tom.cell(1).insert(0, "3 ");
  await eventually("all of it is there", () => ann.text === "2 1 one" && ann.cell(1).toJSON() === "3 two");
});

test("RO21 shown out: nothing more comes, nothing is taken; let in again: all that was missed comes", async () => {
  await using pair = await openPair();
  const { server, ann, tom } = pair;
  await pair.give("edit");
  await eventually("tom has it", () => tom.isSynced);
  tom.setAwareness({ user: {}, mark: 1 });
  await eventually("ann sees tom", () => ann.awareness.getStates().has(tom.doc.clientID));
  await pair.give(null);
  await tom.notice("waiting", (notice) => notice["state"] === "declined");
  await eventually("tom's cursor is gone", () => !ann.awareness.getStates().has(tom.doc.clientID));
  ann.cell(0).insert(0, "private ");
  tryToWrite(tom, "hack ");
  await ann.flushed();
  await new Promise((resolve) => {
    setTimeout(resolve, 200);
  });
  expect(tom.text).toBe("one");
  expect(await content(server)).toEqual(["private one", "two"]);
  await pair.give("observe");
  await eventually("tom is up to date", () => tom.text === "private one");
});

test("RO24 hands off while both type: only the one named is heard, and both are told who that is", async () => {
  await using pair = await openPair();
  const { server, ann, tom } = pair;
  await pair.give("run");
  await eventually("tom has it", () => tom.isSynced);
  await expectDone(tom, { type: "keyboard", personId: "tom" });
  expect(ann.latest("people")).toMatchObject({ keyboard: null, keyboardAsked: { by: { personId: "tom" } } });
  await expectDone(ann, { type: "answer-keyboard", yes: true });
  await ann.notice("role", (notice) => notice["role"] === "suggest");
  for (const page of [ann, tom]) await page.notice("people", (notice) => notice["keyboard"] !== null);
  tryToWrite(ann, "no ");
  tom.cell(0).insert(0, "yes ");
  await Promise.all([ann.flushed(), tom.flushed()]);
  expect(await content(server)).toEqual(["yes one", "two"]);
  expect(await codeOf(ann.run("k", "cell-0"))).toBe("rooms.role-needed");
  await expectDone(ann, { type: "keyboard", personId: null });
  await ann.notice("role", (notice) => notice["role"] === "run");
  ann.cell(1).insert(0, "back ");
  await ann.flushed();
  expect((await content(server))[1]).toBe("back two");
});

test("RO17 RO21 a run that waits its turn is not begun when its person may not run any more", async () => {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const ran: string[] = [];
  await using server = await openRoomServer({
    runCode: async (code) => {
      ran.push(code);
      if (code === "one") await held;
      return { status: "ok", executionCount: 1 };
    },
  });
  await writeNotebookFile(server.folder, path, ["one", "two"]);
  using ann = await TestClient.open(server.port, "learner-ann", path);
  using tom = await TestClient.knock(server.port, "trainer-tom", path);
  await expectDone(ann, { type: "give", personId: "tom", role: "run" });
  await eventually("tom has it", () => tom.isSynced);
  const first = ann.run("k", "cell-0");
  await eventually("it runs", () => ran.length === 1);
  const second = tom.run("k", "cell-1");
  await ann.notice("run", (notice) => notice["cellId"] === "cell-1");
  await expectDone(ann, { type: "give", personId: "tom", role: "observe" });
  release();
  expect(await (await first).json()).toMatchObject({ status: "ok" });
  expect(await (await second).json()).toMatchObject({ status: "aborted" });
  expect(ran).toEqual(["one"]);
});

test("RO22 RO23 roles, visits and who has the keyboard outlive a restart of the server", async () => {
  await using first = await openRoomServer();
  await writeNotebookFile(first.folder, path, ["one", "two"]);
  const { folder } = first;
  {
    using ann = await TestClient.open(first.port, "learner-ann", path);
    using tom = await TestClient.knock(first.port, "trainer-tom", path);
    await expectDone(ann, { type: "give", personId: "tom", role: "suggest" });
    await eventually("tom has it", () => tom.isSynced);
    await expectDone(ann, { type: "keyboard", personId: "ann" });
    await expectDone(tom, { type: "suggest", cellId: "cell-0", base: "one", text: "uno" });
    await expectDone(tom, { type: "say", text: "look", cellId: "cell-1" });
  }
  using tia = await TestClient.knock(first.port, "trainer-tia", path);
  await tia.notice("waiting", (notice) => notice["state"] === "absent");
  await expectDone(tia, { type: "look-in" });
  await eventually("tia looks", () => tia.isSynced);
  tia.disconnect();
  await first.rooms.close();
  await using again = await openRoomServer({ folder });
  using ann = await TestClient.open(again.port, "learner-ann", path);
  await ann.notice("visits", (notice) => (notice["visits"] as unknown[]).length === 1);
  expect(ann.latest("visits")).toMatchObject({ visits: [{ personId: "tia", seen: false }] });
  expect(ann.latest("people")).toMatchObject({
    keyboard: { personId: "ann" },
    people: [{ personId: "tom", role: "suggest" }],
  });
  expect(ann.latest("suggestions")).toMatchObject({ suggestions: [{ text: "uno", state: "open" }] });
  expect(ann.latest("messages")).toMatchObject({ messages: [{ text: "look", cellId: "cell-1" }] });
});

test("RO27 a suggestion is written when it is accepted, with what changed elsewhere in the cell, and never twice", async () => {
  await using pair = await openPair();
  const { server, ann, tom } = pair;
  ann.cell(0).insert(3, "\nmiddle\nlast");
  await pair.give("suggest");
  await eventually("tom has it", () => tom.isSynced && tom.text === "one\nmiddle\nlast");
  const base = tom.text;
  await expectDone(tom, { type: "suggest", cellId: "cell-0", base, text: "uno\nmiddle\nlast" });
  const told = await ann.notice("suggestion");
  const { id } = told["suggestion"] as { id: string };
  expect(await content(server)).toEqual([base, "two"]);
  expect(await codeOf(tom.ask({ type: "accept", id }))).toBe("rooms.role-needed");
  ann.cell(0).insert(base.length, " of all");
  await expectDone(ann, { type: "accept", id });
  await eventually("both have it", () => tom.text === "uno\nmiddle\nlast of all" && ann.text === tom.text);
  expect(ann.latest("suggestion")).toMatchObject({
    suggestion: { state: "accepted", author: { personId: "tom" }, decidedBy: { personId: "ann" } },
  });
  expect(await codeOf(ann.ask({ type: "accept", id }))).toBe("rooms.gone");
  await server.rooms.flush();
  expect(await readFile(join(server.folder, "files", path), "utf8")).toContain("last of all");
});

test("RO27 both changed the same line: nothing is written, both are shown; the owner may still take theirs or not", async () => {
  await using pair = await openPair();
  const { server, ann, tom } = pair;
  await pair.give("suggest");
  await eventually("tom has it", () => tom.isSynced);
  await expectDone(tom, { type: "suggest", cellId: "cell-0", base: "one", text: "uno" });
  const { id } = (await ann.notice("suggestion"))["suggestion"] as { id: string };
  ann.cell(0).insert(0, "no ");
  await ann.flushed();
  const reply = await ann.ask({ type: "accept", id });
  expect(await reply.json()).toEqual({ type: "changed-meanwhile", now: "no one" });
  expect(await content(server)).toEqual(["no one", "two"]);
  await expectDone(ann, { type: "accept", id, replace: true });
  expect(await content(server)).toEqual(["uno", "two"]);
  await expectDone(tom, { type: "suggest", cellId: "cell-1", base: "two", text: "due" });
  const other = await ann.notice("suggestion", ({ suggestion }) => (suggestion as { text: string }).text === "due");
  await expectDone(ann, { type: "decline", id: (other["suggestion"] as { id: string }).id });
  expect(await content(server)).toEqual(["uno", "two"]);
  ann.doc.getArray("cells").delete(1);
  await ann.flushed();
  expect(await codeOf(tom.ask({ type: "suggest", cellId: "cell-1", base: "two", text: "due" }))).toBe("rooms.gone");
});

test("RO28 messages reach all who are in, may be erased by their writer or the owner, and by nobody else", async () => {
  await using pair = await openPair();
  const { ann, tom } = pair;
  await pair.give("observe");
  await expectDone(ann, { type: "say", text: " Is this right? ", cellId: "cell-1" });
  const said = (await tom.notice("message"))["message"] as { id: string };
  expect(said).toMatchObject({ text: "Is this right?", cellId: "cell-1", author: { personId: "ann", name: "ann" } });
  expect(await codeOf(tom.ask({ type: "erase-message", id: said.id }))).toBe("rooms.owner-only");
  await expectDone(tom, { type: "say", text: "Nearly", cellId: null });
  const answer = (await ann.notice("message", ({ message }) => (message as { text: string }).text === "Nearly"))[
    "message"
  ] as {
    id: string;
  };
  await expectDone(ann, { type: "erase-message", id: answer.id });
  await tom.notice("message-erased", (notice) => notice["id"] === answer.id);
  await expectDone(ann, { type: "erase-message", id: said.id });
});

test("RO26 a hand at a cell is shown to helpers in the room and told to the board with the cell's name, up and down", async () => {
  await using pair = await openPair();
  const { server, ann, tom } = pair;
  await pair.give("observe");
  await expectDone(ann, { type: "raise-hand", cellId: "cell-1" });
  await tom.notice("people", (notice) => JSON.stringify(notice).includes('"label":"cell 2"'));
  expect(server.hands).toMatchObject([
    { personId: "ann", workshopId: "w1", path, hand: { cellId: "cell-1", label: "cell 2" } },
  ]);
  await expectDone(tom, { type: "lower-hand", personId: "ann" });
  expect(server.hands.at(-1)).toMatchObject({ personId: "ann", hand: null });
  expect(await codeOf(ann.ask({ type: "raise-hand", cellId: "none" }))).toBe("rooms.gone");
});

test("RO21 history, what it brings back, a device's copy and stored outputs ask for the role, at the door and inside", async () => {
  await using pair = await openPair();
  const { server, ann } = pair;
  const id = ann.session!.fileId;
  const large = await server
    .shelf(id)
    .put({ output_type: "display_data", data: { "text/plain": "x".repeat(largeOutput + 1) }, metadata: {} });
  const { hash } = (large as unknown as { data: Record<string, StoredOutput> }).data[storedOutputMime]!;
  const origin = `http://127.0.0.1:${server.port}`;
  const ask = async (url: string, body?: object): Promise<string> =>
    codeOf(
      fetch(origin + url, {
        method: body === undefined ? "GET" : "POST",
        headers: { cookie: "trainer-tom", origin, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
  const copy = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] };
  const looking = [`/api/history/${id}`, `/api/history/${id}/difference?from=1`, `/api/outputs/${id}/${hash}`];
  const changing: [string, object][] = [
    [`/api/history/${id}/restore`, { version: 1 }],
    [`/api/history/${id}/merge`, { copy, apply: true }],
  ];
  const all = async (): Promise<string[]> => {
    const answers: string[] = [];
    for (const url of looking) answers.push(await ask(url));
    for (const [url, body] of changing) answers.push(await ask(url, body));
    return answers;
  };
  const closed = "rooms.ask-first";
  expect(await all()).toEqual([closed, closed, closed, closed, closed]);
  await pair.give("suggest");
  expect(await all()).toEqual(["done", "done", "done", "rooms.role-needed", "rooms.role-needed"]);
  await pair.give("edit");
  expect(await all()).toEqual(["done", "done", "done", "done", "done"]);
  await pair.give(null);
  expect(await all()).toEqual([closed, closed, closed, closed, closed]);
});

test("RO37 who ran a cell and was shown out meanwhile does not answer its question any more", async () => {
  const server = await openRoomServer({
    runCode: async (_code, _say, ask) => {
      await ask("Name? ");
      return { status: "ok", executionCount: 1 };
    },
  });
  await using _server = server;
  await writeNotebookFile(server.folder, path, ["one"]);
  using ann = await TestClient.open(server.port, "learner-ann", path);
  using tom = await TestClient.knock(server.port, "trainer-tom", path);
  await expectDone(ann, { type: "give", personId: "tom", role: "run" });
  await tom.notice("role", (notice) => notice["role"] === "run");
  const running = tom.run("k", "cell-0");
  await ann.notice("run", (notice) => notice["phase"] === "asking");
  await expectDone(ann, { type: "give", personId: "tom", role: null });
  expect(await codeOf(tom.answer("k", "cell-0", "late"))).toBe("rooms.ask-first");
  await expectDone(ann, { type: "give", personId: "tom", role: "suggest" });
  expect((await tom.answer("k", "cell-0", "in time")).status).toBe(204);
  expect((await running).status).toBe(200);
});

test("RO29 erasing somebody removes what they said and proposed and their roles, also from rooms that are open", async () => {
  await using pair = await openPair();
  const { server, ann, tom } = pair;
  await pair.give("suggest");
  await eventually("tom has it", () => tom.isSynced);
  await expectDone(tom, { type: "suggest", cellId: "cell-0", base: "one", text: "uno" });
  await expectDone(tom, { type: "say", text: "secret", cellId: null });
  expect(await server.rooms.exportPerson("tom")).toMatchObject({
    roles: [{ role: "suggest" }],
    suggestions: [{ text: "uno" }],
    messages: [{ text: "secret" }],
  });
  await erasePerson(
    { store: server.store, rooms: server.rooms, shelf: server.shelf },
    { personId: "tom", home: "tom" },
  );
  expect(await server.rooms.exportPerson("tom")).toEqual({ roles: [], visits: [], suggestions: [], messages: [] });
  await ann.notice("messages", (notice) => (notice["messages"] as unknown[]).length === 0 && notice !== ann.notices[0]);
  await tom.notice("waiting", (notice) => notice["state"] === "asking");
  expect(await codeOf(tom.ask({ type: "say", text: "still here", cellId: null }))).toBe("rooms.ask-first");
});
