import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createProcessRecords } from "./process-records.js";
import { processTree } from "./process-tree.js";

let folder: string;
const started: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "surgery-records-"));
});
afterEach(async () => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
  await rm(folder, { recursive: true });
});

async function start(command: string, ...args: string[]): Promise<ChildProcess & { readonly pid: number }> {
  const child = spawn(command, args, { detached: true, stdio: "ignore" });
  started.push(child);
  await once(child, "spawn");
  return child as ChildProcess & { readonly pid: number };
}

const cannotTell = !existsSync("/proc/self/stat");

test.skipIf(cannotTell)("what is on record is ended with all that it started, even what left its group", async () => {
  const job = await start("sh", "-c", "sleep 1000 & setsid sleep 1000 & wait");
  // Not "setsid" any more: it has left the group.
  const names = (): Promise<string[]> =>
    Promise.all(processTree(job.pid).map((pid) => readFile(`/proc/${pid}/comm`, "utf8")));
  await expect.poll(names).toEqual(["sh\n", "sleep\n", "sleep\n"]);
  const family = processTree(job.pid);
  createProcessRecords(folder).add(job.pid);
  createProcessRecords(folder).endLeft();
  const living = async (): Promise<number[]> => {
    const states = await Promise.all(family.map((pid) => readFile(`/proc/${pid}/status`, "utf8").catch(() => "")));
    return family.filter((_pid, index) => /^State:\s+[^ZX]/m.test(states[index] ?? ""));
  };
  await expect.poll(living).toEqual([]);
  expect(await readdir(folder)).toEqual([]);
});

test.skipIf(cannotTell)(
  "a number that was given out again, before or after the computer was started anew, is not touched; nor is anything that no record names",
  async () => {
    const bystander = await start("sleep", "1000");
    createProcessRecords(folder).add(bystander.pid);
    const [record = ""] = await readdir(folder);
    const [pid = "", since = "", boot = ""] = record.split(".");
    await rm(join(folder, record));
    const others = [`${pid}.${Number(since) - 1}.${boot}`, `${pid}.${since}.of-another-boot`, pid, `${pid}.${since}`];
    for (const name of [...others, `-${record}`, `0.${since}.${boot}`, "notes.txt"])
      await writeFile(join(folder, name), "");
    createProcessRecords(folder).endLeft();
    // Whatever it was sent before this would have ended it.
    const ended = once(bystander, "exit");
    bystander.kill("SIGTERM");
    expect(await ended).toEqual([null, "SIGTERM"]);
    expect(await readdir(folder)).toEqual([]);
  },
);
