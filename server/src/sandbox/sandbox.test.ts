import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ConfinedProcess, Job } from "./job.js";
import { openSandbox } from "./probe-isolation.js";
import { createProcessRecords } from "./process-records.js";
import type { Sandbox } from "./sandbox.js";

const nodeModules = join(import.meta.dirname, "..", "..", "..", "node_modules");
let folder: string;
let sandbox: Sandbox;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "surgery-sandbox-"));
  await mkdir(join(folder, "running"));
  const records = createProcessRecords(join(folder, "running"));
  const request = { files: folder, hidden: [], nodeModules, records, env: process.env };
  sandbox = await openSandbox({ wanted: "trusted", ...request });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await sandbox[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

function start(script: string): Promise<ConfinedProcess> {
  const job: Job = {
    folder,
    area: folder,
    shows: [],
    nodeModules,
    limits: { memoryMb: 500, dataMb: 2000, fileMb: 1, processes: 50, temporaryMb: 1 },
    command: () => [process.execPath, "-e", script],
    env: () => ({}),
    stdio: ["ignore", "ignore", "ignore"],
  };
  return sandbox.spawn(job);
}

test("a job that has ended is sent nothing any more: its number may be somebody else's by then", async () => {
  const job = await start("");
  await job.ended;
  const kill = vi.spyOn(process, "kill");
  for (const name of ["SIGINT", "SIGTERM", "SIGKILL"] as const) job.signal(name);
  await job[Symbol.asyncDispose]();
  expect(kill).not.toHaveBeenCalled();
});

test("what runs is on record until it has ended, and what can't be recorded does not run", async () => {
  const job = await start("setInterval(() => {}, 1e6)");
  expect(await readdir(join(folder, "running"))).toEqual([expect.stringMatching(`^${job.pid}\\.`)]);
  await job[Symbol.asyncDispose]();
  expect(await readdir(join(folder, "running"))).toEqual([]);

  await rm(join(folder, "running"), { recursive: true });
  const marker = `unrecorded-${process.pid}`;
  await expect(start(`"${marker}"; setInterval(() => {}, 1e6)`)).rejects.toMatchObject({ code: "ENOENT" });
  const running = (): boolean => execFileSync("ps", ["-eo", "args=", "-ww"], { encoding: "utf8" }).includes(marker);
  await expect.poll(running).toBe(false);
});
