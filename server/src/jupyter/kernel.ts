/**
 * One running kernel: its process, its sockets, and everybody who listens. A kernel that was just started has not seen our
 * subscription yet (ZeroMQ's slow joiner), so it is nudged until it answers on both shell and iopub; requests wait meanwhile.
 */
import { AppError } from "@data-surgery/contract";
import { createMessage, parentId, type JsonObject, type JupyterMessage, type Sender } from "@data-surgery/jupyter";
import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { openKernelConnection, type KernelConnection } from "./kernel-connection.js";
import type { KernelEnd } from "./kernel-end.js";
import type { KernelLauncher, LaunchedKernel } from "./kernel-launcher.js";
import type { Kernelspec } from "./kernelspecs.js";

export type ExecutionState = "starting" | "idle" | "busy" | "restarting" | "dead";

export interface KernelOptions {
  readonly id: string;
  readonly spec: Kernelspec;
  readonly launcher: KernelLauncher;
  /** Folder the kernel works in. */
  readonly cwd: string;
  /** Path of the notebook it belongs to, in the contents tree. */
  readonly path: string;
  /** Give up when it has not answered by then, in milliseconds. */
  readonly startTimeout: number;
}

export type MessageListener = (message: JupyterMessage) => void;

/** Milliseconds between two nudges; quicker once it has answered and only our subscription to iopub is on its way. */
const nudgeEvery = 250;
const quickNudge = 8;
/** A kernel that keeps dying is left dead: more than this many ends of its own within this many milliseconds. */
const mostEnds = 3;
const endsWithin = 60_000;

type SignsOfLife = Readonly<Record<"shell" | "iopub", PromiseWithResolvers<void>>>;

export class Kernel {
  readonly id: string;
  readonly spec: Kernelspec;
  path: string;
  state: ExecutionState = "starting";
  lastActivity: number = Date.now();
  readonly #options: KernelOptions;
  readonly #listeners = new Set<MessageListener>();
  readonly #overhearers = new Set<MessageListener>();
  readonly #sender: Sender = { session: randomUUID(), username: "server" };
  #process: LaunchedKernel | undefined;
  #connection: KernelConnection | undefined;
  #ready: Promise<void> = Promise.resolve();
  #life = new AbortController();
  /** Goes up with every launch, so that the end of an old process is not taken for the end of the new one. */
  #generation = 0;
  /** When it ended by itself, in milliseconds since 1970. */
  #ends: number[] = [];
  #fault = new AppError("kernels.died");

  constructor(options: KernelOptions) {
    this.#options = options;
    this.id = options.id;
    this.spec = options.spec;
    this.path = options.path;
  }

  /** Resolves when the kernel answers. @throws AppError `kernels.did-not-start` */
  get ready(): Promise<void> {
    return this.#settle();
  }

  /** A restart meanwhile starts the waiting anew. */
  async #settle(): Promise<void> {
    for (;;) {
      const current = this.#ready;
      try {
        await current;
        if (current === this.#ready) return;
      } catch (error) {
        if (current === this.#ready) throw error;
      }
    }
  }

  /** Sockets and runs that listen: while there are any, the kernel is in use. */
  get listeners(): number {
    return this.#listeners.size;
  }

  /** Aborted when the process that runs now is gone or given up: whatever it still owed will not come. */
  get life(): AbortSignal {
    return this.#life.signal;
  }

  /** Why what ran last was cut off. */
  get fault(): AppError {
    return this.#fault;
  }

  start(): void {
    const ended = this.#end();
    const generation = this.#generation;
    this.#life = new AbortController();
    this.#ready = ended.then(() => this.#launch(generation)).catch((error: unknown) => this.#giveUp(generation, error));
    // Whoever waits gets the error; with nobody waiting it shows as the state "dead".
    this.#ready.catch(() => undefined);
  }

  /** A kernel that did not start leaves nothing running. @throws AppError always */
  async #giveUp(generation: number, error: unknown): Promise<never> {
    if (generation === this.#generation) {
      await this.#end();
      this.#setState("dead");
    }
    if (error instanceof AppError) throw error;
    // Such as no room for its connection file, or no more processes: the page must hear of it, and nothing else may break.
    throw this.#didNotStart(error instanceof Error ? error.message : String(error), error);
  }

  async #launch(generation: number): Promise<void> {
    if (generation !== this.#generation) throw new AppError("kernels.died");
    const started = await this.#options.launcher.launch(this.spec, this.#options.cwd);
    if (generation !== this.#generation) {
      // Ended or restarted while its process was being made.
      await started.destroy();
      throw new AppError("kernels.died");
    }
    this.#process = started;
    const connection = openKernelConnection(started.connection);
    this.#connection = connection;
    const answered = Promise.withResolvers<void>();
    const signs: SignsOfLife = { shell: Promise.withResolvers(), iopub: Promise.withResolvers() };
    connection.onMessage = (message) => {
      if (message.channel === "shell" || message.channel === "iopub") signs[message.channel].resolve();
      this.#receive(message);
    };
    Promise.all([signs.shell.promise, signs.iopub.promise]).then(() => answered.resolve(), answered.reject);
    started.ended.then(
      (end) => this.#onEnd(generation, end, answered.reject),
      (error: unknown) => answered.reject(error),
    );
    await this.#nudge(connection, answered.promise, signs.shell.promise, generation);
    if (generation !== this.#generation) throw new AppError("kernels.died");
    if (this.state === "starting" || this.state === "restarting") this.#setState("idle");
  }

  async #nudge(
    connection: KernelConnection,
    answered: Promise<void>,
    shellAnswered: Promise<void>,
    generation: number,
  ): Promise<void> {
    const deadline = Date.now() + this.#options.startTimeout;
    const done = new AbortController();
    const waiting = answered.finally(() => done.abort());
    const nudging = async (): Promise<void> => {
      let isUp = false;
      let pause = quickNudge;
      shellAnswered.then(
        () => (isUp = true),
        () => undefined,
      );
      while (!done.signal.aborted && generation === this.#generation) {
        if (Date.now() > deadline) throw this.#didNotStart(this.#silence);
        connection.send(this.#request("kernel_info_request", {}));
        // A request waits in its queue until there is a kernel, so there is no need to hurry before the first answer.
        await (isUp ? delay(pause) : Promise.race([shellAnswered, delay(nudgeEvery)]));
        // A slow kernel must not drown in them.
        if (isUp) pause = Math.min(pause * 2, nudgeEvery);
      }
    };
    await Promise.race([waiting, nudging()]);
  }

  get #silence(): string {
    return `it gave no answer within ${Math.round(this.#options.startTimeout / 1000)} seconds`;
  }

  #didNotStart(reason: string, cause?: unknown): AppError {
    return new AppError("kernels.did-not-start", { name: this.spec.displayName, reason }, { cause });
  }

  #onEnd(generation: number, { how, reason }: KernelEnd, reject: (error: AppError) => void): void {
    if (generation !== this.#generation) return;
    const hadStarted = this.state === "idle" || this.state === "busy";
    reject(this.#didNotStart(how));
    this.#fault = reason === undefined ? new AppError("kernels.died") : new AppError("kernels.ended", { reason });
    this.#connection?.close();
    this.#life.abort();
    if (hadStarted && this.#maySpring()) {
      // Front ends are told as the protocol has it: "restarting" means by itself.
      this.state = "restarting";
      this.#tell("restarting");
      this.start();
    } else {
      this.#setState("dead");
      // What it started may still run, and its sockets are still there.
      void this.#process?.destroy();
    }
  }

  #maySpring(): boolean {
    const now = Date.now();
    this.#ends = [...this.#ends.filter((end) => now - end < endsWithin), now];
    return this.#ends.length <= mostEnds;
  }

  /** Sends once the kernel is ready. A front end's own message keeps its header. */
  async send(message: JupyterMessage): Promise<void> {
    this.lastActivity = Date.now();
    await this.#settle();
    if (this.state === "dead") throw this.#fault;
    this.#connection?.send(message);
  }

  /** Sends a request of the server's own; resolves to its id at once. */
  async request(type: string, content: JsonObject, channel: "shell" | "control" | "stdin" = "shell"): Promise<string> {
    const message = { ...this.#request(type, content), channel };
    await this.send(message);
    return message.header.msg_id;
  }

  /** Like `request`, for callers that must listen before anything can be answered. */
  createRequest(type: string, content: JsonObject): JupyterMessage {
    return this.#request(type, content);
  }

  #request(type: string, content: JsonObject): JupyterMessage {
    return createMessage("shell", type, content, this.#sender, randomUUID(), Date.now());
  }

  /** The disposer stops the listening. */
  listen(listener: MessageListener): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  /** Like `listen`, for what may come long after a run and must not keep the kernel in use. */
  overhear(listener: MessageListener): Disposable {
    this.#overhearers.add(listener);
    return { [Symbol.dispose]: () => void this.#overhearers.delete(listener) };
  }

  #receive(message: JupyterMessage): void {
    this.lastActivity = Date.now();
    if (message.channel === "iopub" && message.header.msg_type === "status") {
      const state = message.content["execution_state"];
      if (state === "busy" || state === "idle") this.state = state;
    }
    for (const listener of this.#listeners) listener(message);
    for (const listener of this.#overhearers) listener(message);
  }

  /**
   * Tells listeners as a kernel would: front ends know only status messages. To them "restarting" from the server means that
   * the kernel died and was started again by itself (JupyterLab warns of it), so a restart on request is told as a start.
   */
  #setState(state: ExecutionState): void {
    if (this.state === state) return;
    this.state = state;
    this.#tell(state === "restarting" ? "starting" : state);
  }

  #tell(state: ExecutionState): void {
    const content = { execution_state: state };
    const status = createMessage("iopub", "status", content, this.#sender, randomUUID(), Date.now());
    for (const listener of this.#listeners) listener(status);
  }

  async interrupt(): Promise<void> {
    await this.#settle();
    if (this.state === "dead") throw this.#fault;
    if (this.spec.interruptMode === "message")
      this.#connection?.send({ ...this.#request("interrupt_request", {}), channel: "control" });
    else this.#process?.signal("SIGINT");
  }

  async restart(): Promise<void> {
    this.#fault = new AppError("kernels.died");
    this.#setState("restarting");
    this.start();
    await this.#settle();
  }

  /** Ends process and sockets. Nothing of it is left afterwards. */
  async shutdown(): Promise<void> {
    await this.#end();
    this.#setState("dead");
    this.#listeners.clear();
  }

  async #end(): Promise<void> {
    this.#generation++;
    this.#life.abort();
    this.#connection?.close();
    await this.#process?.destroy();
  }
}

/** True for messages that answer the request with this id. */
export function answers(message: JupyterMessage, id: string): boolean {
  return parentId(message) === id;
}
