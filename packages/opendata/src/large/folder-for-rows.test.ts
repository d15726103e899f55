import { mkdir, mkdtemp, readdir, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { folderForRows } from "./folder-for-rows.js";

test("rows go among the temporary files, and beside the notebook where those have no room; old leavings go", async () => {
  const [temporary, beside] = [await mkdtemp(join(tmpdir(), "t-")), await mkdtemp(join(tmpdir(), "b-"))];
  try {
    const old = join(beside, ".data-surgery-rows-old");
    await mkdir(old);
    await utimes(old, 1, 1);
    expect(dirname(await folderForRows(1000, temporary, beside))).toBe(temporary);
    expect(await readdir(beside)).toEqual([".data-surgery-rows-old"]);
    const made = await folderForRows(Number.MAX_SAFE_INTEGER, temporary, beside);
    expect(dirname(made)).toBe(beside);
    expect(await readdir(beside)).toHaveLength(1);
  } finally {
    await rm(temporary, { recursive: true });
    await rm(beside, { recursive: true });
  }
});
