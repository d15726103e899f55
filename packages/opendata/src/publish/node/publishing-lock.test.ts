import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { takePublishingLock } from "./publishing-lock.js";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lock-"));
});
afterEach(() => rm(folder, { recursive: true }));

const held = (holder: object): Promise<void> => writeFile(join(folder, "lock"), JSON.stringify(holder));

describe("the lock of a published folder", () => {
  test("of many who ask at once one gets it, and the next once it is given back, with nothing left behind", async () => {
    const turns = await Promise.allSettled(Array.from({ length: 12 }, () => takePublishingLock(folder)));
    const won = turns.flatMap((turn) => (turn.status === "fulfilled" ? [turn.value] : []));
    expect(won).toHaveLength(1);
    await won[0]?.[Symbol.asyncDispose]();
    await (await takePublishingLock(folder))[Symbol.asyncDispose]();
    expect(await readdir(folder)).toEqual([]);
  });

  test("of many who find a lock of somebody who is gone, one gets it", async () => {
    // A number that no process has.
    const gone = (at: number): object => ({ pid: 2 ** 22 + 1, host: hostname(), since: new Date(at).toISOString() });
    for (let round = 1; round <= 30; round++) {
      await held(gone(round));
      const turns = await Promise.allSettled(Array.from({ length: 12 }, () => takePublishingLock(folder)));
      expect(turns.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(await readdir(folder)).toEqual(["lock"]);
    }
  });

  test("of somebody who is gone, claimed by somebody who is gone, is had all the same", async () => {
    const gone = JSON.stringify({ pid: 2 ** 22 + 1, host: hostname(), since: new Date(1).toISOString() });
    await writeFile(join(folder, "lock"), gone);
    const claim = `lock-after-${createHash("sha256").update(gone).digest("hex").slice(0, 16)}`;
    await writeFile(join(folder, claim), gone.replace("1970", "1971"));
    await (await takePublishingLock(folder))[Symbol.asyncDispose]();
    expect(await readdir(folder)).toEqual([]);
  });

  test("PB50 of a process that ended before its number was given to ours, of one that is over and not yet cleared away, or of yesterday, counts for nothing", async () => {
    const before = new Date(performance.timeOrigin - 60_000).toISOString();
    await held({ pid: process.pid, host: hostname(), since: before });
    await (await takePublishingLock(folder))[Symbol.asyncDispose]();
    await held({ pid: process.ppid, host: hostname(), since: new Date(Date.now() - 2 * 60 * 60_000).toISOString() });
    await (await takePublishingLock(folder))[Symbol.asyncDispose]();
    if (process.platform !== "linux") return;
    // A child whose parent never asks how it ended: the shell becomes a program that does not know of it. Until then the child must live, or
    // the shell clears it away: what runs in the background has nothing on 0 in some shells, so it reads from 3.
    const parent = spawn("sh", ["-c", "exec 3<&0; cat <&3 & echo $!; exec sleep 600"], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    try {
      const [said] = (await once(parent.stdout, "data")) as [Buffer];
      const pid = Number(said.toString().trim());
      await expect.poll(() => readFile(`/proc/${parent.pid ?? 0}/comm`, "utf8")).toBe("sleep\n");
      parent.stdin.end();
      await expect.poll(() => readFile(`/proc/${pid}/stat`, "utf8")).toMatch(/\) Z /);
      await held({ pid, host: hostname(), since: new Date().toISOString() });
      await (await takePublishingLock(folder))[Symbol.asyncDispose]();
    } finally {
      parent.kill("SIGKILL");
    }
  });

  test("on another computer counts for an hour, and says where it is", async () => {
    await held({ pid: 1, host: "the-other-one", since: new Date().toISOString() });
    await expect(takePublishingLock(folder)).rejects.toMatchObject({
      code: "publishing-busy",
      message: expect.stringContaining("on the computer “the-other-one”") as string,
    });
    await held({ pid: 1, host: "the-other-one", since: new Date(Date.now() - 2 * 60 * 60 * 1000).toISOString() });
    await (await takePublishingLock(folder))[Symbol.asyncDispose]();
  });

  test("half written counts only for a moment", async () => {
    await writeFile(join(folder, "lock"), "{");
    await expect(takePublishingLock(folder)).rejects.toMatchObject({ code: "publishing-busy" });
    const before = new Date(Date.now() - 60_000);
    await utimes(join(folder, "lock"), before, before);
    await (await takePublishingLock(folder))[Symbol.asyncDispose]();
  });
});
