/**
 * A disk that really is full: the server runs on a small tmpfs in a mount namespace of its own, which goes away with it. Needs root, or
 * user namespaces; where there are neither (no Linux), the test says that it was skipped, and RO4 in room-faults.test.ts stands in.
 */
import { spawnSync } from "node:child_process";
import { cp, mkdir, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { eventually, TestClient } from "../../server/src/rooms/test-room-client.js";
import { openRoomServer, writeNotebookFile } from "../../server/src/rooms/test-room-server.js";
import { startRoomProcess } from "./room-process.js";
import { Characters, outcomeOf, Typist } from "./typists.js";

const path = "shared/ann/lesson.ipynb";
const unshare = process.getuid?.() === 0 ? ["unshare", "-m"] : ["unshare", "-Urm"];
const script = 'mount -t tmpfs -o size=12m none "$0" && exec "$@"';
const canMount = spawnSync(unshare[0]!, [...unshare.slice(1), "sh", "-c", script, tmpdir(), "true"]).status === 0;

test.skipIf(!canMount)(
  "RO4 on a full disk nothing is acknowledged that is not kept; when there is room again all arrives, nothing doubled",
  { timeout: 5 * 60_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "surgery-full-"));
    await using running = await startRoomProcess(folder, 0, [...unshare, "sh", "-c", script, folder]);
    // The same folder as the server sees it, inside its namespace.
    const inside = join("/proc", String(running.child.pid), "root", folder);
    await writeNotebookFile(inside, path, [""]);
    using ann = await TestClient.open(running.port, "learner-ann", path);
    using tom = await TestClient.open(running.port, "trainer-tom", path);
    const characters = new Characters();
    const typists = [new Typist(ann, characters), new Typist(tom, characters)];
    const type = async (milliseconds: number): Promise<void> => {
      const until = performance.now() + milliseconds;
      while (performance.now() < until) {
        for (const typist of typists) typist.type();
        await delay(20);
        for (const typist of typists) typist.collect();
      }
    };
    const acknowledged = (): string[] => typists.flatMap((typist) => [...typist.acknowledged]);
    await eventually("there is something to lose", async () => {
      await type(100);
      return acknowledged().length > 10;
    });
    await fill(join(inside, "ballast"));
    // Pages of the log that were used before may still take something: type until it is refused.
    await eventually(
      "the server says that it can't store",
      async () => {
        await type(100);
        return ann.closed?.code === 4503 || tom.closed?.code === 4503;
      },
      60_000,
    );
    for (const typist of typists) typist.collect();
    // A copy is one of a single moment only while nobody writes.
    running.child.kill("SIGSTOP");
    const kept = await textOnDisk(inside).finally(() => running.child.kill("SIGCONT"));
    expect(kept).toSatisfy((text: string) => acknowledged().every((one) => text.includes(one)));
    await rm(join(inside, "ballast"));
    await type(500);
    expect(await outcomeOf(typists, 0, 60_000)).toMatchObject({ lost: [], doubled: 0, cellsDoubled: 0 });
    await running.kill();
    await rm(folder, { recursive: true, force: true });
  },
);

/** Writes until not a byte more fits. */
async function fill(file: string): Promise<void> {
  const handle = await open(file, "w");
  try {
    for (let size = 64 * 1024; size >= 1; size = Math.floor(size / 4)) {
      const piece = Buffer.alloc(size, 1);
      try {
        for (;;) await handle.write(piece);
      } catch (error) {
        if (!(error instanceof Error) || !("code" in error) || error.code !== "ENOSPC") throw error;
      }
    }
  } finally {
    await handle.close();
  }
}

/** What somebody would find who took the disk out now: a copy, opened by another server. */
async function textOnDisk(inside: string): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), "surgery-copy-"));
  try {
    await mkdir(join(copy, "files"));
    for (const name of ["rooms.db", "rooms.db-wal", "files"]) {
      await cp(join(inside, name), join(copy, name), { recursive: true });
    }
    await using server = await openRoomServer({ folder: copy });
    return (await server.rooms.readNotebook(path)).cells[0]?.source ?? "";
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}
