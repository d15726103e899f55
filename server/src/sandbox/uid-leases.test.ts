import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { UidLeases } from "./uid-leases.js";

const isRoot = process.getuid?.() === 0;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "surgery-leases-"));
  for (const name of ["ada", "bob"]) await mkdir(join(folder, name));
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

test.skipIf(!isRoot)("a user that was given back is lent again", async () => {
  const leases = new UidLeases();
  const seen = new Set<number>();
  for (let round = 0; round < 600; round++) {
    const lease = await leases.take(join(folder, "ada"));
    seen.add(lease.uid);
    await lease[Symbol.asyncDispose]();
  }
  expect(seen.size).toBeLessThanOrEqual(501);
});
