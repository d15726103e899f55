import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { UidLeases } from "./uid-leases.js";

const isRoot = process.getuid?.() === 0;
/** Beside those that servers lend, and by process: numbers are claimed for the whole computer, and these tests may run twice on it. */
const first = 61_101 + (process.pid % 20) * 4;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "surgery-leases-"));
  for (const name of ["ada", "bob", "cem", "dot"]) await mkdir(join(folder, name));
});
afterEach(() => rm(folder, { recursive: true }));

test.skipIf(!isRoot)(
  "two servers on one computer never lend the same user, or the end of one's kernels would end the other's",
  async () => {
    const [here, there] = [new UidLeases(), new UidLeases()];
    const ada = await here.take(join(folder, "ada"));
    const bob = await there.take(join(folder, "bob"));
    expect(ada.uid).not.toBe(bob.uid);
    expect((await here.take(join(folder, "ada"))).uid).toBe(ada.uid);
    await bob[Symbol.asyncDispose]();
  },
);

test.skipIf(!isRoot)("a user that was given back is lent again; when all are lent, that is said", async () => {
  const leases = new UidLeases(first, first + 2);
  const take = (name: string): ReturnType<UidLeases["take"]> => leases.take(join(folder, name));
  for (let round = 0; round < 3; round++) {
    const lent = [await take("ada"), await take("bob"), await take("cem")];
    expect(new Set(lent.map(({ uid }) => uid))).toEqual(new Set([first, first + 1, first + 2]));
    await expect(take("dot")).rejects.toThrow("more kernels run at once than there are users");
    for (const lease of lent) await lease[Symbol.asyncDispose]();
  }
});

test.skipIf(!isRoot)(
  "what a server that was killed left running as a user has ended before another folder is lent to that user",
  async () => {
    const uid = first + 3;
    const left = spawn("sleep", ["1000"], { uid, gid: uid, detached: true, stdio: "ignore" });
    const ended = once(left, "exit");
    try {
      await once(left, "spawn");
      await using lease = await new UidLeases(uid, uid).take(join(folder, "ada"));
      expect(lease.uid).toBe(uid);
      expect(await ended).toEqual([null, "SIGKILL"]);
    } finally {
      left.kill("SIGKILL");
    }
  },
);
