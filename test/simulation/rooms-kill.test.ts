/** A real server process, real sockets, real SQLite, and `kill -9` while people type. SURGERY_LONG_TESTS=1 kills many more times. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { TestClient } from "../../server/src/rooms/test-room-client.js";
import { writeNotebookFile } from "../../server/src/rooms/test-room-server.js";
import { Random } from "./random.js";
import { startRoomProcess } from "./room-process.js";
import { steadyPort } from "./steady-port.js";
import { Characters, outcomeOf, Typist } from "./typists.js";

const kills = process.env["SURGERY_LONG_TESTS"] === undefined ? 50 : 500;
const path = "shared/ann/lesson.ipynb";

test(
  `RO3 RO4 killed with -9 ${kills} times while four people type: every acknowledged character is there once, no cell doubled`,
  { timeout: 60 * 60_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "surgery-kill-"));
    const random = new Random(7);
    await writeNotebookFile(folder, path, [""]);
    const port = await steadyPort();
    let running = await startRoomProcess(folder, port);
    const characters = new Characters();
    const cookies = ["learner-ann", "trainer-tom", "trainer-tia", "trainer-tea"];
    const typists = await Promise.all(
      cookies.map(async (cookie) => new Typist(await TestClient.open(port, cookie, path), characters)),
    );
    let cells = 1;
    try {
      for (let round = 0; round < kills; round++) {
        const until = performance.now() + 60 + random.below(200);
        while (performance.now() < until) {
          for (const typist of typists) typist.type();
          if (random.chance(0.05)) random.pick(typists)?.addCell(`added-${cells++}`);
          await delay(25);
        }
        await running.kill();
        for (const typist of typists) typist.collect();
        running = await startRoomProcess(folder, port);
      }
      const outcome = await outcomeOf(typists, 0);
      expect(outcome).toMatchObject({ lost: [], doubled: 0, cellsDoubled: 0 });
      expect(outcome.acknowledged).toBeGreaterThan(kills);
      expect(typists.map(({ client }) => client.cellCount)).toEqual(typists.map(() => cells));
    } finally {
      for (const { client } of typists) client[Symbol.dispose]();
      await running.kill();
      await rm(folder, { recursive: true, force: true });
    }
  },
);
