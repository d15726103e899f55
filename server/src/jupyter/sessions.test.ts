import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openTestLauncher } from "./test-launcher.js";
import { openKernels, type Kernels } from "./kernels.js";
import { findKernelspecs, type Kernelspec } from "./kernelspecs.js";
import { createSessions, type Sessions } from "./sessions.js";

const waits = (name: string): Kernelspec => ({
  name,
  argv: [process.execPath, "-e", "setInterval(() => {}, 1e6)"],
  displayName: name,
  language: "none",
  interruptMode: "signal",
  env: {},
  metadata: {},
});

let root: string;
let kernels: Kernels;
let sessions: Sessions;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "surgery-sessions-"));
  const specs = findKernelspecs([waits("one"), waits("two")], []);
  const launcher = await openTestLauncher("trusted", root);
  kernels = openKernels({ specs, launcher, root, idleTimeout: 1e9, startTimeout: 1e9, most: 9 });
  sessions = createSessions(kernels);
});

afterEach(async () => {
  await kernels[Symbol.asyncDispose]();
  await rm(root, { recursive: true });
});

const request = (path: string): Parameters<Sessions["open"]>[0] => ({
  path,
  name: path,
  type: "notebook",
  kernelName: undefined,
});

test("opening one path many times at once gives one session and one kernel", async () => {
  const opened = await Promise.all([1, 2, 3].map(() => sessions.open(request("a.ipynb"))));
  expect(new Set(opened).size).toBe(1);
  expect(kernels.list()).toHaveLength(1);
});

test("pages that come back together after the kernel died share the new one, and the dead one is gone", async () => {
  const before = await sessions.open(request("a.ipynb"));
  kernels.get(before.kernelId).state = "dead";
  const opened = await Promise.all([1, 2, 3].map(() => sessions.open(request("a.ipynb"))));
  expect(new Set(opened).size).toBe(1);
  expect(kernels.list().map(({ id }) => id)).toEqual([opened[0]?.kernelId]);
  expect(sessions.list()).toEqual([opened[0]]);
});

test("a renamed file keeps its kernel, also when its folder was renamed, and a culled kernel is not in the way", async () => {
  const culled = await sessions.open(request("notes/old.ipynb"));
  const kept = await sessions.open(request("notes/a.ipynb"));
  await kernels.shutdown(culled.kernelId);
  sessions.follow("notes", "work");
  sessions.follow("work/a.ipynb", "work/b.ipynb");
  expect(sessions.list().map(({ path, name }) => [path, name])).toEqual([["work/b.ipynb", "b.ipynb"]]);
  expect(kernels.get(kept.kernelId).path).toBe("work/b.ipynb");
  expect(await sessions.open(request("work/b.ipynb"))).toBe(kept);
});

test("changing the kernel ends the old one, also when it was gone already; closing ends the last", async () => {
  const session = await sessions.open(request("a.ipynb"));
  const first = session.kernelId;
  await sessions.changeKernel(session.id, "two");
  expect(kernels.list().map(({ id, spec }) => [id === first, spec.name])).toEqual([[false, "two"]]);
  await kernels.shutdown(session.kernelId);
  await expect(sessions.changeKernel(session.id, "none")).rejects.toMatchObject({ code: "kernels.no-such-spec" });
  await sessions.changeKernel(session.id, "one");
  await sessions.close(session.id);
  expect(kernels.list()).toEqual([]);
});
