/**
 * Runs jobs apart from this computer and from each other, at one level of the ladder. A job is the same at every level: how
 * it is started, what it sees and how it is ended is decided here. `openSandbox` (probe-isolation.ts) finds the level.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { chmod, lchown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bwrapArguments, placesInside } from "./bwrap-arguments.js";
import type { Isolation } from "./isolation.js";
import type { ConfinedProcess, Job, Places } from "./job.js";
import { sendSignal } from "./process-life.js";
import type { ProcessRecords } from "./process-records.js";
import { processTree } from "./process-tree.js";
import type { SystemTools } from "./system-tools.js";
import { chownTree, type UidLease, type UidLeases } from "./uid-leases.js";
import type { Watch } from "./watchdog.js";

export interface Sandbox extends AsyncDisposable {
  readonly isolation: Isolation;
  /** True when the job has no network of its own but a loopback: the server reaches it through files only. */
  readonly hidesNetwork: boolean;
  /** @throws Error when something that the job needs can't be made ready; a program that can't start shows as its end */
  spawn(job: Job): Promise<ConfinedProcess>;
}

export interface SandboxOptions {
  readonly isolation: Isolation;
  readonly tools: SystemTools;
  /** Present when the server is root: what it starts runs as somebody else. */
  readonly leases: UidLeases | undefined;
  readonly watch: Watch;
  /** What runs is noted there where it would outlive a server that is killed. */
  readonly records: ProcessRecords | undefined;
  /** The syscall filter for this machine, where there is one. */
  readonly filter: Buffer | undefined;
}

export function createSandbox(options: SandboxOptions): Sandbox {
  const { level } = options.isolation;
  const running = new Set<ConfinedProcess>();
  return {
    isolation: options.isolation,
    hidesNetwork: level === "full" || level === "partial",
    spawn: async (job) => {
      const confined = await start(job, options);
      running.add(confined);
      confined.ended.finally(() => running.delete(confined)).catch(() => undefined);
      return confined;
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...running].map((confined) => confined[Symbol.asyncDispose]()));
      options.watch[Symbol.dispose]();
    },
  };
}

async function start(job: Job, options: SandboxOptions): Promise<ConfinedProcess> {
  await using opened = new AsyncDisposableStack();
  const lease = options.leases === undefined ? undefined : opened.use(await options.leases.take(job.area));
  if (job.run !== undefined && lease !== undefined) await chownTree(job.run, lease.uid);
  const at = await placesOf(job, options, lease, opened);
  const inBwrap = at === placesInside;
  const child = spawnAt(job, at, options, lease);
  // Bubblewrap ends what is in it together with the server.
  if (!inBwrap) note(child, options.records, opened);
  return new Confined({ child, at, lent: opened.move(), watch: options.watch, job, inBwrap });
}

/** At the weaker levels a job sees the real folders, and its temporary files go into a folder that only it may enter. */
async function placesOf(
  job: Job,
  { isolation }: SandboxOptions,
  lease: UidLease | undefined,
  opened: AsyncDisposableStack,
): Promise<Places> {
  if (isolation.level === "full" || isolation.level === "partial") return placesInside;
  const temporary = await mkdtemp(join(tmpdir(), "surgery-tmp-"));
  opened.defer(() => rm(temporary, { recursive: true, force: true, maxRetries: 3 }));
  await chmod(temporary, 0o700);
  if (lease !== undefined) await lchown(temporary, lease.uid, lease.uid);
  return { folder: job.folder, temporary };
}

function spawnAt(job: Job, at: Places, options: SandboxOptions, lease: UidLease | undefined): ChildProcess {
  const { tools, isolation, filter } = options;
  const inBwrap = isolation.level === "full" || isolation.level === "partial";
  // The filter and the arguments go through pipes: on a command line everything inside could read them.
  const argumentsFd = job.stdio.length;
  const filterFd = inBwrap && filter !== undefined ? argumentsFd + 1 : undefined;
  const prefix = [
    ...(lease === undefined ? [] : [tools.setpriv, `--reuid=${lease.uid}`, `--regid=${lease.uid}`, "--clear-groups"]),
    ...(lease === undefined ? [] : ["--no-new-privs", "--inh-caps=-all", "--bounding-set=-all", "--"]),
    ...(tools.nice === undefined ? [] : [tools.nice, "-n", "10"]),
    ...(inBwrap ? [tools.bwrap, "--args", String(argumentsFd), "--"] : []),
    ...limitsOf(job, tools, lease !== undefined || inBwrap),
  ].filter((part) => part !== undefined);
  const [command = "", ...args] = [...prefix, ...job.command(at)];
  const stdio = [
    ...job.stdio,
    ...(inBwrap ? ["pipe" as const] : []),
    ...(filterFd === undefined ? [] : ["pipe" as const]),
  ];
  const child = spawn(command, args, {
    // A job in bubblewrap starts at /: a working folder that it may not enter would stop its user.
    cwd: inBwrap ? "/" : job.folder,
    env: job.env(at),
    detached: true,
    stdio,
  });
  if (inBwrap) {
    const proc = isolation.level === "full";
    feed(child, argumentsFd, bwrapArguments({ job, proc, ...(filterFd === undefined ? {} : { filterFd }) }).join("\0"));
    if (filterFd !== undefined && filter !== undefined) feed(child, filterFd, filter);
  }
  return child;
}

/** @throws Error when it can't be noted; then it does not run either */
function note(child: ChildProcess, records: ProcessRecords | undefined, opened: AsyncDisposableStack): void {
  if (records === undefined || child.pid === undefined) return;
  try {
    opened.use(records.add(child.pid));
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
}

/** What bubblewrap reads before it starts the program. It may die before it has read it; its end tells. */
function feed(child: ChildProcess, fd: number, bytes: string | Buffer): void {
  const stream = child.stdio[fd];
  if (stream === null || stream === undefined || !("end" in stream)) return;
  stream.on("error", () => undefined);
  stream.end(bytes);
}

/** Set inside, where a process count holds for this job alone. */
function limitsOf({ limits }: Job, tools: SystemTools, countsProcesses: boolean): string[] {
  if (tools.prlimit === undefined) return [];
  const bytes = (megabytes: number): string => String(megabytes * 1024 * 1024);
  return [
    tools.prlimit,
    `--data=${bytes(limits.dataMb)}`,
    `--fsize=${bytes(limits.fileMb)}`,
    "--core=0",
    ...(countsProcesses ? [`--nproc=${limits.processes}`] : []),
    "--",
  ];
}

interface ConfinedParts {
  readonly child: ChildProcess;
  readonly at: Places;
  readonly lent: AsyncDisposable;
  readonly watch: Watch;
  readonly job: Job;
  readonly inBwrap: boolean;
}

class Confined implements ConfinedProcess {
  readonly pid: number;
  readonly child: ChildProcess;
  readonly at: Places;
  readonly ended: Promise<string | undefined>;
  readonly #inBwrap: boolean;
  #reason: string | undefined;
  #isOver = false;

  constructor({ child, at, lent, watch, job, inBwrap }: ConfinedParts) {
    this.child = child;
    this.at = at;
    this.pid = child.pid ?? 0;
    this.#inBwrap = inBwrap;
    const watched = watch.add({
      pid: this.pid,
      memoryMb: job.limits.memoryMb,
      end: (reason) => {
        this.#reason ??= reason;
        this.signal("SIGKILL");
      },
    });
    const gone = new Promise<void>((resolve) => {
      child.once("exit", () => resolve());
      child.once("error", () => resolve());
    });
    this.ended = gone.then(async () => {
      watched[Symbol.dispose]();
      // What it started and left behind ends with it.
      this.signal("SIGKILL");
      this.#isOver = true;
      await lent[Symbol.asyncDispose]();
      return this.#reason;
    });
    // Whoever waits is told; with nobody waiting there is nobody to tell.
    this.ended.catch(() => undefined);
  }

  signal(name: "SIGINT" | "SIGTERM" | "SIGKILL"): void {
    // A number that is free again may be somebody else's by now.
    if (this.pid === 0 || this.#isOver) return;
    if (process.platform === "win32") this.child.kill(name);
    // "Stop this cell" is for the program alone: its helpers would die of it. A negative number addresses the group.
    else sendSignal(name === "SIGINT" ? this.#program() : -this.pid, name);
  }

  /** The program that was asked for: bubblewrap puts itself and an init above it. */
  #program(): number {
    return (this.#inBwrap ? processTree(this.pid)[2] : undefined) ?? this.pid;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.signal("SIGKILL");
    await this.ended;
  }
}
