/**
 * Starts a kernel's process in the sandbox, in its notebook's folder. Kernels that can wait are kept ready for the folders
 * that were worked in last (docs/decisions/kernel-pool.md): taking one over costs a line of text instead of a start.
 */
import { statSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { dirname, extname, isAbsolute, join, relative, sep } from "node:path";
import { untouchedDataMb, type ConfinedProcess, type Isolation, type Limits, type Sandbox } from "../sandbox/index.js";
import { createConnection, portsOf, type ConnectionInfo } from "./connection-info.js";
import { explainEnd, type KernelEnd } from "./kernel-end.js";
import { KernelPool, type WaitingKernel } from "./kernel-pool.js";
import type { Kernelspec } from "./kernelspecs.js";
import { clearRunFolders, makeRunFolder } from "./run-folders.js";

export interface LaunchedKernel {
  readonly pid: number;
  readonly connection: ConnectionInfo;
  /** Resolves when the process is gone. */
  readonly ended: Promise<KernelEnd>;
  /** SIGINT goes to the kernel alone, everything else to all that it started too. */
  signal(name: "SIGINT" | "SIGTERM" | "SIGKILL"): void;
  /** Ends it for sure and removes its sockets. What a kernel made impossible to remove is reported and stays: never an error here. */
  destroy(): Promise<void>;
}

export interface KernelLauncher extends AsyncDisposable {
  /** Said at start and on the trainer's page. */
  readonly isolation: Isolation;
  /** @throws Error with a sentence on what to do when the folder can't be closed off */
  launch(spec: Kernelspec, cwd: string): Promise<LaunchedKernel>;
  /** A kernel for this folder will be wanted soon. Nobody waits for it here. */
  expect(spec: Kernelspec, cwd: string): void;
}

/** The door to the open-data sites for one kernel. */
export interface KernelDoor extends AsyncDisposable {
  /** Variables that tell the kernel where the door is. */
  readonly env: Readonly<Record<string, string>>;
}

export interface LauncherOptions {
  readonly sandbox: Sandbox;
  /** Contents root: whose folder is whose follows from the path below it. */
  readonly root: string;
  readonly nodeModules: string;
  /** What every kernel may read: our packages, the kernel itself. */
  readonly shows: readonly string[];
  /** The folder of the packs that the organiser installed. */
  readonly packs?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the folders of sockets go. Short: an address of a socket has 107 bytes at most. */
  readonly runFolder: string;
  /** How many kernels wait, all folders together. */
  readonly waiting: number;
  readonly limits?: Limits;
  /** Opens the door in a kernel's folder of sockets. Absent: kernels reach no network at all. */
  readonly openDoor?: (run: string) => Promise<KernelDoor>;
  readonly onError: (error: unknown) => void;
}

/** Our kernel has three that run JavaScript (measured: 1,755 MB of data once it has run a cell); a learner may start as many. */
const threads = 6;
const memoryMb = 1024;
export const kernelLimits: Limits = {
  memoryMb,
  dataMb: untouchedDataMb(threads) + memoryMb,
  fileMb: 512,
  processes: 256,
  temporaryMb: 256,
};

export function sandboxedLauncher(options: LauncherOptions): KernelLauncher {
  clearRunFolders(options.runFolder, options.onError).catch(options.onError);
  const pool = new KernelPool<StartedKernel>({
    most: options.waiting,
    start: (spec, cwd) => start(spec, cwd, options, true),
    onError: options.onError,
  });
  return {
    isolation: options.sandbox.isolation,
    launch: async (spec, cwd) => {
      const waiting = spec.waits === true ? await pool.take(spec, cwd) : undefined;
      const started = waiting ?? (await start(spec, cwd, options, false));
      if (spec.waits === true) pool.expectLater(spec, cwd);
      return started;
    },
    expect: (spec, cwd) => {
      if (spec.waits === true) pool.expect(spec, cwd);
    },
    [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose](),
  };
}

type StartedKernel = LaunchedKernel & WaitingKernel;

async function start(spec: Kernelspec, cwd: string, options: LauncherOptions, waits: boolean): Promise<StartedKernel> {
  await using opened = new AsyncDisposableStack();
  const area = areaOf(cwd, options.root, options.sandbox);
  // A new folder for each launch: an old process may still be deleting its own.
  const run = await makeRunFolder(options.runFolder);
  opened.defer(() => rm(run, { recursive: true, force: true, maxRetries: 3 }));
  const door = await openDoor(run, options, opened);
  const connection = await createConnection(spec, run, options.sandbox.hidesNetwork);
  const file = join(run, "connection.json");
  await writeFile(file, JSON.stringify(connection.kernel), { mode: 0o600 });
  const argument = waits ? "--wait" : file;
  const confined = await options.sandbox.spawn({
    folder: cwd,
    area,
    run,
    shows: [
      ...options.shows,
      ...(options.packs === undefined ? [] : [options.packs]),
      ...programOf(spec),
      ...(connection.relayed ? [relay, process.execPath] : []),
    ],
    nodeModules: options.nodeModules,
    limits: options.limits ?? kernelLimits,
    command: () => {
      const [command = "", ...args] = spec.argv.map((part) =>
        part.replaceAll("{connection_file}", argument).replaceAll("{resource_dir}", spec.folder ?? ""),
      );
      return connection.relayed ? relayed(connection.server, [command, ...args]) : [command, ...args];
    },
    env: (at) => ({ ...environment(options, at.temporary), ...door, ...spec.env }),
    stdio: [waits ? "pipe" : "ignore", "ignore", "pipe"],
  });
  return kernelOf(confined, connection.server, opened.move(), options.onError);
}

/** Runs inside, so it is shown there; beside this file in src as in dist. */
const relay = join(import.meta.dirname, `tcp-relay${extname(import.meta.filename)}`);

function relayed(server: ConnectionInfo, kernel: readonly string[]): [string, ...string[]] {
  return [process.execPath, "--no-warnings", relay, server.ip, portsOf(server).join(","), "--", ...kernel];
}

async function openDoor(
  run: string,
  { openDoor: open }: LauncherOptions,
  opened: AsyncDisposableStack,
): Promise<Readonly<Record<string, string>>> {
  if (open === undefined) return {};
  return opened.use(await open(run)).env;
}

function kernelOf(
  confined: ConfinedProcess,
  connection: ConnectionInfo,
  lent: AsyncDisposable,
  onError: (error: unknown) => void,
): StartedKernel {
  let complaint = "";
  const { child } = confined;
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => (complaint = (complaint + chunk).slice(-4000)));
  // One that has died takes no line any more; its end tells.
  child.stdin?.on("error", () => undefined);
  const failed = new Promise<string | undefined>((resolve) =>
    child.once("error", (error: NodeJS.ErrnoException) =>
      resolve(error.code === "ENOENT" ? `there is no program ${child.spawnfile} on this computer` : error.message),
    ),
  );
  const exited = new Promise<undefined>((resolve) => child.once("exit", () => resolve(undefined)));
  let alive = true;
  const ended = Promise.race([failed, exited]).then(async (fault) => {
    alive = false;
    // What could not be tidied up after it is told by `destroy`, and is not how it ended.
    const reason = await confined.ended.catch(() => undefined);
    return explainEnd({ fault, code: child.exitCode, signal: child.signalCode, complaint, reason });
  });
  const dispose = async (part: AsyncDisposable): Promise<void> => {
    try {
      await part[Symbol.asyncDispose]();
    } catch (error) {
      onError(error);
    }
  };
  return {
    pid: confined.pid,
    connection,
    ended,
    get alive() {
      return alive;
    },
    becomeKernel: () => void child.stdin?.end(`${JSON.stringify({ connection, cwd: confined.at.folder, env: {} })}\n`),
    signal: (name) => confined.signal(name),
    destroy: async () => {
      await dispose(confined);
      await dispose(lent);
    },
  };
}

/**
 * What belongs to the same person as this folder: all of `people/<home>`, all of `shared`.
 * @throws Error for the folders that hold everybody's
 */
function areaOf(cwd: string, root: string, sandbox: Sandbox): string {
  const [top, second] = relative(root, cwd).split(sep);
  if (top === undefined || top === "" || top === ".." || (top === "people" && second === undefined)) {
    if (sandbox.isolation.level === "trusted") return cwd;
    throw new Error(
      "a notebook here would see everybody’s folders. Move it into the folder “shared” or into a person’s folder",
    );
  }
  return top === "people" && second !== undefined ? join(root, top, second) : join(root, top);
}

/** What a kernel may know of our environment: enough to find programs and speak the person's language, no secrets. */
const passedOn = ["LANG", "LC_ALL", "TZ"];
/** In trusted mode it is an ordinary program of this user, which may need what such programs need. */
const passedOnTrusted = [...passedOn, "PATH", "TMPDIR", "SystemRoot", "HOME"];

function environment({ sandbox, env, packs }: LauncherOptions, temporary: string): Record<string, string> {
  const trusted = sandbox.isolation.level === "trusted";
  const kept: Record<string, string> = trusted
    ? {}
    : { PATH: "/usr/local/bin:/usr/bin:/bin", HOME: temporary, TMPDIR: temporary, LANG: "C.UTF-8" };
  for (const name of trusted ? passedOnTrusted : passedOn) {
    const value = env[name];
    if (value !== undefined) kept[name] = value;
  }
  if (packs !== undefined) kept["SURGERY_PACKS"] = packs;
  // Jupyter's way of telling a kernel with whom to end. In bubblewrap it ends with us anyway, and our number means nothing there.
  if (!sandbox.hidesNetwork) kept["JPY_PARENT_PID"] = String(process.pid);
  return kept;
}

/** The kernel's own files when they are not the system's: its kernelspec, its interpreter and what belongs to that, no more. */
function programOf({ folder, argv }: Kernelspec): string[] {
  const [command = "", ...args] = argv;
  // A script that the command names, and nothing beside it.
  const scripts = args.filter(
    (part) => isAbsolute(part) && statSync(part, { throwIfNoEntry: false })?.isFile() === true,
  );
  const found = folder === undefined ? scripts : [folder, ...scripts];
  if (!isAbsolute(command) || command.startsWith("/usr/")) return found;
  const prefix = dirname(dirname(command));
  return [
    ...found,
    dirname(command),
    join(prefix, "lib"),
    join(prefix, "share", "jupyter"),
    join(prefix, "pyvenv.cfg"),
  ];
}
