/**
 * The test server as a process, for a small disk of its own: `node test-publishing-server.js <folder>`. Says its address on standard output.
 * A line "fill <step>" on standard input has it fill the disk when that step of publishing is reached ("now": at once), "free" makes room.
 */
import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { openTestPublishingApp } from "./test-publishing-app.js";

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("Give a folder.");
const ballast = join(folder, "ballast");
let fillAt = "";

await using app = await openTestPublishingApp({
  now: Date.parse("2026-12-05T10:00:00Z"),
  folder,
  wrapWork: (work) => ({
    ...work,
    run: (task, tell) =>
      work.run(task, (step) => {
        if (step === fillAt) fill();
        tell(step);
      }),
  }),
});
process.stdout.write(`${app.url}\n`);
for await (const line of createInterface({ input: process.stdin })) {
  if (line === "free") {
    fillAt = "";
    rmSync(ballast, { force: true });
  } else if (line === "fill now") fill();
  else if (line === "note") await app.shelf.catchUp();
  else fillAt = line.slice("fill ".length);
  process.stdout.write("done\n");
}

/** Until not a byte more fits. */
function fill(): void {
  const file = openSync(ballast, "a");
  try {
    for (let size = 64 * 1024; size >= 1; size = Math.floor(size / 4)) {
      const piece = Buffer.alloc(size, 1);
      try {
        for (;;) writeSync(file, piece);
      } catch (error) {
        if (!(error instanceof Error) || !("code" in error) || error.code !== "ENOSPC") throw error;
      }
    }
  } finally {
    closeSync(file);
  }
}
