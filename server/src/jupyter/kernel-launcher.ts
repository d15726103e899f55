/**
 * Starts a kernel's process. Today in trusted mode: its own process group, a cleared environment, no sandbox. A sandboxed
 * launcher takes this one's place behind the same interface.
 */
import { randomBytes } from "node:crypto";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Kernelspec } from "./kernelspecs.js";

export interface ConnectionInfo {
  readonly transport: "tcp" | "ipc";
  readonly ip: string;
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly control_port: number;
  readonly hb_port: number;
  readonly signature_scheme: "hmac-sha256";
  readonly key: string;
  readonly kernel_name: string;
}

export interface LaunchedKernel {
  readonly pid: number;
  readonly connection: ConnectionInfo;
  /** Resolves when the process is gone, to a sentence on how it ended. */
  readonly ended: Promise<string>;
  /** To the kernel and everything it started. */
  signal(name: "SIGINT" | "SIGTERM" | "SIGKILL"): void;
  /** Ends it for sure and removes its connection file. */
  destroy(): Promise<void>;
}

export interface KernelLauncher {
  /** Said at start and on the trainer's page. */
  readonly isolation: { readonly level: "trusted" | "sandboxed"; readonly text: string };
  launch(spec: Kernelspec, cwd: string): Promise<LaunchedKernel>;
}

/** What a kernel may know of our environment: enough to find programs and speak the person's language, no secrets. */
const passedOn = ["PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "SystemRoot", "HOME"];

export function trustedLauncher(env: Readonly<Record<string, string | undefined>>): KernelLauncher {
  return {
    isolation: {
      level: "trusted",
      text: "Kernels run in trusted mode: what people run can reach this computer's files and network. Let in only people you know.",
    },
    launch: (spec, cwd) => launch(spec, cwd, env),
  };
}

async function launch(
  spec: Kernelspec,
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<LaunchedKernel> {
  // A new file and new ports for each launch: an old process may still be deleting its own.
  const folder = await mkdtemp(join(tmpdir(), "surgery-kernel-"));
  const file = join(folder, "connection.json");
  try {
    const connection = await createConnection(spec.name);
    await writeFile(file, JSON.stringify(connection), { mode: 0o600 });
    return spawnKernel(spec, cwd, env, { folder, file, connection });
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

interface Place {
  readonly folder: string;
  readonly file: string;
  readonly connection: ConnectionInfo;
}

function spawnKernel(
  spec: Kernelspec,
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
  { folder, file, connection }: Place,
): LaunchedKernel {
  const [command, ...args] = spec.argv.map((part) =>
    part.replaceAll("{connection_file}", file).replaceAll("{resource_dir}", spec.folder ?? ""),
  );
  const child = spawn(command ?? "", args, {
    cwd,
    env: { ...pick(env, passedOn), ...spec.env },
    stdio: ["ignore", "ignore", "pipe"],
    detached: true,
  });
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (complaint = (complaint + chunk).slice(-2000)));
  const failed = new Promise<string>((resolve) =>
    child.once("error", (error: NodeJS.ErrnoException) =>
      resolve(error.code === "ENOENT" ? `there is no program ${command} on this computer` : error.message),
    ),
  );
  const ended = Promise.race([
    failed,
    once(child, "exit").then(([code, signal]) =>
      describeEnd(code as number | null, signal as string | null, complaint),
    ),
  ]);
  let destroyed: Promise<void> | undefined;
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const signal = (name: NodeJS.Signals): void => {
    // A number that is free again may be somebody else's by now.
    if (destroyed === undefined && !(name === "SIGINT" && hasEnded())) signalGroup(child.pid, name);
  };
  return {
    pid: child.pid ?? 0,
    connection,
    ended,
    signal,
    destroy: () => {
      signal("SIGKILL");
      destroyed ??= ended.then(() => rm(folder, { recursive: true, force: true }));
      return destroyed;
    },
  };
}

function describeEnd(code: number | null, signal: string | null, complaint: string): string {
  const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
  const last = complaint.trim().split("\n").at(-1) ?? "";
  return last === "" ? how : `${how}: ${last}`;
}

/** The negative number addresses the group, so that what the kernel started ends with it. */
function signalGroup(pid: number | undefined, name: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    // SIGINT means "stop this cell" and is for the kernel alone; its helpers would die of it.
    process.kill(name === "SIGINT" ? pid : -pid, name);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return;
    throw error;
  }
}

function pick(env: Readonly<Record<string, string | undefined>>, names: readonly string[]): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of names) {
    const value = env[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}

async function createConnection(kernel: string): Promise<ConnectionInfo> {
  const [shell, iopub, stdin, control, hb] = await freePorts(5);
  return {
    transport: "tcp",
    ip: "127.0.0.1",
    shell_port: shell ?? 0,
    iopub_port: iopub ?? 0,
    stdin_port: stdin ?? 0,
    control_port: control ?? 0,
    hb_port: hb ?? 0,
    signature_scheme: "hmac-sha256",
    key: randomBytes(32).toString("hex"),
    kernel_name: kernel,
  };
}

const given = new Set<number>();

/**
 * Ports below the range from which the system gives out its own: connecting to one of those before the kernel has bound it
 * can connect a socket to itself.
 */
async function freePorts(count: number): Promise<number[]> {
  const found: number[] = [];
  while (found.length < count) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    setTimeout(() => given.delete(port), 60_000).unref();
    found.push(port);
  }
  return found;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
