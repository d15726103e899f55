/**
 * Ends a job whose processes together hold more memory than its share, and the largest one when the computer itself runs out:
 * limits of single processes do not see a job that starts many. Where there is no /proc nothing is watched.
 */
import { existsSync, readFileSync } from "node:fs";
import { processTree, proportionalBytes, residentBytes } from "./process-tree.js";

export interface WatchedJob {
  readonly pid: number;
  readonly memoryMb: number;
  /** Called once. The reason is a sentence for the person whose job it is. */
  readonly end: (reason: string) => void;
}

export interface Watch extends Disposable {
  /** The disposer stops the watching. */
  add(job: WatchedJob): Disposable;
}

export interface WatchOptions {
  /** Milliseconds between two looks. */
  readonly every: number;
  /** Memory that the whole computer still has, as a share from 0 to 1. */
  readonly free?: () => number;
}

const megabyte = 1024 * 1024;
/** With less than this left the system begins to end processes by its own choice, perhaps the server. */
const leastFree = 0.06;

export function openWatch({ every, free = freeMemory }: WatchOptions): Watch {
  const jobs = new Set<WatchedJob>();
  const look = (): void => {
    if (jobs.size === 0) return;
    const short = free() < leastFree;
    let largest: { job: WatchedJob; bytes: number } | undefined;
    for (const job of jobs) {
      const bytes = memoryOf(job.pid, job.memoryMb * megabyte);
      if (bytes > job.memoryMb * megabyte) end(job, overShare(job.memoryMb));
      else if (largest === undefined || bytes > largest.bytes) largest = { job, bytes };
    }
    if (short && largest !== undefined) end(largest.job, shortOfMemory);
  };
  const end = (job: WatchedJob, reason: string): void => {
    jobs.delete(job);
    job.end(reason);
  };
  const timer = existsSync("/proc/self/status") ? setInterval(look, every) : undefined;
  timer?.unref();
  return {
    add: (job) => {
      if (job.pid > 0) jobs.add(job);
      return { [Symbol.dispose]: () => void jobs.delete(job) };
    },
    [Symbol.dispose]: () => clearInterval(timer),
  };
}

const shortOfMemory =
  "This computer was running out of memory, and this kernel held the most of it, so it was ended. Work with a smaller part of the data.";

function overShare(megabytes: number): string {
  return `This kernel held more than its share of memory (${megabytes.toLocaleString("en-GB")} MB), so it was ended. Work with a smaller part of the data, or look for a loop that keeps adding to a list.`;
}

/** The exact figure is dear, so it is only asked for when the rough one, which is never below it, is above the cap. */
function memoryOf(root: number, cap: number): number {
  const tree = processTree(root);
  const sum = (read: (pid: number) => number): number => tree.reduce((bytes, pid) => bytes + read(pid), 0);
  const rough = sum(residentBytes);
  if (rough <= cap) return rough;
  const exact = sum(proportionalBytes);
  return exact === 0 ? rough : exact;
}

function freeMemory(): number {
  const text = readFileSync("/proc/meminfo", "utf8");
  const of = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(text)?.[1] ?? Number.NaN);
  const share = of("MemAvailable") / of("MemTotal");
  return Number.isNaN(share) ? 1 : share;
}
