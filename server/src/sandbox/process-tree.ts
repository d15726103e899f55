/** What runs below a process, read from /proc (proc(5)). Processes that vanish meanwhile count as nothing. */
import { readdirSync, readFileSync } from "node:fs";

/** The process and all below it, parents first. Empty when it is gone. */
export function processTree(root: number): number[] {
  const found: number[] = [];
  const visit = (pid: number): void => {
    const threads = namesIn(`/proc/${pid}/task`);
    if (threads.length === 0) return;
    found.push(pid);
    for (const thread of threads) {
      for (const child of textOf(`/proc/${pid}/task/${thread}/children`).split(" "))
        if (child !== "") visit(Number(child));
    }
  };
  visit(root);
  return found;
}

/** Of every process of a user; what has ended and only waits to be taken note of does not count. */
export function processesOf(uid: number): number[] {
  return namesIn("/proc")
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && uidOf(pid) === uid);
}

/** Memory that it holds now, in bytes; what processes share is counted in each. */
export function residentBytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(textOf(`/proc/${pid}/status`))?.[1];
  return Number(kilobytes ?? 0) * 1024;
}

/** The same with shared pages divided among those who share them; slower, and 0 where it may not be read. */
export function proportionalBytes(pid: number): number {
  const kilobytes = /^Pss:\s+(\d+) kB$/m.exec(textOf(`/proc/${pid}/smaps_rollup`))?.[1];
  return Number(kilobytes ?? 0) * 1024;
}

function uidOf(pid: number): number | undefined {
  const status = textOf(`/proc/${pid}/status`);
  const uid = /^State:\s+[ZX]/m.test(status) ? undefined : /^Uid:\s+(\d+)/m.exec(status)?.[1];
  return uid === undefined ? undefined : Number(uid);
}

function namesIn(folder: string): string[] {
  return gone(() => readdirSync(folder)) ?? [];
}

function textOf(file: string): string {
  return (gone(() => readFileSync(file, "utf8")) ?? "").trimEnd();
}

function gone<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ESRCH" || code === "EACCES") return undefined;
    throw error;
  }
}
