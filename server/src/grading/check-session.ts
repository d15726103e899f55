/**
 * The learner's notebook, run: first with the lesson's own data, and again in a fresh process each time a test changes the data.
 */
import { renderLiteral, type PlannedCell } from "@data-surgery/grading";
import { besides } from "./own-files.js";
import type { Outcome } from "./run-author-tests.js";
import type { Runner, RunnerFiles, RunnerPool } from "./runner-pool.js";
import { longestCell, RunnerEndedError, type RunnerQuestion } from "./runner-process.js";
import type { TestQuestion } from "./test-report.js";

/** The first cell that stopped, in the words of the program. */
export interface StoppedCell {
  readonly cell: PlannedCell;
  readonly name: string;
  readonly message: string;
  readonly line?: number;
}

export interface SessionOptions {
  readonly pool: RunnerPool;
  readonly cells: readonly PlannedCell[];
  /** The lesson's own data; what tests change is changed here. */
  readonly files: RunnerFiles;
  /** The learner's own files: there in every run, in the place of none of the others. */
  readonly own?: RunnerFiles;
  readonly signal: AbortSignal;
  /** Where the exercise has a limit of its own. */
  readonly memoryMb?: number | undefined;
}

export class CheckSession implements AsyncDisposable {
  readonly #options: SessionOptions;
  readonly #opened: AsyncDisposableStack = new AsyncDisposableStack();
  #original: Runner | undefined;
  #current: Runner | undefined;
  #answering: Promise<unknown> = Promise.resolve();

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /** Runs the cells. Undefined when all that must run did. @throws the signal's reason when the time is up */
  async start(): Promise<StoppedCell | undefined> {
    const { runner, stopped } = await this.#run(this.#options.files);
    this.#original = runner;
    this.#current = runner;
    return stopped;
  }

  /** What the author's tests want to know. Errors of learner code are answers; the time being up is thrown. */
  answer(question: TestQuestion): Promise<Outcome> {
    // Tests may ask several things at once; a runner is asked one after the other.
    const answer = this.#answering.then(() => this.#answer(question));
    this.#answering = answer.catch(() => undefined);
    return answer;
  }

  async #answer(question: TestQuestion): Promise<Outcome> {
    if (question.type === "with-data") return this.#withData(question.files);
    const runner = question.type !== "call" && question.original ? this.#original : this.#current;
    if (runner === undefined) throw new Error("The session has not been started.");
    try {
      const reply = await runner.process.ask(requestFor(question), this.#options.signal);
      if (reply.type === "value") return { type: "value", value: reply.value };
      if (reply.type === "error") return { type: "error", name: reply.name, message: reply.message };
    } catch (error) {
      return this.#endedOutcome(error);
    }
    return { type: "error", name: "Error", message: "The process answered another question." };
  }

  async #withData(changed: Readonly<Record<string, string>>): Promise<Outcome> {
    for (const path of Object.keys(changed)) {
      if (!/^data\/[\w.-]+(?:\/[\w.-]+)*$/.test(path) || path.split("/").includes("..")) {
        return { type: "error", name: "Error", message: `${path} is not a path such as data/file.csv.` };
      }
    }
    const { runner, stopped } = await this.#run(new Map([...this.#options.files, ...Object.entries(changed)]));
    this.#current = runner;
    if (stopped === undefined) return { type: "value", value: undefined };
    return { type: "error", name: stopped.name, message: stopped.message };
  }

  async #run(files: RunnerFiles): Promise<{ runner: Runner; stopped: StoppedCell | undefined }> {
    this.#options.signal.throwIfAborted();
    const { pool, own, memoryMb } = this.#options;
    const all = own === undefined ? files : new Map([...besides(own, files), ...files]);
    const runner = await pool.take(all, memoryMb);
    if (this.#opened.disposed) {
      // The check was over while this one was still on its way.
      await runner[Symbol.asyncDispose]();
      throw new Error("The session is over.");
    }
    this.#opened.use(runner);
    for (const cell of this.#options.cells) {
      const stopped = await this.#runCell(runner, cell);
      if (stopped !== undefined) return { runner, stopped };
    }
    return { runner, stopped: undefined };
  }

  async #runCell(runner: Runner, cell: PlannedCell): Promise<StoppedCell | undefined> {
    if (Buffer.byteLength(cell.source) > longestCell) {
      return { cell, name: "Error", message: "This cell is too long to be checked. Put large data in a file instead." };
    }
    const request = { type: "run", cells: [{ id: cell.id, source: cell.source }] } as const;
    try {
      const reply = await runner.process.ask(request, this.#options.signal);
      if (reply.type !== "failed" || cell.mayFail) return undefined;
      const { name, message, line } = reply;
      return { cell, name, message, ...(line === undefined ? {} : { line }) };
    } catch (error) {
      const outcome = this.#endedOutcome(error);
      return { cell, name: outcome.name, message: outcome.message };
    }
  }

  #endedOutcome(error: unknown): Extract<Outcome, { type: "error" }> {
    if (!(error instanceof RunnerEndedError)) throw error;
    if (this.#options.signal.aborted) return { type: "error", name: timeUp, message: "It took too long." };
    const message =
      error.reason === "exited"
        ? "The program ended by itself, by a call such as process.exit or because its memory was full."
        : "The program wrote where only the checker may write.";
    return { type: "error", name: runnerEnded, message };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#opened.disposeAsync();
  }
}

export const timeUp = "TimeUp";
export const runnerEnded = "RunnerEnded";

function requestFor(question: Exclude<TestQuestion, { type: "with-data" }>): RunnerQuestion {
  if (question.type === "answer") return { type: "evaluate", expression: question.expression };
  if (question.type === "call") return { type: "evaluate", expression: callText(question.name, question.args) };
  return question.expression === undefined ? { type: "chart" } : { type: "chart", expression: question.expression };
}

/** In brackets, so that `call("(x) => x", 1)` works as `call("name", 1)` does. */
function callText(name: string, args: readonly unknown[]): string {
  return `(${name})(${args.map((argument) => renderLiteral(argument)).join(",")})`;
}
