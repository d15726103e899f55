/** The product as a person starts it: the real command in a process of its own, on a free port, with a data folder that goes away. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const root = join(import.meta.dirname, "..", "..");

export interface RunningServer extends AsyncDisposable {
  readonly url: string;
  readonly trainerUrl: string;
  readonly joinCode: string;
  readonly data: string;
  readonly pid: number;
  /** Milliseconds from the start of the process to its line of JSON. */
  readonly startMs: number;
  /** As a power cut does it; nothing is tidied up. */
  kill(): Promise<void>;
  /** As Ctrl-C does it. Resolves to the exit code. */
  stop(): Promise<number | null>;
  /** What the server wrote to standard error so far. */
  stderr(): string;
}

export interface StartOptions {
  /** Keep and reuse this data folder (for restarts). */
  readonly data?: string;
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Further words of the command line. */
  readonly args?: readonly string[];
}

export async function startServer(options: StartOptions = {}): Promise<RunningServer> {
  const data = options.data ?? (await mkdtemp(join(tmpdir(), "surgery-e2e-")));
  const started = performance.now();
  const command = [join(root, "packages/cli/bin/surgery.js"), "serve", "--port", String(options.port ?? 0)];
  const child = spawn(process.execPath, [...command, "--data", data, "--json", ...(options.args ?? [])], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...options.env },
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
  const line = await firstLine(child, () => stderr);
  const { url, trainerUrl, joinCode } = JSON.parse(line) as { url: string; trainerUrl: string; joinCode: string };
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await once(child, "exit");
    }
    return child.exitCode;
  };
  return {
    url,
    trainerUrl,
    joinCode,
    data,
    pid: child.pid ?? 0,
    startMs: performance.now() - started,
    kill: async () => void (await end("SIGKILL")),
    stop: () => end("SIGINT"),
    stderr: () => stderr,
    [Symbol.asyncDispose]: async () => {
      await end("SIGINT");
      if (options.data === undefined) await rm(data, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/**
 * For a server that is to come back at the same address: its port is none of those that the system gives out by itself, so that nobody
 * has it meanwhile.
 */
export async function startAtOwnPort(options: Omit<StartOptions, "port">): Promise<RunningServer> {
  for (;;) {
    try {
      return await startServer({ ...options, port: 11_000 + Math.floor(Math.random() * 9000) });
    } catch (error) {
      if (!String(error).includes("is in use by another program")) throw error;
    }
  }
}

async function firstLine(child: ChildProcess, stderr: () => string): Promise<string> {
  if (child.stdout === null) throw new Error("The server's output is not piped.");
  const closed = once(child, "close");
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) if (line.startsWith("{")) return line;
  await closed;
  throw new Error(`The server ended before it was listening.\n${stderr()}`);
}
