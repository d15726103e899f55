/**
 * One check runner: a process of its own that runs learner code and hands back plain values. All that comes from it is
 * hostile. One request at a time; a frame that nobody asked for, that is too long, that does not decode, or that lacks the
 * run's nonce ends the process, and with it the check. Nothing that it prints is kept: it could print the inputs of hidden tests.
 */
import { longestRunnerFrame, type RunnerReply, type RunnerRequest } from "@data-surgery/contract";
import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import type { Duplex } from "node:stream";
import { z } from "zod";
import { BadFrameError, encodeFrame, FrameReader } from "./runner-frames.js";

export interface RunnerSpec {
  /** The built runner, `kernel/dist/node/runner.js`. */
  readonly script: string;
  /** Largest heap in megabytes; memory outside the heap may be about as much again. */
  readonly memoryMb: number;
  /** Packages that it loads while it waits. */
  readonly preload: readonly string[];
}

/** How a run ended before its time: by itself, or because it broke the rules of the protocol. */
export class RunnerEndedError extends Error {
  readonly reason: "exited" | "broke-protocol" | "stopped";

  constructor(reason: RunnerEndedError["reason"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "RunnerEndedError";
    this.reason = reason;
  }
}

type Question = RunnerRequest extends infer Each ? (Each extends RunnerRequest ? Omit<Each, "id"> : never) : never;

export interface RunnerProcess extends AsyncDisposable {
  readonly pid: number;
  readonly alive: boolean;
  /** @throws RunnerEndedError, RangeError when the question is too long */
  ask(question: Question, signal: AbortSignal): Promise<RunnerReply>;
  /** Ends it and what it started; resolves when it is gone. */
  [Symbol.asyncDispose](): Promise<void>;
}

const error = { name: z.string().max(200), message: z.string() };
const base = { id: z.number(), nonce: z.string() };
const Reply: z.ZodType<RunnerReply> = z.discriminatedUnion("type", [
  z.object({ ...base, type: z.literal("ran") }),
  z.object({ ...base, ...error, type: z.literal("failed"), cellId: z.string(), line: z.exactOptional(z.number()) }),
  z.object({ ...base, type: z.literal("value"), value: z.unknown() }),
  z.object({ ...base, ...error, type: z.literal("error"), line: z.exactOptional(z.number()) }),
]);

export function startRunner(spec: RunnerSpec, cwd: string): RunnerProcess {
  const child = spawnLimited(spec, cwd);
  const nonce = randomBytes(16).toString("hex");
  const [input, output] = [child.stdio[3] as Duplex, child.stdio[4] as Duplex];
  return new Conversation(child, input, output, nonce);
}

/** Counted as data by Linux in every Node 24 process that has the compiler loaded, and mostly never touched (measured: 640 MB). */
const unusedDataMb = 700;

/** What the runner's process may know of our environment: nothing that is secret, nothing that slows its start. */
function spawnLimited({ script, memoryMb, preload }: RunnerSpec, cwd: string): ChildProcess {
  const args = [`--max-old-space-size=${memoryMb}`, "--no-warnings", script, ...preload];
  const env = { HOME: cwd, TMPDIR: cwd, TZ: "UTC", LANG: "C.UTF-8", NODE_NO_WARNINGS: "1" };
  const options = { cwd, env, detached: true, stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] as const };
  if (process.platform !== "linux") return spawn(process.execPath, args, { ...options, stdio: [...options.stdio] });
  // RLIMIT_DATA also bounds what is outside V8's heap; a file larger than 50 MB is nobody's answer.
  const limits = `ulimit -d ${(unusedDataMb + 2 * memoryMb) * 1024}; ulimit -f 102400; ulimit -c 0; exec "$@"`;
  return spawn("/bin/sh", ["-c", limits, "sh", process.execPath, ...args], { ...options, stdio: [...options.stdio] });
}

interface Pending {
  readonly id: number;
  resolve(reply: RunnerReply): void;
  reject(error: Error): void;
}

class Conversation implements RunnerProcess {
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #input: Duplex;
  readonly #nonce: string;
  readonly #frames = new FrameReader();
  readonly #gone: Promise<void>;
  #pending: Pending | undefined;
  #ended: RunnerEndedError | undefined;
  #lastId = 0;
  #greeted = false;

  constructor(child: ChildProcess, input: Duplex, output: Duplex, nonce: string) {
    this.pid = child.pid ?? 0;
    this.#child = child;
    this.#input = input;
    this.#nonce = nonce;
    this.#gone = new Promise((resolve) => {
      child.once("exit", () => resolve());
      child.once("error", () => resolve());
    });
    child.once("error", (cause) => this.#end(new RunnerEndedError("exited", "The runner could not start.", { cause })));
    // `close` and not `exit`: the last reply may still be on its way.
    child.once("close", () => this.#end(new RunnerEndedError("exited", "The process ended by itself.")));
    // A runner that has gone takes no more questions; its end is told by `close`.
    input.on("error", () => undefined);
    output.on("error", () => undefined);
    output.on("data", (chunk: Buffer) => this.#receive(chunk));
  }

  get alive(): boolean {
    return this.#ended === undefined;
  }

  async ask(question: Question, signal: AbortSignal): Promise<RunnerReply> {
    if (this.#ended !== undefined) throw this.#ended;
    if (this.#pending !== undefined) throw new Error("The runner is asked one question at a time.");
    const id = ++this.#lastId;
    const frame = encodeFrame({ ...question, id });
    const stop = (): void => this.#end(new RunnerEndedError("stopped", "The time was up."));
    signal.addEventListener("abort", stop, { once: true });
    try {
      return await new Promise((resolve, reject) => {
        this.#pending = { id, resolve, reject };
        if (signal.aborted) stop();
        if (!this.#greeted) this.#input.write(encodeFrame(this.#nonce));
        this.#greeted = true;
        this.#input.write(frame);
      });
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }

  #receive(chunk: Buffer): void {
    if (this.#ended !== undefined) return;
    try {
      for (const value of this.#frames.push(chunk)) this.#accept(value);
    } catch (cause) {
      if (!(cause instanceof BadFrameError)) throw cause;
      this.#end(new RunnerEndedError("broke-protocol", cause.message, { cause }));
    }
  }

  #accept(value: unknown): void {
    const pending = this.#pending;
    if (pending === undefined) throw new BadFrameError("A frame that nobody asked for.");
    const parsed = Reply.safeParse(value);
    if (!parsed.success) throw new BadFrameError("A frame of the wrong shape.");
    if (parsed.data.nonce !== this.#nonce) throw new BadFrameError("A frame without this run's nonce.");
    if (parsed.data.id !== pending.id) throw new BadFrameError("An answer to another question.");
    this.#pending = undefined;
    pending.resolve(parsed.data);
  }

  #end(reason: RunnerEndedError): void {
    if (this.#ended !== undefined) return;
    this.#ended = reason;
    killGroup(this.#child);
    const pending = this.#pending;
    this.#pending = undefined;
    pending?.reject(reason);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end(new RunnerEndedError("stopped", "It was not needed any more."));
    await this.#gone;
  }
}

/** The negative number addresses the group, so that what learner code started ends too. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill("SIGKILL");
    else process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return;
    throw error;
  }
}

/** Longest source of one cell that still fits into a frame with all around it. */
export const longestCell: number = longestRunnerFrame - 4096;
