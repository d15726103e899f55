import type { JupyterMessage } from "@data-surgery/jupyter";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { trustedLauncher } from "./kernel-launcher.js";
import { openKernels, type Kernels } from "./kernels.js";
import { findKernelspecs, surgerySpec, tslabSpec, type Kernelspec } from "./kernelspecs.js";

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
  const tslab = tslabSpec(nodeModules);
  if (tslab === undefined) throw new Error("tslab is not installed: run npm ci");
  const surgery = surgerySpec(join(nodeModules, "..", "kernel"));
  if (surgery === undefined) throw new Error("Build first: npm run build");
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
    launcher: trustedLauncher(process.env),
    root: folder,
    idleTimeout: 3_600_000,
    startTimeout: 20_000,
    most: 10,
  });
});

afterAll(async () => {
  await kernels[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

async function run(id: string, code: string): Promise<{ status: string; text: string }> {
  const messages: JupyterMessage[] = [];
  const reply = await kernels.execute(id, { code }, { onMessage: (message) => messages.push(message) });
  return {
    status: reply.status,
    text: messages.map(({ content }) => (typeof content["text"] === "string" ? content["text"] : "")).join(""),
  };
}

test("tslab starts, runs cells with state, is interrupted in an endless loop, restarted, and leaves no process behind", async () => {
  const kernel = await kernels.start(undefined, "lesson.ipynb");
  await kernel.ready;
  expect(await run(kernel.id, "const a = 20;")).toMatchObject({ status: "ok" });
  expect(await run(kernel.id, "console.log(a + 22)")).toEqual({ status: "ok", text: "42\n" });

  const looping = run(kernel.id, "while (true) {}");
  await expect.poll(() => kernel.state).toBe("busy");
  // Give it a moment inside the loop: the interrupt must reach running code, not the queue.
  await delay(300);
  await kernel.interrupt();
  // On a busy computer tslab may still have been checking types.
  const again = setInterval(() => void kernel.interrupt(), 1000);
  expect((await looping).status).toBe("error");
  clearInterval(again);
  // tslab answers "abort" to whatever comes within 200 ms of an error.
  await expect.poll(async () => (await run(kernel.id, "console.log(a)")).text).toBe("20\n");

  await kernel.restart();
  expect((await run(kernel.id, "console.log(typeof a)")).status).toBe("error");
  await kernels.shutdown(kernel.id);
  expect(kernels.list()).toEqual([]);
});

test("our kernel starts, runs cells with state, is interrupted in an endless loop at once, restarted, and leaves no process behind", async () => {
  const kernel = await kernels.start("surgery", "lesson.ipynb");
  await kernel.ready;
  expect(await run(kernel.id, "const a = 20;")).toMatchObject({ status: "ok" });
  expect(await run(kernel.id, "console.log(a + 22)")).toEqual({ status: "ok", text: "42\n" });
  const looping = run(kernel.id, "while (true) {}");
  await expect.poll(() => kernel.state).toBe("busy");
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

test("a run on a kernel that dies is told so, and the next start works", async () => {
  const kernel = await kernels.start(undefined, "lesson.ipynb");
  await expect(run(kernel.id, "process.exit(1)")).rejects.toMatchObject({ code: "kernels.died" });
  expect(kernel.state).toBe("dead");
  await kernels.shutdown(kernel.id);
});

test("a kernel that ends at once says why; one that never answers is given up", async () => {
  const dies = await kernels.start("dies", "a.ipynb");
  await expect(dies.ready).rejects.toMatchObject({
    code: "kernels.did-not-start",
    details: { reason: "exit code 3: no licence" },
  });
  const specs = findKernelspecs([broken("silent", "setInterval(() => {}, 1e6)")], []);
  await using impatient = openKernels({
    specs,
    launcher: trustedLauncher(process.env),
    root: folder,
    idleTimeout: 1e9,
    startTimeout: 600,
    most: 1,
  });
  const silent = await impatient.start("silent", "a.ipynb");
  await expect(silent.ready).rejects.toMatchObject({ code: "kernels.did-not-start" });
});

test("an unknown kernel is refused by name, with those that are there", async () => {
  await expect(kernels.start("julia", "a.ipynb")).rejects.toMatchObject({
    code: "kernels.no-such-spec",
    details: { name: "julia" },
  });
});
