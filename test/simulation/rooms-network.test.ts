/**
 * Real sockets through a line that fails as venues' Wi-Fi does, and real processes that fall asleep. These mostly wait, so they run side by side.
 * SURGERY_LONG_TESTS=1 sleeps for a whole minute.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { eventually, TestClient } from "../../server/src/rooms/test-room-client.js";
import { openRoomServer, writeNotebookFile } from "../../server/src/rooms/test-room-server.js";
import { openFaultProxy } from "./fault-proxy.js";
import { Random } from "./random.js";
import * as Y from "yjs";
import { startPageProcess, startRoomProcess } from "./room-process.js";
import { Characters, outcomeOf, Typist } from "./typists.js";

const isLong = process.env["SURGERY_LONG_TESTS"] !== undefined;
/** Longer than the 15 s after which a silent line is given up. */
const sleep = isLong ? 60_000 : 22_000;
const path = "shared/ann/lesson.ipynb";
const longest = 5 * 60_000;
const nothingWrong = { lost: [], doubled: 0, cellsDoubled: 0 };

/** Goes away after everything that was opened later: a server that still runs writes into it. */
async function temporaryFolder(prefix: string): Promise<AsyncDisposable & { readonly folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), prefix));
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}

async function typeFor(typists: readonly Typist[], milliseconds: number): Promise<void> {
  const until = performance.now() + milliseconds;
  while (performance.now() < until) {
    for (const typist of typists) typist.type();
    await delay(100);
  }
}

describe.concurrent("bad lines and sleeping machines", { timeout: longest }, () => {
  test("RO20 a half-open line is noticed and given up, others go on, and what was typed meanwhile arrives once", async () => {
    await using server = await openRoomServer();
    await writeNotebookFile(server.folder, path, [""]);
    using proxy = await openFaultProxy(server.port);
    using ann = await TestClient.open(server.port, "learner-ann", path);
    using tom = await TestClient.open(server.port, "trainer-tom", path);
    const characters = new Characters();
    const typists = [new Typist(ann, characters), new Typist(tom, characters)] as const;
    ann.disconnect();
    await ann.connect(server.port, proxy.port);
    ann.setAwareness({ cursor: 1 });
    await eventually("she is seen", () => tom.awareness.getStates().has(ann.doc.clientID));
    proxy.hold();
    await typeFor(typists, 2000);
    await typists[1].client.flushed();
    expect(tom.text).toHaveLength(typists[1].typed.length);
    await eventually("her cursor goes", () => !tom.awareness.getStates().has(ann.doc.clientID), 60_000);
    // y-websocket gives a line up that is silent for 30 s, and comes again.
    ann.disconnect();
    proxy.release();
    await ann.connect(server.port);
    expect(await outcomeOf(typists, 0)).toMatchObject(nothingWrong);
  });

  test("RO3 through outages of 30 s with typing on both sides all converge, nothing lost or doubled", async () => {
    await using server = await openRoomServer();
    await writeNotebookFile(server.folder, path, [""]);
    using proxy = await openFaultProxy(server.port);
    using ann = await TestClient.open(server.port, "learner-ann", path);
    using tom = await TestClient.open(server.port, "trainer-tom", path);
    const characters = new Characters();
    const typists = [new Typist(ann, characters), new Typist(tom, characters)];
    ann.disconnect();
    await ann.connect(server.port, proxy.port);
    for (let outage = 0; outage < (isLong ? 4 : 1); outage++) {
      await typeFor(typists, 500);
      proxy.cut();
      await typeFor(typists, 30_000);
      proxy.restore();
      await typeFor(typists, 500);
    }
    expect(await outcomeOf(typists, 0)).toMatchObject(nothingWrong);
  });

  test("RO1 over a line of 300 ± 200 ms with short cuts all converge, nothing lost or doubled", async () => {
    await using server = await openRoomServer();
    await writeNotebookFile(server.folder, path, [""]);
    using proxy = await openFaultProxy(server.port);
    const random = new Random(11);
    proxy.slow({ delay: 300, jitter: 200, random });
    const characters = new Characters();
    const cookies = ["learner-ann", "trainer-tom", "trainer-tia"];
    const clients = await Promise.all(cookies.map((cookie) => TestClient.open(server.port, cookie, path)));
    const typists = clients.map((client) => new Typist(client, characters));
    try {
      for (const client of clients) client.disconnect();
      await Promise.all(clients.map((client) => client.connect(server.port, proxy.port)));
      for (let cut = 0; cut < 4; cut++) {
        await typeFor(typists, 1500 + random.below(1500));
        proxy.cut();
        await typeFor(typists, random.below(1000));
        proxy.restore();
      }
      expect(await outcomeOf(typists, 0, 60_000)).toMatchObject(nothingWrong);
    } finally {
      for (const client of clients) client[Symbol.dispose]();
    }
  });

  test(`RO4 a server that stands still for ${sleep / 1000} s goes on where it was, nothing lost or doubled`, async () => {
    await using place = await temporaryFolder("surgery-stop-");
    const { folder } = place;
    await writeNotebookFile(folder, path, [""]);
    await using running = await startRoomProcess(folder);
    using ann = await TestClient.open(running.port, "learner-ann", path);
    using tom = await TestClient.open(running.port, "trainer-tom", path);
    const characters = new Characters();
    const typists = [new Typist(ann, characters), new Typist(tom, characters)];
    await typeFor(typists, 500);
    running.child.kill("SIGSTOP");
    await typeFor(typists, 2000);
    await delay(sleep - 2000);
    running.child.kill("SIGCONT");
    await typeFor(typists, 500);
    expect(await outcomeOf(typists, 0, 60_000)).toMatchObject(nothingWrong);
  });

  test(`RO20 a page that sleeps for ${sleep / 1000} s is given up, and comes back with what it had typed, once`, async () => {
    await using server = await openRoomServer();
    await writeNotebookFile(server.folder, path, [""]);
    using tom = await TestClient.open(server.port, "trainer-tom", path);
    using laptop = await startPageProcess(server.port, "learner-ann", path);
    laptop.type("before ");
    await eventually("it arrives", () => tom.text === "before ");
    laptop.child.kill("SIGSTOP");
    laptop.type("asleep ");
    tom.cell(0).insert(0, "meanwhile ");
    await tom.flushed();
    await delay(sleep);
    expect(tom.text).toBe("meanwhile before ");
    laptop.child.kill("SIGCONT");
    await eventually("it is back", () => tom.text === "meanwhile before asleep ", 60_000);
    laptop.type("after");
    await eventually("it goes on", () => tom.text === "meanwhile before asleep after", 60_000);
  });

  test("RO1 two tabs of one person, one of them offline and closed, share one copy: nothing lost or doubled", async () => {
    await using server = await openRoomServer();
    await writeNotebookFile(server.folder, path, ["x"]);
    using first = await TestClient.open(server.port, "learner-ann", path);
    using second = await TestClient.open(server.port, "learner-ann", path);
    using tom = await TestClient.open(server.port, "trainer-tom", path);
    first.disconnect();
    second.disconnect();
    first.cell(0).insert(0, "1");
    second.cell(0).insert(second.text.length, "2");
    // Both write their updates into the browser's copy; a third tab opens with all of it, and only that one comes back.
    using third = new TestClient(server.port, "learner-ann");
    third.session = first.session;
    Y.applyUpdate(third.doc, Y.encodeStateAsUpdate(first.doc));
    Y.applyUpdate(third.doc, Y.encodeStateAsUpdate(second.doc));
    await third.connect();
    await eventually("all arrives", () => tom.text === "1x2");
    // The others wake up later and have the same to say.
    await first.connect();
    await second.connect();
    await Promise.all([first.flushed(), second.flushed()]);
    expect([first, second, third, tom].map((page) => page.text)).toEqual(["1x2", "1x2", "1x2", "1x2"]);
    expect(tom.cellCount).toBe(1);
  });

  test("RO3 RO10 a tab from yesterday, behind two compactions and a restart, brings what it had and doubles nothing", async () => {
    await using place = await temporaryFolder("surgery-stale-");
    const { folder } = place;
    const settings = { compactRows: 20 };
    await writeNotebookFile(folder, path, ["x"]);
    using ann = await openStaleTab(folder, settings);
    await using today = await openRoomServer({ folder, settings });
    using tom = await TestClient.open(today.port, "trainer-tom", path);
    await ann.connect(today.port);
    await eventually("both have all", () => tom.text.includes("unsent ") && ann.text === tom.text);
    // Both stand before the x; which comes first, Yjs decides by client id.
    expect(tom.text.replace("unsent ", "")).toBe(`${"t".repeat(60)}x`);
    expect(tom.cellCount).toBe(1);
  });
});

/** A page that went offline with something unsent, before much else happened. */
async function openStaleTab(folder: string, settings: { compactRows: number }): Promise<TestClient> {
  const yesterday = await openRoomServer({ folder, settings });
  const ann = await TestClient.open(yesterday.port, "learner-ann", path);
  using tom = await TestClient.open(yesterday.port, "trainer-tom", path);
  ann.disconnect();
  ann.cell(0).insert(0, "unsent ");
  for (let index = 0; index < 60; index++) {
    tom.cell(0).insert(0, "t");
    await tom.flushed();
  }
  const compactions = (): number => yesterday.events.filter((event) => event.type === "compacted").length;
  await eventually("it was compacted twice", () => compactions() >= 2);
  await yesterday[Symbol.asyncDispose]();
  return ann;
}
