/**
 * Types beside running: what the compiler thinks of a cell, asked for while the cell runs, never before it may run.
 *
 * The checker starts with the first question (about 0.4 s; 110 MB in a process of its own), and lives in a thread that owns that
 * process. If it dies it is started once more, with all cells so far; the second time it is given up, and that is said once.
 */
import { Worker } from "node:worker_threads";
import type { Completion, Inspection } from "../../core/assist/completion.js";
import type { Diagnostic } from "../../core/assist/plain-diagnostic.js";
import type { Answers, FromChecker, Question, ToChecker } from "./checker-messages.js";

export interface Checker extends AsyncDisposable {
  /** A cell that ran to its end, in the order in which they ran. One that failed must not be added. */
  addCell(cell: { readonly count: number; readonly source: string }): void;
  /**
   * What is wrong with this cell if it runs next. Empty where nothing is, or where there is no checker. Unless it is urgent, a checker
   * that has not started yet waits for a quiet moment: the first cells of a notebook need the machine for themselves.
   */
  check(source: string, signal: AbortSignal, urgent?: boolean): Promise<readonly Diagnostic[]>;
  /** @param offset the cursor, in UTF-16 units */
  complete(source: string, offset: number, signal: AbortSignal): Promise<readonly Completion[]>;
  /** @param offset the cursor, in UTF-16 units */
  inspect(source: string, offset: number, signal: AbortSignal): Promise<Inspection | undefined>;
  /** The compiler's process while it runs: so that its memory can be looked at. */
  readonly pid: number | undefined;
}

export interface CheckerOptions {
  /** Where imports are looked up: the notebook's folder. */
  readonly folder: string;
  /** Told at most once that types will not be checked any more, and why, in words for people. */
  readonly onError: (error: Error) => void;
  /** How long nobody must have asked anything before a check that is not urgent starts the checker. */
  readonly quietMs?: number;
}

interface Waiting {
  readonly resolve: (value: Answers[keyof Answers]) => void;
  readonly nothing: Answers[keyof Answers];
  readonly timer: NodeJS.Timeout;
}

/** An answer takes milliseconds. One that takes this long is not coming: the compiler goes round in circles. */
const patienceMs = 20_000;
const closingMs = 2_000;
const startsAllowed = 2;
const givenUp =
  "Checking types has stopped twice, so it stays off until the kernel is restarted. Cells run as always; completion knows only what is in memory.";

export function openChecker({ folder, onError, quietMs = 250 }: CheckerOptions): Checker {
  const cells: string[] = [];
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let pid: number | undefined;
  let starts = 0;
  let over = false;
  let lastId = 0;
  /** What was said before anything was started, in order: a cell that is checked before it is added stays so. */
  let held: (Question | Extract<ToChecker, { type: "add" }>)[] = [];
  let quiet: NodeJS.Timeout | undefined;

  const settle = (id: number, value?: Answers[keyof Answers]): void => {
    const one = waiting.get(id);
    if (one === undefined) return;
    waiting.delete(id);
    clearTimeout(one.timer);
    one.resolve(value ?? one.nothing);
  };

  /** Leaves the thread and its process; whoever waits gets nothing. */
  const leave = async (): Promise<void> => {
    const [left, process] = [worker, pid];
    worker = undefined;
    pid = undefined;
    for (const id of waiting.keys()) settle(id);
    killProcess(process);
    left?.removeAllListeners();
    left?.on("error", () => undefined);
    await left?.terminate();
  };

  const giveUp = (message: string): void => {
    if (over) return;
    over = true;
    void leave();
    onError(new Error(message));
  };

  const failed = (from: Worker): void => {
    if (worker !== from) return;
    if (starts >= startsAllowed) giveUp(givenUp);
    else void leave();
  };

  const start = (): Worker => {
    starts++;
    const started = new Worker(new URL("./checker-worker.js", import.meta.url), {
      workerData: { folder },
      // The kernel's own flags are not for this thread.
      execArgv: [],
    });
    // A kernel that has nothing else to do may end.
    started.unref();
    started.on("message", (message: FromChecker) => {
      if (worker !== started) return;
      switch (message.type) {
        case "started":
          pid = message.pid;
          break;
        case "answer":
          settle(message.id, message.value);
          break;
        case "failed":
          settle(message.id);
          break;
        case "missing":
          giveUp(message.message);
          break;
        case "died":
          pid = undefined;
          failed(started);
          break;
      }
    });
    started.on("error", () => failed(started));
    started.on("exit", () => failed(started));
    const added = held.filter(({ type }) => type === "add").length;
    for (const source of cells.slice(0, cells.length - added)) post(started, { type: "add", source });
    return started;
  };

  const ask = <K extends keyof Answers>(
    question: { readonly type: K; readonly source: string; readonly offset: number },
    nothing: Answers[K],
    signal: AbortSignal,
    urgent = true,
  ): Promise<Answers[K]> => {
    if (over || signal.aborted) return Promise.resolve(nothing);
    const id = ++lastId;
    return new Promise((resolve) => {
      const forget = (): void => {
        if (waiting.has(id) && worker !== undefined) post(worker, { type: "forget", id });
        settle(id);
      };
      signal.addEventListener("abort", forget, { once: true });
      const timer = setTimeout(() => (worker === undefined ? settle(id) : failed(worker)), patienceMs);
      timer.unref();
      waiting.set(id, {
        nothing,
        timer,
        resolve: (value) => {
          signal.removeEventListener("abort", forget);
          // The answer to a question of this kind: the other thread is our own.
          resolve(value as Answers[K]);
        },
      });
      held.push({ ...question, id } as Question);
      clearTimeout(quiet);
      if (urgent || worker !== undefined) sendHeld();
      else quiet = setTimeout(sendHeld, quietMs).unref();
    });
  };

  const sendHeld = (): void => {
    if (over) return;
    worker ??= start();
    for (const message of held) if (message.type === "add" || waiting.has(message.id)) post(worker, message);
    held = [];
  };

  return {
    get pid() {
      return pid;
    },
    addCell: ({ source }) => {
      if (over) return;
      cells.push(source);
      if (worker !== undefined) post(worker, { type: "add", source });
      else if (held.length > 0) held.push({ type: "add", source });
    },
    check: (source, signal, urgent) => ask({ type: "check", source, offset: 0 }, [], signal, urgent),
    complete: (source, offset, signal) => ask({ type: "complete", source, offset }, [], signal),
    inspect: (source, offset, signal) => ask({ type: "inspect", source, offset }, undefined, signal),
    [Symbol.asyncDispose]: async () => {
      over = true;
      clearTimeout(quiet);
      const closed = worker;
      if (closed !== undefined) {
        for (const id of waiting.keys()) settle(id);
        post(closed, { type: "close" });
        await exited(closed);
      }
      await leave();
    },
  };
}

function post(worker: Worker, message: ToChecker): void {
  worker.postMessage(message);
}

async function exited(worker: Worker): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, closingMs);
    worker.once("exit", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function killProcess(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    // It has ended by itself, which is what was wanted.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
