/** A server that is killed can't end its kernels. Where nothing else ends them, the next start on the same folder does. */
import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { joined } from "../support/composed.js";
import { startServer } from "../support/running-server.js";

let data: string;
let left: number[];

beforeEach(async () => {
  left = [];
  data = await mkdtemp(join(tmpdir(), "surgery-left-"));
});

afterEach(async () => {
  for (const pid of left.filter(isRunning)) process.kill(pid, "SIGKILL");
  await rm(data, { recursive: true, force: true, maxRetries: 5 });
});

interface Row {
  readonly pid: number;
  readonly parent: number;
  readonly state: string;
  readonly command: string;
}

function processes(): Row[] {
  const rows = execFileSync("ps", ["-eo", "pid=,ppid=,stat=,args=", "-ww"], { encoding: "utf8" }).trim().split("\n");
  return rows.map((row) => {
    const [pid, parent, state = "", ...command] = row.trim().split(/\s+/);
    return { pid: Number(pid), parent: Number(parent), state, command: command.join(" ") };
  });
}

/** One that has ended and that nobody took note of yet does not run. */
function isRunning(pid: number): boolean {
  return processes().some((row) => row.pid === pid && !row.state.startsWith("Z"));
}

test.skipIf(process.platform !== "linux")(
  "in trusted mode the kernels of a server that was killed are ended by the next one on the same folder",
  async () => {
    const trusted = { data, args: ["--isolation", "trusted"] };
    const first = await startServer(trusted);
    const people = joined(first);
    const ana = await people.join("Ana");
    const body = { name: "tslab", path: `people/${await people.homeOf(ana)}/a.ipynb` };
    const { json } = await people.ask(ana, "/api/kernels", { method: "POST", body });
    const state = async (): Promise<unknown> =>
      (await people.ask(ana, `/api/kernels/${(json as { id: string }).id}`)).json;
    await expect.poll(state).toMatchObject({ execution_state: "idle" });
    left = processes()
      .filter(({ parent, command }) => parent === first.pid && command.includes("tslab"))
      .map(({ pid }) => pid);
    expect(left).toHaveLength(1);

    await first.kill();
    expect(left.filter(isRunning)).toEqual(left);

    await using second = await startServer(trusted);
    await expect.poll(() => left.filter(isRunning)).toEqual([]);
    expect(await second.stop()).toBe(0);
    expect(await readdir(join(data, "running"))).toEqual([]);
  },
);
