/** A real server process, real sockets, real SQLite, and `kill -9` while people type. SURGERY_LONG_TESTS=1 kills many more times. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { eventually, TestClient } from "../../server/src/rooms/test-room-client.js";
import { writeNotebookFile } from "../../server/src/rooms/test-room-server.js";
import * as Y from "yjs";
import { Random } from "./random.js";

const kills = process.env["SURGERY_LONG_TESTS"] === undefined ? 5 : 50;
const program = join(import.meta.dirname, "..", "..", "server", "dist", "rooms", "test-room-process.js");
const path = "shared/ann/lesson.ipynb";
const firstCharacter = 0xe000;
const lastCharacter = 0xf8ff;

async function startProcess(folder: string, port: number): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(process.execPath, [program, folder, String(port)], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  return { child, port: Number(line.toString()) };
}

/** Types one character that nobody else types, now and then; what was vouched for is collected. */
class Typist {
  readonly client: TestClient;
  readonly acknowledged = new Set<string>();
  constructor(client: TestClient) {
    this.client = client;
  }

  type(character: string): void {
    this.client.cell(0).insert(this.client.text.length, character);
  }

  /** By the acknowledged clock of this page's own client: one struct a character, in the order typed. */
  collect(typed: readonly string[]): void {
    const own = this.client.doc.clientID;
    for (const notice of this.client.notices.splice(0)) {
      if (notice.type !== "ack") continue;
      const clock = Y.decodeStateVector(Buffer.from(notice["sv"] as string, "base64")).get(own) ?? 0;
      for (const character of typed.slice(0, clock)) this.acknowledged.add(character);
    }
  }
}

test(
  "RO3 RO4 killed with -9 while four people type: every acknowledged character is there once, all converge",
  { timeout: 10 * 60_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "surgery-kill-"));
    const random = new Random(7);
    await writeNotebookFile(folder, path, [""]);
    let running = await startProcess(folder, 0);
    const { port } = running;
    const people = await Promise.all(
      ["learner-ann", "trainer-tom", "trainer-tia", "trainer-tea"].map((cookie) => TestClient.open(port, cookie, path)),
    );
    const typists = people.map((client) => ({ typist: new Typist(client), typed: [] as string[] }));
    let next = firstCharacter;
    try {
      for (let round = 0; round < kills; round++) {
        const until = performance.now() + 150 + random.below(400);
        while (performance.now() < until) {
          for (const { typist, typed } of typists) {
            if (next > lastCharacter) break;
            const character = String.fromCharCode(next++);
            typed.push(character);
            typist.type(character);
          }
          await new Promise((resolve) => {
            setTimeout(resolve, 8);
          });
        }
        running.child.kill("SIGKILL");
        await once(running.child, "exit");
        for (const { typist, typed } of typists) typist.collect(typed);
        running = await startProcess(folder, port);
      }
      const total = typists.reduce((sum, { typed }) => sum + typed.length, 0);
      const acknowledged = typists.flatMap(({ typist }) => [...typist.acknowledged]);
      await eventually("all have all", () => people.every((client) => client.isSynced && client.text.length === total));
      const [first] = people;
      expect(new Set(people.map((client) => client.text)).size).toBe(1);
      expect(new Set(first?.text).size).toBe(total);
      expect(acknowledged.length).toBeGreaterThan(0);
      expect(acknowledged.filter((character) => first?.text.includes(character) !== true)).toEqual([]);
      expect(first?.cellCount).toBe(1);
    } finally {
      for (const client of people) client[Symbol.dispose]();
      running.child.kill("SIGKILL");
      await rm(folder, { recursive: true, force: true });
    }
  },
);
