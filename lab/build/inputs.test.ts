import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hashInputs } from "./inputs.ts";

test("a page is built again when a file of it changes, comes or goes, and not otherwise", async () => {
  const root = await mkdtemp(join(tmpdir(), "surgery-inputs-"));
  await mkdir(join(root, "src", "deep"), { recursive: true });
  await writeFile(join(root, "src", "deep", "a.js"), "one");
  const hash = (): string => hashInputs(root, ["src", "not-there"]);
  const first = hash();
  await writeFile(join(root, "src", "deep", "a.js"), "one");
  await writeFile(join(root, "src", "deep", "a.test.ts"), "tests are no part of a page");
  expect(hash()).toBe(first);
  await writeFile(join(root, "src", "deep", "a.js"), "two");
  const second = hash();
  await writeFile(join(root, "src", "b.js"), "");
  const third = hash();
  await rm(join(root, "src", "b.js"));
  expect(new Set([first, second, third]).size).toBe(3);
  expect(hash()).toBe(second);
  await rm(root, { recursive: true });
});
