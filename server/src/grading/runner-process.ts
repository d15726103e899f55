/**
 * One check runner: a process of its own that runs learner code and hands back plain values. All that comes from it is
 * hostile. One request at a time; a frame that nobody asked for, that is too long, that does not decode, or that lacks the
 * run's nonce ends the process, and with it the check. Nothing that it prints is kept: it could print the inputs of hidden tests.
 */
import { longestRunnerFrame, type RunnerReply, type RunnerRequest } from "@data-surgery/contract";
import { randomBytes } from "node:crypto";
import type { Duplex } from "node:stream";
import { z } from "zod";
import { untouchedDataMb, type ConfinedProcess, type Sandbox } from "../sandbox/index.js";
import { NotDataError, onlyData } from "./only-data.js";
import { BadFrameError, encodeFrame, FrameReader } from "./runner-frames.js";

export interface RunnerSpec {
  /** The built runner, `kernel/dist/node/runner.js`. */
  readonly script: string;
  /** For Node itself. */
  readonly flags?: readonly string[] | undefined;
  /** Largest heap in megabytes; memory outside the heap may be about as much again. */
  readonly memoryMb: number;
  /** Packages that it loads while it waits. */
  readonly preload: readonly string[];
  /** Where `import … from "@data-surgery/opendata"` is found. */
  readonly nodeModules: string;
  /** What it may read beside its own folder. */
  readonly visible: readonly string[];
  /** The folder of the packs that the organiser installed: what works in the notebook works in its check. */
  readonly packs?: string | undefined;
}

/** Where a run works: its folder, and the one above, made for it alone. */
export interface RunnerFolder {
  readonly folder: string;
  readonly area: string;
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

export type RunnerQuestion = RunnerRequest extends infer Each
  ? Each extends RunnerRequest
    ? Omit<Each, "id">
    : never
  : never;

export interface RunnerProcess extends AsyncDisposable {
  readonly pid: number;
  readonly alive: boolean;
  /** @throws RunnerEndedError, RangeError when the question is too long */
  ask(question: RunnerQuestion, signal: AbortSignal): Promise<RunnerReply>;
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

/** The compiler and the packages that wait with it, beside what an empty Node has (measured: 634 MB of data together). */
const loadedMb = 160;

/** @throws Error when what it needs can't be made ready; one that can't start tells so at the first question */
export async function startRunner(
  spec: RunnerSpec,
  { folder, area }: RunnerFolder,
  sandbox: Sandbox,
): Promise<RunnerProcess> {
  const { script, flags = [], memoryMb, preload, nodeModules, visible, packs } = spec;
  const confined = await sandbox.spawn({
    folder,
    area,
    shows: packs === undefined ? visible : [...visible, packs],
    nodeModules,
    // A file larger than 50 MB is nobody's answer.
    limits: {
      memoryMb: 3 * memoryMb,
      dataMb: untouchedDataMb(1) + loadedMb + 2 * memoryMb,
      fileMb: 50,
      processes: 96,
      temporaryMb: 64,
    },
    command: () => [
      process.execPath,
      `--max-old-space-size=${memoryMb}`,
      "--no-warnings",
      ...flags,
      script,
      ...preload,
    ],
    // Nothing that is secret, nothing that slows its start.
    env: (at) => ({
      HOME: at.temporary,
      TMPDIR: at.temporary,
      TZ: "UTC",
      LANG: "C.UTF-8",
      NODE_NO_WARNINGS: "1",
      ...(packs === undefined ? {} : { SURGERY_PACKS: packs }),
    }),
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
  });
  const [input, output] = [confined.child.stdio[3] as Duplex, confined.child.stdio[4] as Duplex];
  return new Conversation(confined, input, output, randomBytes(16).toString("hex"));
}

interface Pending {
  readonly id: number;
  resolve(reply: RunnerReply): void;
  reject(error: Error): void;
}

class Conversation implements RunnerProcess {
  readonly pid: number;
  readonly #confined: ConfinedProcess;
  readonly #input: Duplex;
  readonly #nonce: string;
  readonly #frames = new FrameReader();
  #pending: Pending | undefined;
  #ended: RunnerEndedError | undefined;
  #lastId = 0;
  #greeted = false;

  constructor(confined: ConfinedProcess, input: Duplex, output: Duplex, nonce: string) {
    const { child } = confined;
    this.pid = confined.pid;
    this.#confined = confined;
    this.#input = input;
    this.#nonce = nonce;
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

  async ask(question: RunnerQuestion, signal: AbortSignal): Promise<RunnerReply> {
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
    const reply = parsed.data;
    const checked = reply.type === "value" ? { ...reply, value: dataOf(reply.value) } : reply;
    this.#pending = undefined;
    pending.resolve(checked);
  }

  #end(reason: RunnerEndedError): void {
    if (this.#ended !== undefined) return;
    this.#ended = reason;
    this.#confined.signal("SIGKILL");
    const pending = this.#pending;
    this.#pending = undefined;
    pending?.reject(reason);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end(new RunnerEndedError("stopped", "It was not needed any more."));
    await this.#confined[Symbol.asyncDispose]();
  }
}

function dataOf(value: unknown): unknown {
  try {
    return onlyData(value);
  } catch (cause) {
    if (!(cause instanceof NotDataError)) throw cause;
    throw new BadFrameError(cause.message, { cause });
  }
}

/** Longest source of one cell that still fits into a frame with all around it. */
export const longestCell: number = longestRunnerFrame - 4096;
