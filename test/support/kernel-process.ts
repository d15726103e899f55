/** A kernel as any Jupyter client sees it: its process, its five sockets, and what comes over them in order. */
import { decodeFrames, encodeFrames, type Channel, type JsonObject, type JupyterMessage } from "@data-surgery/jupyter";
import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Dealer, Request, Subscriber } from "zeromq";
import { createAnswer, type Answer, type KernelClient } from "./kernel-answer.js";

const root = resolve(import.meta.dirname, "../..");
export const kernelMain: string = join(root, "kernel/dist/node/main.js");

export type { Answer };

export interface KernelProcess extends KernelClient, AsyncDisposable {
  readonly child: ChildProcess;
  readonly folder: string;
  readonly published: readonly JupyterMessage[];
  readonly complaint: string;
  readonly impatient: string;
  /** Sends and gives the id. */
  send(channel: "shell" | "control" | "stdin", type: string, content: JsonObject, options?: Sending): Promise<string>;
  sendRaw(channel: "shell" | "control" | "stdin", frames: readonly Uint8Array[]): Promise<void>;
  /** The next question on stdin. */
  question(): Promise<JupyterMessage>;
  beat(): Promise<string>;
  readonly ended: Promise<{ code: number | null; signal: string | null }>;
}

export interface Sending {
  readonly parent?: JupyterMessage;
  readonly metadata?: JsonObject;
  readonly buffers?: readonly Uint8Array[];
  readonly key?: string;
}

export interface LaunchOptions {
  /** Files in the kernel's folder, where no other test can have the same port; or tcp. */
  readonly transport?: "tcp" | "ipc";
  /** Start as a pool would. */
  readonly wait?: boolean;
  /** For Node. */
  readonly flags?: readonly string[];
  /** Ask for kernel_info before the kernel listens at all, as clients do that start it; `impatient` is that request's id. */
  readonly impatient?: boolean;
  /** For the kernel. */
  readonly arguments?: readonly string[];
  /** Where the notebook would lie; a folder of its own if you don't say. */
  readonly cwd?: string;
  /** Started by a program between, as a launcher would; `child` is that one. */
  readonly launcher?: boolean;
}

/** The kernel has a session of its own, so that no signal for the launcher reaches it. */
const launcher = `require("node:child_process").spawn(process.execPath, process.argv.slice(1), {
  stdio: "inherit", detached: true, env: { ...process.env, JPY_PARENT_PID: String(process.pid) } });`;

export function message(type: string, content: JsonObject, channel: Channel, sending: Sending = {}): JupyterMessage {
  const header = {
    msg_id: randomUUID(),
    msg_type: type,
    session: "test",
    username: "tester",
    date: new Date().toISOString(),
    version: "5.4",
  };
  const { parent, metadata = {}, buffers = [] } = sending;
  return { channel, header, parent_header: parent?.header ?? {}, metadata, content, buffers };
}

export async function launchKernel(options: LaunchOptions = {}): Promise<KernelProcess> {
  const folder = await mkdtemp(join(tmpdir(), "kernel-test-"));
  const key = randomBytes(16).toString("hex");
  // Below the range from which the system gives out ports by itself.
  const base = 20_000 + Math.floor(Math.random() * 2000) * 6;
  const connection = {
    transport: options.transport ?? "ipc",
    ip: options.transport !== "tcp" ? join(folder, "s") : "127.0.0.1",
    shell_port: base,
    iopub_port: base + 1,
    stdin_port: base + 2,
    control_port: base + 3,
    hb_port: base + 4,
    signature_scheme: "hmac-sha256",
    key,
  };
  const file = join(folder, "connection.json");
  await writeFile(file, JSON.stringify(connection));
  const child = spawn(
    process.execPath,
    [
      ...(options.launcher === true ? ["-e", launcher, "--"] : []),
      ...(options.flags ?? []),
      kernelMain,
      ...(options.arguments ?? []),
      options.wait === true ? "--wait" : file,
    ],
    {
      cwd: options.wait === true ? tmpdir() : (options.cwd ?? folder),
      stdio: ["pipe", "ignore", "pipe"],
    },
  );
  if (options.wait === true)
    child.stdin?.write(`${JSON.stringify({ connection, cwd: folder, env: { FROM_POOL: "1" } })}\n`);
  return new Client(folder, key, child, (port) =>
    connection.transport === "ipc"
      ? `ipc://${connection.ip}-${connection[port]}`
      : `tcp://127.0.0.1:${connection[port]}`,
  ).open(options.impatient === true);
}

type Port = "shell_port" | "iopub_port" | "stdin_port" | "control_port" | "hb_port";

class Client implements KernelProcess {
  readonly child: ChildProcess;
  readonly folder: string;
  readonly published: JupyterMessage[] = [];
  readonly ended: Promise<{ code: number | null; signal: string | null }>;
  complaint = "";
  impatient = "";
  readonly #key: string;
  readonly #sockets: Record<"shell" | "control" | "stdin", Dealer>;
  readonly #iopub: Subscriber;
  readonly #heartbeat: Request;
  /** By the id of what they answer. */
  readonly #replies = new Map<unknown, JupyterMessage>();
  readonly #published = new Map<unknown, JupyterMessage[]>();
  readonly #idle = new Set<unknown>();
  readonly #questions: JupyterMessage[] = [];
  readonly #waiting = new Set<() => void>();
  #isOver = false;

  constructor(folder: string, key: string, child: ChildProcess, address: (port: Port) => string) {
    this.folder = folder;
    this.child = child;
    this.#key = key;
    const routingId = randomUUID();
    const options = { routingId, linger: 0, reconnectInterval: 5, sendHighWaterMark: 0, receiveHighWaterMark: 0 };
    this.#sockets = { shell: new Dealer(options), control: new Dealer(options), stdin: new Dealer(options) };
    this.#iopub = new Subscriber({ linger: 0, reconnectInterval: 5, receiveHighWaterMark: 0 });
    this.#heartbeat = new Request({ linger: 0, reconnectInterval: 5 });
    for (const channel of ["shell", "control", "stdin"] as const) {
      this.#sockets[channel].connect(address(`${channel}_port`));
      void this.#listen(channel, this.#sockets[channel]);
    }
    this.#iopub.connect(address("iopub_port"));
    this.#iopub.subscribe();
    this.#heartbeat.connect(address("hb_port"));
    void this.#listen("iopub", this.#iopub);
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (this.complaint += text));
    this.ended = once(child, "exit").then(([code, signal]) => {
      this.#isOver = true;
      this.#wake();
      return { code: code as number | null, signal: signal as string | null };
    });
  }

  async open(isImpatient: boolean): Promise<this> {
    if (isImpatient) this.impatient = await this.send("shell", "kernel_info_request", {});
    await this.#until(() => this.published.some((one) => one.header.msg_type === "iopub_welcome"));
    return this;
  }

  async #listen(channel: Channel, socket: Dealer | Subscriber): Promise<void> {
    for await (const frames of socket) {
      const { message } = decodeFrames(channel, frames, this.#key);
      const parent = message.parent_header["msg_id"];
      if (channel === "iopub") {
        this.published.push(message);
        this.#published.set(parent, [...(this.#published.get(parent) ?? []), message]);
        if (message.content["execution_state"] === "idle") this.#idle.add(parent);
      } else if (channel === "stdin") this.#questions.push(message);
      else this.#replies.set(parent, message);
      this.#wake();
    }
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
  }

  async #until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) {
      if (this.#isOver) throw new Error(`The kernel has ended. ${this.complaint}`);
      await new Promise<void>((wake) => {
        this.#waiting.add(wake);
      }).finally(() => this.#waiting.clear());
    }
  }

  async send(
    channel: "shell" | "control" | "stdin",
    type: string,
    content: JsonObject,
    sending: Sending = {},
  ): Promise<string> {
    const sent = message(type, content, channel, sending);
    await this.sendRaw(channel, encodeFrames(sent, sending.key ?? this.#key));
    return sent.header.msg_id;
  }

  async sendRaw(channel: "shell" | "control" | "stdin", frames: readonly Uint8Array[]): Promise<void> {
    await this.#sockets[channel].send(frames.map((frame) => Buffer.from(frame)));
  }

  publishedFor(id: string): readonly JupyterMessage[] {
    return this.#published.get(id) ?? [];
  }

  async answerTo(id: string): Promise<Answer> {
    await this.#until(() => this.#replies.has(id) && this.#idle.has(id));
    return createAnswer(this.#replies.get(id)?.content ?? {}, this.publishedFor(id));
  }

  async run(code: string, content: JsonObject = {}): Promise<Answer> {
    return this.answerTo(await this.send("shell", "execute_request", { code, silent: false, ...content }));
  }

  async ask(type: string, content: JsonObject, channel: "shell" | "control" = "shell"): Promise<JsonObject> {
    return (await this.answerTo(await this.send(channel, type, content))).reply;
  }

  async question(): Promise<JupyterMessage> {
    await this.#until(() => this.#questions.length > 0);
    const question = this.#questions.shift();
    if (question === undefined) throw new Error("There is no question.");
    return question;
  }

  async beat(): Promise<string> {
    await this.#heartbeat.send("ping");
    const [frame] = await this.#heartbeat.receive();
    return String(frame);
  }

  async interrupt(): Promise<void> {
    await this.ask("interrupt_request", {}, "control");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.child.kill("SIGKILL");
    if (!this.#isOver) await this.ended;
    for (const socket of [...Object.values(this.#sockets), this.#iopub, this.#heartbeat]) socket.close();
    // The kernel's own files may still be closing.
    await delay(10);
    await rm(this.folder, { recursive: true, force: true });
  }
}
