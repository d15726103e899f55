/** The commands of the README: `npm start` from a script, and nothing left behind when it is stopped. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openBrowser, openPerson } from "../support/browser.js";
import { codeCell, outputOf, runCell, writeCell } from "../support/lesson.js";
import { joinAsLearner } from "../support/people.js";
import type { RunningServer } from "../support/running-server.js";

const root = join(import.meta.dirname, "..", "..");
let data: string;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), "surgery-start-"));
});

afterEach(() => rm(data, { recursive: true, force: true, maxRetries: 5 }));

/** Processes that mention this test's own data folder or were started by the one given, with their children. */
function family(pid: number): number[] {
  const rows = execFileSync("ps", ["-eo", "pid=,ppid=", "-ww"], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((row) => row.trim().split(/\s+/).map(Number) as [number, number]);
  const found = [pid];
  for (const parent of found) found.push(...rows.filter(([, ppid]) => ppid === parent).map(([own]) => own));
  return found;
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

async function npmStart(): Promise<{ pid: number; line: string; exited: Promise<unknown> }> {
  const child = spawn("npm", ["start", "--", "--port", "0", "--data", data, "--json"], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  const exited = once(child, "exit");
  for await (const line of createInterface({ input: child.stdout }))
    if (line.startsWith("{")) return { pid: child.pid ?? 0, line, exited };
  throw new Error("npm start printed no JSON line.");
}

test("npm start --json prints one JSON line with url, trainerUrl and joinCode; Ctrl-C ends everything, kernels included", async () => {
  const { pid, line, exited } = await npmStart();
  const server = JSON.parse(line) as RunningServer;
  expect(Object.keys(server).toSorted()).toEqual(["joinCode", "trainerUrl", "url"]);

  const browser = await openBrowser();
  const learner = await openPerson(browser);
  await joinAsLearner(learner.page, server, "Ada");
  const cell = codeCell(learner.page, 0);
  await writeCell(cell, "console.log(6 * 7)");
  await runCell(cell);
  await expect
    .poll(
      () =>
        outputOf(cell)
          .allInnerTexts()
          .then((texts) => texts.join("")),
      { timeout: 120_000 },
    )
    .toContain("42");
  await browser.close();

  const started = family(pid);
  // npm, our starting script, the server and a kernel at the least.
  expect(started.length).toBeGreaterThanOrEqual(4);
  // As a terminal sends Ctrl-C: to the whole group.
  process.kill(-pid, "SIGINT");
  await exited;
  await expect.poll(() => started.filter(isAlive)).toEqual([]);
  await expect(readFile(join(data, "server.lock"))).rejects.toMatchObject({ code: "ENOENT" });
});

test("killing npm itself leaves nothing behind either", async () => {
  const { pid, exited } = await npmStart();
  const started = family(pid);
  process.kill(pid, "SIGKILL");
  await exited;
  await expect.poll(() => started.filter(isAlive)).toEqual([]);
});
