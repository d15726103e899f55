/** What is to be run apart, and the process that runs it. The same for every level of the ladder. */
import type { ChildProcess } from "node:child_process";

export interface Limits {
  /** Memory of the whole job in megabytes: above it the job is ended. */
  readonly memoryMb: number;
  /** RLIMIT_DATA of each process in megabytes: allocating more than this fails at once. */
  readonly dataMb: number;
  /** Largest file in megabytes. */
  readonly fileMb: number;
  /** Processes and threads. Holds only where the job has a user or a user namespace of its own. */
  readonly processes: number;
  /** Space for temporary files in megabytes; held at `full` and `partial`. */
  readonly temporaryMb: number;
}

/**
 * What Linux counts as data of Node 24 before anything is done in it, by how many threads run JavaScript: nearly all of it is room
 * that V8 keeps free for machine code and never touches (measured: 560 MB with one thread, 3,717 with seven).
 */
export function untouchedDataMb(threads: number): number {
  return threads * 540;
}

/** Where things are as the job sees them. */
export interface Places {
  readonly folder: string;
  readonly temporary: string;
}

export interface Job {
  /** The one folder that it may read and change. */
  readonly folder: string;
  /** What belongs to the same person: the folder itself, or one above it. Jobs of one area share a system user at `uids`. */
  readonly area: string;
  /** Read-only, at their own paths. Those that do not exist are left out. */
  readonly shows: readonly string[];
  /** A folder for its sockets, writable, at its own path. Made by the caller, only for this job. */
  readonly run?: string;
  /** Where imports are looked up from the job's folder. */
  readonly nodeModules: string;
  readonly limits: Limits;
  readonly command: (at: Places) => readonly [string, ...string[]];
  readonly env: (at: Places) => Readonly<Record<string, string>>;
  readonly stdio: readonly ("ignore" | "pipe")[];
}

export interface ConfinedProcess extends AsyncDisposable {
  /** Of the outermost process; what runs inside is below it. 0 when it could not start. */
  readonly pid: number;
  readonly child: ChildProcess;
  readonly at: Places;
  /** Resolves when it is gone, to why the server ended it; undefined when it ended by itself or was disposed. */
  readonly ended: Promise<string | undefined>;
  /** SIGINT goes to the program alone, everything else to all that the job started. */
  signal(name: "SIGINT" | "SIGTERM" | "SIGKILL"): void;
  /** Ends it and all that it started; resolves when they are gone and what was lent to it is given back. */
  [Symbol.asyncDispose](): Promise<void>;
}
