/**
 * Which processes this server started, for the next one on the same data folder: a server that is killed can't end its jobs, and
 * where no bubblewrap ends them with it they would run for ever. One empty file each, whose name says all, so that there is never
 * half a record. Where there is no /proc nothing is recorded: a number alone does not say whose process it is.
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sendSignal, startTime } from "./process-life.js";
import { processTree } from "./process-tree.js";

export interface ProcessRecords {
  /** The leader of a process group of ours. The disposer removes the record. */
  add(pid: number): Disposable;
  /** Ends what a server that is no more left running, and removes all records. Only for the one server that holds the folder. */
  endLeft(): void;
}

const bootFile = "/proc/sys/kernel/random/boot_id";

export function createProcessRecords(folder: string): ProcessRecords {
  // Ticks are counted from boot, so they say nothing about a process of another boot.
  const boot = existsSync(bootFile) ? readFileSync(bootFile, "utf8").trim() : undefined;
  return {
    add: (pid) => {
      const since = startTime(pid);
      if (since === undefined || boot === undefined) return { [Symbol.dispose]: () => undefined };
      const file = join(folder, `${pid}.${since}.${boot}`);
      writeFileSync(file, "");
      return { [Symbol.dispose]: () => rmSync(file, { force: true }) };
    },
    endLeft: () => {
      for (const name of readdirSync(folder)) {
        const [, pid, since, at] = /^([1-9]\d*)\.(\d+)\.([\w-]+)$/.exec(name) ?? [];
        if (at === boot && since !== undefined && since === startTime(Number(pid))) endGroup(Number(pid));
        rmSync(join(folder, name), { force: true });
      }
    },
  };
}

/** The group is still its leader's as long as the leader lives. What left the group but not the family goes too. */
function endGroup(leader: number): void {
  // To the system -1 is no group but everybody.
  if (leader === 1) return;
  const family = processTree(leader);
  for (const pid of [-leader, ...family]) end(pid);
}

function end(pid: number): void {
  try {
    sendSignal(pid, "SIGKILL");
  } catch (error) {
    // Another user's, as after sudo or when the folder changed hands: not for this server to end, and no reason not to start.
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) throw error;
  }
}
