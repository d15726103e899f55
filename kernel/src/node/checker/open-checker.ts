/**
 * Types beside running: what the compiler thinks of a cell, asked for while the cell runs, never before it may run.
 *
 * The compiler starts with the first question (0.3 s; about 90 MB in a process of its own). If it dies it is started once more,
 * the second time it is given up, and that is said once. Not for the thread in which learners' code runs: that may be busy
 * for long, and what it does to `Map` or `JSON` would concern us.
 */
import { createAccumulatedCells } from "../../core/assist/accumulated-cells.js";
import type { Completion, Inspection } from "../../core/assist/completion.js";
import type { Diagnostic } from "../../core/assist/plain-diagnostic.js";
import { startCompiler, type CompilerProcess } from "./compiler-process.js";
import { findTypescript } from "./find-typescript.js";
import { createNotebookFiles } from "./notebook-files.js";
import { openTypeService, type TypeService } from "./type-service.js";

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

interface Running {
  readonly compiler: CompilerProcess;
  readonly service: Promise<TypeService>;
}

/** A question, or a cell that is added: done one after the other, in the order in which they came. */
type Step = () => void | Promise<void>;

/** An answer takes milliseconds. One that takes this long is not coming: the compiler goes round in circles. */
const patienceMs = 20_000;
const closingMs = 2_000;
/** Of a longer cell nobody reads notes, and every later check would have to read it again. */
const mostLetters = 200_000;
const startsAllowed = 2;
const givenUp =
  "Checking types has stopped twice, so it stays off until the kernel is restarted. Cells run as always; completion knows only what is in memory.";

export function openChecker({ folder, onError, quietMs = 250 }: CheckerOptions): Checker {
  const cells = createAccumulatedCells();
  const steps: Step[] = [];
  /** Ends the waiting of everybody whose answer is not coming. */
  const waiting = new Set<() => void>();
  let running: Running | undefined;
  let starts = 0;
  let isWorking = false;
  let isOver = false;
  let quiet: NodeJS.Timeout | undefined;

  /** Leaves the compiler; whoever waits gets nothing. */
  const leave = (): void => {
    running?.compiler.kill();
    running = undefined;
    for (const settle of waiting) settle();
  };
  const giveUp = (message: string): void => {
    if (isOver) return;
    isOver = true;
    steps.length = 0;
    leave();
    onError(new Error(message));
  };
  const failed = (from: Running | undefined): void => {
    if (from === undefined || running !== from) return;
    if (starts >= startsAllowed) giveUp(givenUp);
    else leave();
  };

  const start = (): Running | undefined => {
    const found = findTypescript();
    if (found.type === "missing") {
      giveUp(found.message);
      return undefined;
    }
    starts++;
    const files = createNotebookFiles(folder, found.home);
    const { executable } = found;
    const compiler = startCompiler({ executable, folder, files: files.answers, onEnd: () => failed(started) });
    const started: Running = { compiler, service: openTypeService(compiler, files, cells) };
    // Without a notebook there is nothing to ask. Each question hears of it for itself.
    started.service.catch(() => failed(started));
    return started;
  };

  const work = async (): Promise<void> => {
    clearTimeout(quiet);
    if (isWorking) return;
    isWorking = true;
    for (let step = steps.shift(); step !== undefined; step = steps.shift()) {
      try {
        await step();
      } catch {
        // A cell that cannot be read (nested too deeply, say) is one that the checker does not know; there is nobody to tell.
      }
    }
    isWorking = false;
  };

  const ask = <Answer>(
    question: (service: TypeService) => Promise<Answer>,
    nothing: Answer,
    signal: AbortSignal,
    isUrgent = true,
  ): Promise<Answer> => {
    if (isOver || signal.aborted) return Promise.resolve(nothing);
    return new Promise((resolve) => {
      const settle = (answer: Answer = nothing): void => {
        waiting.delete(end);
        signal.removeEventListener("abort", end);
        clearTimeout(timer);
        resolve(answer);
      };
      const end = (): void => settle();
      const timer = setTimeout(() => (running === undefined ? end() : failed(running)), patienceMs).unref();
      waiting.add(end);
      signal.addEventListener("abort", end, { once: true });
      steps.push(async () => {
        if (!waiting.has(end)) return;
        running ??= start();
        // Whatever goes wrong with one question, the others can be asked; a process that ended says so itself.
        await running?.service.then(question).then(settle, end);
      });
      if (isUrgent || running !== undefined || isWorking) void work();
      else {
        clearTimeout(quiet);
        quiet = setTimeout(() => void work(), quietMs).unref();
      }
    });
  };

  return {
    get pid() {
      return running?.compiler.pid;
    },
    addCell: ({ source }) => {
      if (isOver || source.length > mostLetters) return;
      steps.push(() => cells.add(source));
      if (running !== undefined) void work();
    },
    check: async (source, signal, urgent) =>
      source.length > mostLetters ? [] : ask((service) => service.check(source), [], signal, urgent),
    complete: (source, offset, signal) => ask((service) => service.complete(source, offset), [], signal),
    inspect: (source, offset, signal) => ask((service) => service.inspect(source, offset), undefined, signal),
    [Symbol.asyncDispose]: async () => {
      isOver = true;
      clearTimeout(quiet);
      steps.length = 0;
      for (const settle of waiting) settle();
      const closed = running?.compiler.close();
      if (closed === undefined) return;
      let timer: NodeJS.Timeout | undefined;
      const patience = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, closingMs);
      });
      await Promise.race([closed, patience]);
      clearTimeout(timer);
      leave();
    },
  };
}
