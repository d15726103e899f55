import type { JupyterMessage } from "@data-surgery/jupyter";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, readdir, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { KernelLauncher, LaunchedKernel } from "./kernel-launcher.js";
import { openKernels, type Kernels } from "./kernels.js";
import { findKernelspecs, surgerySpec, tslabSpec, type Kernelspec } from "./kernelspecs.js";
import { openTestLauncher } from "./test-launcher.js";

const nodeModules = join(import.meta.dirname, "..", "..", "..", "node_modules");
let folder: string;
let kernels: Kernels;

function broken(name: string, script: string): Kernelspec {
  return {
    name,
    argv: [process.execPath, "-e", script],
    displayName: name,
    language: "none",
    interruptMode: "signal",
    env: {},
    metadata: {},
  };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "surgery-kernels-"));
  await symlink(nodeModules, join(folder, "node_modules"));
  // Passed through but not listed, as the data folder is.
  await chmod(folder, 0o711);
  const tslab = tslabSpec(nodeModules);
  if (tslab === undefined) throw new Error("tslab is not installed: run npm ci");
  const surgery = surgerySpec(join(nodeModules, "..", "kernel"));
  if (surgery === undefined) throw new Error("The kernel is not built: npm run build");
  const specs = findKernelspecs(
    [
      tslab,
      surgery,
      broken("silent", "setInterval(() => {}, 1e6)"),
      broken("dies", "console.error('no licence'); process.exit(3)"),
    ],
    [],
  );
  kernels = openKernels({
    specs,
    launcher: await openTestLauncher("auto", folder),
    root: folder,
    idleTimeout: 3_600_000,
    startTimeout: 120_000,
    most: 10,
  });
});

afterAll(async () => {
  await kernels[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** Says by a file that it is inside its loop: an interrupt must reach running code, not the queue. */
const endless = (sign: string): string => `require("fs").writeFileSync("${sign}", ""); while (true) {}`;

async function run(id: string, code: string): Promise<{ status: string; text: string }> {
  const messages: JupyterMessage[] = [];
  const reply = await kernels.execute(id, { code }, { onMessage: (message) => messages.push(message) });
  return {
    status: reply.status,
    text: messages.map(({ content }) => (typeof content["text"] === "string" ? content["text"] : "")).join(""),
  };
}

test("tslab starts, runs cells with state, is interrupted in an endless loop, restarted, and leaves no process behind", async () => {
  const kernel = await kernels.start(undefined, "people/ada/lesson.ipynb");
  await kernel.ready;
  expect(await run(kernel.id, "const a = 20;")).toMatchObject({ status: "ok" });
  expect(await run(kernel.id, "console.log(a + 22)")).toEqual({ status: "ok", text: "42\n" });

  const looping = run(kernel.id, endless("first"));
  await expect.poll(() => existsSync(join(folder, "people", "ada", "first"))).toBe(true);
  await kernel.interrupt();
  expect((await looping).status).toBe("error");
  // tslab answers "abort" to whatever comes within 200 ms of an error.
  await expect.poll(async () => (await run(kernel.id, "console.log(a)")).text).toBe("20\n");

  await kernel.restart();
  expect((await run(kernel.id, "console.log(typeof a)")).status).toBe("error");
  await kernels.shutdown(kernel.id);
  expect(kernels.list()).toEqual([]);
});

test("a restart answers what was running, and what is asked meanwhile waits for the new process", async () => {
  const kernel = await kernels.start(undefined, "people/ada/restarted.ipynb");
  await kernel.ready;
  const looping = run(kernel.id, endless("fourth"));
  const told = looping.catch((error: unknown) => error);
  await expect.poll(() => existsSync(join(folder, "people/ada/fourth"))).toBe(true);
  const restarting = kernel.restart();
  const waiting = run(kernel.id, "console.log(6 * 7)");
  expect(await told).toMatchObject({ code: "kernels.died" });
  await restarting;
  expect(await waiting).toEqual({ status: "ok", text: "42\n" });
  await kernels.shutdown(kernel.id);
});

test("our kernel starts, runs cells with state, is interrupted in an endless loop at once, restarted, and leaves no process behind", async () => {
  const kernel = await kernels.start("surgery", "people/ada/own.ipynb");
  await kernel.ready;
  expect(await run(kernel.id, "const a = 20;")).toMatchObject({ status: "ok" });
  expect(await run(kernel.id, "console.log(a + 22)")).toEqual({ status: "ok", text: "42\n" });
  const looping = run(kernel.id, endless("third"));
  await expect.poll(() => existsSync(join(folder, "people/ada/third"))).toBe(true);
  await kernel.interrupt();
  expect((await looping).status).toBe("error");
  expect(await run(kernel.id, "console.log(a)")).toEqual({ status: "ok", text: "20\n" });
  expect((await run(kernel.id, "process.exit(1)")).status).toBe("error");
  expect((await run(kernel.id, "console.log(a)")).text).toBe("20\n");
  await kernel.restart();
  expect((await run(kernel.id, "a")).status).toBe("error");
  await kernels.shutdown(kernel.id);
  expect(kernels.list()).toEqual([]);
});

test("a run on a kernel that dies is told so, and a fresh one is ready by itself", async () => {
  const kernel = await kernels.start(undefined, "people/ada/lesson.ipynb");
  await expect(run(kernel.id, "process.exit(1)")).rejects.toMatchObject({ code: "kernels.died" });
  expect(await run(kernel.id, "console.log(6 * 7)")).toEqual({ status: "ok", text: "42\n" });
  await kernels.shutdown(kernel.id);
});

test("a restart ends what was running, and what is asked meanwhile runs in the new kernel", async () => {
  const kernel = await kernels.start(undefined, "people/ada/lesson.ipynb");
  await kernel.ready;
  const looping = run(kernel.id, endless("second")).catch((error: unknown) => error);
  await expect.poll(() => existsSync(join(folder, "people", "ada", "second"))).toBe(true);
  const restarts = [kernel.restart(), kernel.restart()];
  const next = run(kernel.id, "console.log('new')");
  expect(await looping).toMatchObject({ code: "kernels.died" });
  await Promise.all(restarts);
  expect(await next).toEqual({ status: "ok", text: "new\n" });
  await kernels.shutdown(kernel.id);
});

test("a kernel that ends at once says why; one that never answers is given up", async () => {
  const dies = await kernels.start("dies", "people/ada/a.ipynb");
  await expect(dies.ready).rejects.toMatchObject({
    code: "kernels.did-not-start",
    details: { reason: "exit code 3: no licence" },
  });
  const specs = findKernelspecs([broken("silent", "setInterval(() => {}, 1e6)")], []);
  await using impatient = openKernels({
    specs,
    launcher: await openTestLauncher("auto", folder),
    root: folder,
    idleTimeout: 1e9,
    startTimeout: 600,
    most: 1,
  });
  const silent = await impatient.start("silent", "people/ada/a.ipynb");
  await expect(silent.ready).rejects.toMatchObject({ code: "kernels.did-not-start" });
});

test("an unknown kernel is refused by name, with those that are there", async () => {
  await expect(kernels.start("julia", "people/ada/a.ipynb")).rejects.toMatchObject({
    code: "kernels.no-such-spec",
    details: { name: "julia" },
  });
});

test("a kernel that is given up, or dies, or is ended while it starts, leaves neither a process nor a connection file", async () => {
  const launched: LaunchedKernel[] = [];
  let begun = 0;
  const real = await openTestLauncher("auto", folder);
  const launcher: KernelLauncher = {
    ...real,
    launch: async (spec, cwd) => {
      begun++;
      const kernel = await real.launch(spec, cwd);
      launched.push(kernel);
      return kernel;
    },
  };
  const helper = "require('child_process').spawn('sleep', ['1000'], { stdio: 'ignore' }).unref();";
  const specs = findKernelspecs([broken("silent", helper + "setInterval(() => {}, 1e6)"), broken("dies", helper)], []);
  await using all = openKernels({ specs, launcher, root: folder, idleTimeout: 1e9, startTimeout: 600, most: 9 });

  await expect((await all.start("silent", "people/ada/a.ipynb")).ready).rejects.toMatchObject({
    code: "kernels.did-not-start",
    message: expect.stringContaining("it gave no answer within 1 seconds") as string,
  });
  await expect((await all.start("dies", "people/ada/a.ipynb")).ready).rejects.toMatchObject({
    code: "kernels.did-not-start",
  });
  const ended = await all.start("silent", "people/ada/a.ipynb");
  await expect.poll(() => begun, { interval: 1 }).toBe(3);
  await all.shutdown(ended.id);
  await expect(ended.ready).rejects.toMatchObject({ code: "kernels.died" });

  await expect.poll(() => launched.length).toBe(3);
  await expect.poll(() => launched.filter(({ pid }) => groupLives(pid)).map(({ pid }) => pid)).toEqual([]);
  const files = (await readdir(tmpdir())).filter((name) => name.startsWith("sk-"));
  const keys = await Promise.all(
    files.map((name) => readFile(join(tmpdir(), name, "connection.json"), "utf8").catch(() => "")),
  );
  for (const { connection } of launched) expect(keys.filter((text) => text.includes(connection.key))).toEqual([]);
});

test("a program that is not there, and a computer that can make no process, are told in words; a run says the same", async () => {
  const none: Kernelspec = { ...broken("gone", ""), argv: ["/no/such/program"] };
  const full = Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
  const real = await openTestLauncher("auto", folder);
  const launcher: KernelLauncher = {
    ...real,
    launch: (spec, cwd) => (spec.name === "full" ? Promise.reject(full) : real.launch(spec, cwd)),
  };
  const specs = findKernelspecs([none, broken("full", "")], []);
  await using all = openKernels({ specs, launcher, root: folder, idleTimeout: 1e9, startTimeout: 120_000, most: 9 });
  const gone = await all.start("gone", "people/ada/a.ipynb");
  const message = "there is no program /no/such/program on this computer";
  await expect(all.execute(gone.id, { code: "1" }, { onMessage: () => undefined })).rejects.toMatchObject({
    code: "kernels.did-not-start",
    details: { reason: message },
  });
  const without = await all.start("full", "people/ada/a.ipynb");
  await expect(all.execute(without.id, { code: "1" }, { onMessage: () => undefined })).rejects.toMatchObject({
    code: "kernels.did-not-start",
    details: { reason: full.message },
  });
});

test("a computer without any kernel says so and what to do", async () => {
  const specs = findKernelspecs([], []);
  const launcher = await openTestLauncher("auto", folder);
  await using none = openKernels({ specs, launcher, root: folder, idleTimeout: 1e9, startTimeout: 1, most: 9 });
  await expect(none.start(undefined, "people/ada/a.ipynb")).rejects.toMatchObject({ code: "kernels.none" });
});

test("a kernel that nobody used for long is ended; one that works is not", async () => {
  const specs = findKernelspecs([broken("silent", "setInterval(() => {}, 1e6)")], []);
  const launcher = await openTestLauncher("auto", folder);
  const limits = { idleTimeout: 20, cullEvery: 10, startTimeout: 60_000, most: 9 };
  await using all = openKernels({ specs, launcher, root: folder, ...limits });
  const working = await all.start("silent", "people/ada/a.ipynb");
  working.state = "busy";
  const idle = await all.start("silent", "people/ada/b.ipynb");
  idle.state = "idle";
  await expect.poll(() => all.list()).toEqual([working]);
});

/** Whether any process of this group runs. One that has ended and was not collected yet counts as gone. */
function groupLives(pid: number): boolean {
  const rows = execFileSync("ps", ["-eo", "pgid=,stat="], { encoding: "utf8" }).trim().split("\n");
  return rows.some((row) => {
    const [group, state = ""] = row.trim().split(/\s+/);
    return Number(group) === pid && !state.startsWith("Z");
  });
}
