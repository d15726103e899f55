/** A raw Jupyter client for measuring: connects first, then starts the kernel, so that no time is lost between; loopback only. */
import { createMessage, decodeFrames, encodeFrames, parentId, type JupyterMessage } from "@data-surgery/jupyter";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Dealer, Subscriber } from "zeromq";

export interface Contender {
  readonly name: "surgery" | "tslab" | "deno";
  /** Program and arguments that start the kernel of this connection file. */
  command(connectionFile: string): readonly string[];
}

export interface Ran {
  /** Milliseconds from the request to the reply and to idle; `idleMs` is NaN when idle never came. */
  readonly replyMs: number;
  readonly idleMs: number;
  readonly status: string;
  /** What came on iopub for this request before idle. */
  readonly messages: readonly JupyterMessage[];
}

export interface KernelUnderTest extends AsyncDisposable {
  /** Milliseconds from the start of the process to the first kernel_info_reply. */
  readonly infoMs: number;
  readonly pid: number;
  execute(code: string): Promise<Ran>;
  /** Milliseconds until the reply. */
  complete(code: string): Promise<number>;
  /** Proportional memory of the process and all it started, in MB. */
  memoryMb(): Promise<number>;
}

const patience = 20_000;

/** @param waiting a process from a pool that is handed its connection; without it the command is started */
export async function startKernel(
  contender: Contender,
  waiting?: { readonly child: ChildProcess; handOver(connection: object, cwd: string): void },
): Promise<KernelUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), "surgery-bench-"));
  const [shell, iopub, stdin, control, hb] = await freePorts(5);
  const key = randomBytes(32).toString("hex");
  const connection = {
    transport: "tcp",
    ip: "127.0.0.1",
    shell_port: shell,
    iopub_port: iopub,
    stdin_port: stdin,
    control_port: control,
    hb_port: hb,
    signature_scheme: "hmac-sha256",
    key,
    kernel_name: contender.name,
  };
  const file = join(folder, "connection.json");
  await writeFile(file, JSON.stringify(connection));
  const options = { linger: 0, reconnectInterval: 2, receiveHighWaterMark: 0, sendHighWaterMark: 0 };
  const shellSocket = new Dealer(options);
  const iopubSocket = new Subscriber({ linger: 0, reconnectInterval: 2, receiveHighWaterMark: 0 });
  shellSocket.connect(`tcp://127.0.0.1:${shell}`);
  iopubSocket.connect(`tcp://127.0.0.1:${iopub}`);
  iopubSocket.subscribe();

  const watchers = new Map<string, (message: JupyterMessage) => void>();
  const receive = async (socket: Dealer | Subscriber, channel: "shell" | "iopub"): Promise<void> => {
    for await (const frames of socket) {
      const { message } = decodeFrames(channel, frames, key);
      watchers.get(parentId(message) ?? "")?.(message);
    }
  };
  // A socket that is closed while it is being read says so; by then nobody waits for it.
  receive(shellSocket, "shell").catch(() => undefined);
  receive(iopubSocket, "iopub").catch(() => undefined);
  const sender = { session: randomUUID(), username: "bench" };
  const send = async (
    type: string,
    content: Record<string, unknown>,
    watch: (message: JupyterMessage) => void,
  ): Promise<string> => {
    const message = createMessage("shell", type, content, sender, randomUUID(), Date.now());
    watchers.set(message.header.msg_id, watch);
    await shellSocket.send(encodeFrames(message, key).map((frame) => Buffer.from(frame)));
    return message.header.msg_id;
  };
  const reply = (type: string, content: Record<string, unknown>): Promise<JupyterMessage> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${contender.name} did not answer ${type}.`)), patience);
      const watch = (message: JupyterMessage): void => {
        if (message.channel !== "shell") return;
        clearTimeout(timer);
        resolve(message);
      };
      send(type, content, watch).catch(reject);
    });

  const started = performance.now();
  let child: ChildProcess;
  if (waiting === undefined) {
    const [command = "", ...args] = contender.command(file);
    child = spawn(command, args, { cwd: folder, stdio: "ignore", detached: true, env: environment() });
  } else {
    child = waiting.child;
    waiting.handOver(connection, folder);
  }
  const close = async (): Promise<void> => {
    shellSocket.close();
    iopubSocket.close();
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, "exit");
      process.kill(-(child.pid ?? 0), "SIGKILL");
      await gone;
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await reply("kernel_info_request", {});
  } catch (error) {
    await close();
    throw error;
  }
  const infoMs = performance.now() - started;

  const execute = async (code: string): Promise<Ran> => {
    const messages: JupyterMessage[] = [];
    const at = performance.now();
    const done = Promise.withResolvers<void>();
    let replyMs = Number.NaN;
    let idleMs = Number.NaN;
    let status = "none";
    const id = await send(
      "execute_request",
      { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: false, stop_on_error: true },
      (message) => {
        const now = performance.now() - at;
        if (message.channel === "shell") {
          replyMs = now;
          status = String(message.content["status"]);
        } else if (message.header.msg_type === "status" && message.content["execution_state"] === "idle") idleMs = now;
        else messages.push(message);
        if (!Number.isNaN(replyMs) && !Number.isNaN(idleMs)) done.resolve();
      },
    );
    // tslab sometimes never says idle: wait a while after the reply, then go on.
    const gaveUp = (async () => {
      const until = performance.now() + patience;
      while (performance.now() < until) {
        await delay(50);
        if (!Number.isNaN(replyMs) && performance.now() - at > replyMs + 2500) return;
      }
    })();
    await Promise.race([done.promise, gaveUp]);
    watchers.delete(id);
    return { replyMs, idleMs, status, messages };
  };

  return {
    infoMs,
    pid: child.pid ?? 0,
    execute,
    complete: async (code) => {
      const at = performance.now();
      await reply("complete_request", { code, cursor_pos: Array.from(code).length });
      return performance.now() - at;
    },
    memoryMb: () => memoryOf(child.pid ?? 0),
    [Symbol.asyncDispose]: close,
  };
}

function environment(): Record<string, string> {
  const { PATH = "", HOME = "" } = process.env;
  return { PATH, HOME, NO_COLOR: "1" };
}

/** Proportional set size of a process and its descendants. */
async function memoryOf(root: number): Promise<number> {
  let total = 0;
  const visit = async (pid: number): Promise<void> => {
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
    total += Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0) / 1024;
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "");
    for (const child of children.split(" ").filter(Boolean)) await visit(Number(child));
  };
  await visit(root);
  return total;
}

/** Below the range from which the system gives out its own: connecting early to one of those can connect a socket to itself. */
async function freePorts(count: number): Promise<number[]> {
  const found: number[] = [];
  while (found.length < count) {
    const port = 12_000 + Math.floor(Math.random() * 8000);
    const free = await new Promise<boolean>((resolve) => {
      const probe = createServer();
      probe.once("error", () => resolve(false));
      probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
    });
    if (free && !found.includes(port)) found.push(port);
  }
  return found;
}
