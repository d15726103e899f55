/**
 * Finds the strongest level of the ladder that really holds on this computer: each is tried with a job that attempts what the
 * level forbids. A level is used only when all that it promises was seen to hold.
 */
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { buffer } from "node:stream/consumers";
import { IsolationError, isolationLevels, isolationTexts, type Isolation, type IsolationLevel } from "./isolation.js";
import type { Job } from "./job.js";
import type { Reach } from "./probe-inside.js";
import type { ProcessRecords } from "./process-records.js";
import { createSandbox, type Sandbox } from "./sandbox.js";
import { syscallFilter } from "./syscall-filter.js";
import { findSystemTools, type SystemTools } from "./system-tools.js";
import { UidLeases } from "./uid-leases.js";
import { openWatch } from "./watchdog.js";

export interface SandboxRequest {
  /** A level that must be had, or the strongest that there is. */
  readonly wanted: IsolationLevel | "auto";
  /** Where people's folders are: the probe makes one there, so that it meets the same disk and the same rights. */
  readonly files: string;
  /** Files of ours that no job may read. */
  readonly hidden: readonly string[];
  /** Folders of ours that nothing but their rights can hide at `uids`: closed to other users before that level is tried. */
  readonly guarded?: readonly string[];
  readonly nodeModules: string;
  /** Where the processes that run are noted; absent: nowhere. */
  readonly records?: ProcessRecords;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A level, and as whom: a server that is root starts jobs as somebody else, unless their folders can't be reached so. */
interface Rung {
  readonly level: IsolationLevel;
  readonly ownUser: boolean;
}

/** @throws IsolationError when `wanted` names a level that this computer does not offer */
export async function openSandbox(request: SandboxRequest): Promise<Sandbox> {
  const tools = findSystemTools(request.env);
  const isRoot = process.getuid?.() === 0;
  const missed: string[] = [];
  for (const rung of ladder(isRoot).filter(({ level }) => request.wanted === "auto" || level === request.wanted)) {
    const missing = whatIsMissing(rung, tools, isRoot);
    if (missing === undefined) {
      if (rung.level === "uids") for (const place of request.guarded ?? []) await chmod(place, 0o700);
      const sandbox = createSandbox({
        isolation: describe(rung.level, missed),
        tools,
        leases: rung.ownUser ? new UidLeases() : undefined,
        watch: openWatch({ every: 500 }),
        records: request.records,
        filter: syscallFilter(process.arch),
      });
      const fault = await faultOf(sandbox, rung, request);
      if (fault === undefined) return sandbox;
      missed.push(fault);
      await sandbox[Symbol.asyncDispose]();
    } else missed.push(missing);
  }
  throw new IsolationError(
    `Kernels can’t be closed off at the level “${request.wanted}” on this computer: ${missed.at(-1)} ` +
      "Leave out --isolation to use the strongest level that there is.",
  );
}

function ladder(isRoot: boolean): Rung[] {
  return isolationLevels.flatMap((level): Rung[] => {
    if (level === "trusted") return [{ level, ownUser: false }];
    if (level === "uids") return [{ level, ownUser: true }];
    return isRoot ? [true, false].map((ownUser) => ({ level, ownUser })) : [{ level, ownUser: false }];
  });
}

function describe(level: IsolationLevel, missed: readonly string[]): Isolation {
  const [first] = missed;
  return { level, text: isolationTexts[level], ...(level === "full" || first === undefined ? {} : { advice: first }) };
}

/** A sentence on what a rung needs and has not got. */
function whatIsMissing({ level, ownUser }: Rung, tools: SystemTools, isRoot: boolean): string | undefined {
  if (level === "trusted") return undefined;
  if (process.platform !== "linux") return "Only Linux can close kernels off so far.";
  if (ownUser && !isRoot) return "Only root can give each person a system user.";
  if (tools.prlimit === undefined || (ownUser && tools.setpriv === undefined))
    return "The programs setpriv and prlimit are missing: install util-linux.";
  if (level !== "uids" && tools.bwrap === undefined)
    return "For kernels that are closed off install bubblewrap (Debian and Ubuntu: sudo apt install bubblewrap; Fedora: sudo dnf install bubblewrap) and start again.";
  return undefined;
}

const patience = 20_000;

/** Undefined when everything that the rung promises held; else a sentence on what did not. */
async function faultOf(
  sandbox: Sandbox,
  { level, ownUser }: Rung,
  request: SandboxRequest,
): Promise<string | undefined> {
  if (level === "trusted") return undefined;
  const place = await mkdtemp(join(request.files, ".probe-"));
  const listener = createServer((socket) => socket.destroy());
  try {
    listener.listen(0, "127.0.0.1");
    await once(listener, "listening");
    const other = join(place, "other");
    const folder = join(place, "own");
    for (const made of [folder, other]) await mkdir(made, { mode: 0o700 });
    await writeFile(join(other, "hidden.txt"), "hidden");
    // A folder made by mkdtemp is closed; the folders of people above the kernel's own are not.
    await chmod(place, 0o711);
    const { port } = listener.address() as AddressInfo;
    const hidden = [join(other, "hidden.txt"), ...request.hidden];
    const answer = await ask(sandbox, folder, request.nodeModules, [String(port), String(process.pid), ...hidden]);
    if (typeof answer === "string") return `Closing kernels off was tried and failed: ${answer}`;
    const broken = brokenPromises(answer, level, ownUser);
    return broken.length === 0 ? undefined : `Closing kernels off was tried and did not hold: ${broken.join(", ")}.`;
  } finally {
    listener.close();
    await rm(place, { recursive: true, force: true });
  }
}

async function ask(
  sandbox: Sandbox,
  folder: string,
  nodeModules: string,
  args: readonly string[],
): Promise<Reach | string> {
  const script = join(import.meta.dirname, `probe-inside${extname(import.meta.filename)}`);
  const job: Job = {
    folder,
    area: folder,
    shows: [nodeModules, script, process.execPath],
    nodeModules,
    limits: { memoryMb: 512, dataMb: 2048, fileMb: 1, processes: 64, temporaryMb: 1 },
    command: () => [process.execPath, "--no-warnings", script, ...args],
    env: () => ({ PATH: "/usr/bin:/bin" }),
    stdio: ["ignore", "pipe", "pipe"],
  };
  await using confined = await sandbox.spawn(job);
  const { stdout, stderr } = confined.child;
  if (stdout === null || stderr === null) throw new Error("The probe has no output.");
  const timer = setTimeout(() => confined.signal("SIGKILL"), patience);
  try {
    const [out, complaint] = await Promise.all([buffer(stdout), buffer(stderr), confined.ended]);
    if (out.length === 0) return complaint.toString("utf8").trim().split("\n").at(-1) ?? "it said nothing";
    // Our own script wrote it, before anybody else's code ran there.
    return JSON.parse(out.toString("utf8")) as Reach;
  } finally {
    clearTimeout(timer);
  }
}

function brokenPromises(reach: Reach, level: IsolationLevel, ownUser: boolean): string[] {
  const closed = level === "full" || level === "partial";
  const faults: readonly (readonly [boolean, string])[] = [
    [!reach.wroteOwn, "its own folder could not be written"],
    [reach.readHidden, "another folder could be read"],
    [reach.wroteSystem, "the system's programs could be changed"],
    [reach.signalledServer, "the server's process could be reached"],
    [closed && reach.reachedNetwork, "the network could be reached"],
    [closed && reach.madeNamespace, "namespaces could be made"],
    [level !== "partial" && reach.capabilities !== "0000000000000000", "it had rights of root"],
    [level !== "partial" && reach.noNewPrivileges !== true, "it could gain rights"],
    [ownUser && !closed && reach.uid === process.getuid?.(), "it ran as the server's user"],
    [reach.environment.length > 4, "it saw the server's environment"],
  ];
  return faults.filter(([broken]) => broken).map(([, text]) => text);
}
