/**
 * The server runs the cells: one at a time per notebook, in the order asked (SPEC RO14 to RO17). The page that asked may go; the run and
 * its outputs stay. After an error the same person's waiting cells are not run, as in every Jupyter.
 */
import { AppError, type Visitor } from "@data-surgery/contract";
import * as Y from "yjs";
import type { CellKernel } from "./cell-kernel.js";
import type { RunNotice } from "./frames.js";
import { cellsOf, findCell } from "./notebook-document.js";
import type { OutputShelf } from "./output-shelf.js";
import { OutputWriter, type Displays } from "./output-writer.js";
import type { Room } from "./room.js";
import type { RunRecord } from "./run-records.js";

export interface CellRunsOptions {
  readonly room: Room;
  readonly kernel: CellKernel;
  /** Aborted when the server stops. */
  readonly signal: AbortSignal;
  readonly failed: (error: unknown) => void;
  /** This person's cell begins to run. */
  readonly ran: (personId: string, cellId: string) => void;
  /** It has ended. */
  readonly ended: (run: RunRecord) => void;
  readonly shelf: OutputShelf;
  readonly now: () => number;
}

export interface RunRequest {
  readonly visitor: Visitor;
  readonly kernelId: string;
  readonly cellId: string;
  /** Asked again when its turn comes: rights may have changed while it waited. */
  mayRun(): boolean;
}

export interface RunResult {
  readonly status: "ok" | "error" | "aborted";
  readonly execution_count: number | null;
}

interface WaitingRun {
  readonly request: RunRequest;
  cancelled: boolean;
}

/** What the code asked and whose answer it waits for. */
interface Question {
  readonly personId: string;
  readonly resolve: (value: string) => void;
}

/** A cell that has just been made may still be on its way over the socket. */
const cellPatience = 2000;
const longestPrompt = 2000;
const stoppedWithServer =
  "\nThe server stopped while this cell was running, so what it would have written after this is missing. Run it again.\n";

export class CellRuns {
  readonly #options: CellRunsOptions;
  readonly #displays: Displays = new Map();
  readonly #questions = new Map<string, Question>();
  /** By cell: ends the listening for what its last run writes after its end. */
  readonly #hearing = new Map<string, AbortController>();
  #waiting: WaitingRun[] = [];
  #line: Promise<unknown> = Promise.resolve();
  #count = 0;

  constructor(options: CellRunsOptions) {
    this.#options = options;
  }

  /** The room is left: what cells write by themselves from here on has nowhere to go. */
  close(): void {
    for (const hearing of this.#hearing.values()) hearing.abort();
    this.#hearing.clear();
  }

  get isBusy(): boolean {
    return this.#count > 0;
  }

  /**
   * Resolves when the cell has run and all it wrote is durable.
   * @throws AppError `rooms.no-such-cell`; faults of the kernel are written into the cell and end as "error"
   */
  async run(request: RunRequest): Promise<RunResult> {
    await this.#waitForCell(request.cellId);
    const run: WaitingRun = { request, cancelled: false };
    this.#waiting.push(run);
    this.#count++;
    this.#announce(request, "queued");
    const done = this.#line.then(() => this.#runNow(run));
    this.#line = done.catch(() => undefined);
    try {
      await this.#setState(request.cellId, "running");
      return await done;
    } finally {
      this.#count--;
    }
  }

  /** Only who ran the cell answers. @throws AppError `rooms.no-question`, `identity.not-allowed` */
  answer(visitor: Visitor, cellId: string, value: string): void {
    const question = this.#questions.get(cellId);
    if (question === undefined) throw new AppError("rooms.no-question");
    if (question.personId !== visitor.personId) throw new AppError("identity.not-allowed");
    this.#questions.delete(cellId);
    question.resolve(value);
  }

  /** After a stop in mid-run nobody would ever finish these cells. */
  async settleAbandoned(): Promise<void> {
    await this.#options.room.edit((doc) => {
      for (const cell of cellsOf(doc).toArray()) {
        if (!(cell instanceof Y.Map) || cell.get("execution_state") !== "running") continue;
        cell.set("execution_state", "idle");
        const outputs = cell.get("outputs");
        if (!(outputs instanceof Y.Array)) continue;
        const notice = new Y.Map<unknown>([
          ["output_type", "stream"],
          ["name", "stderr"],
          ["text", new Y.Text(stoppedWithServer)],
        ]);
        outputs.push([notice]);
      }
    });
  }

  async #waitForCell(cellId: string): Promise<void> {
    const { room, signal } = this.#options;
    const until = performance.now() + cellPatience;
    for (;;) {
      // An edit that is on its way through the tick goes first, so that what runs is what the person sees.
      const found = await room.edit((doc) => findCell(doc, cellId)?.get("cell_type") === "code");
      if (found) return;
      if (performance.now() > until) throw new AppError("rooms.no-such-cell");
      signal.throwIfAborted();
      await new Promise((resolve) => {
        setTimeout(resolve, 50);
      });
    }
  }

  async #runNow(run: WaitingRun): Promise<RunResult> {
    const { request } = run;
    this.#waiting = this.#waiting.filter((waiting) => waiting !== run);
    let status: RunResult["status"] = "aborted";
    try {
      run.cancelled ||= !request.mayRun();
      const source = run.cancelled ? undefined : await this.#begin(request.cellId);
      if (source === undefined) return { status: "aborted", execution_count: null };
      this.#announce(request, "running");
      this.#options.ran(request.visitor.personId, request.cellId);
      const result = await this.#execute(request, source);
      ({ status } = result);
      if (result.status !== "ok") this.#cancelWaiting(request.visitor);
      await this.#end(request.cellId, result);
      return result;
    } finally {
      if (run.cancelled) await this.#setState(request.cellId, "idle");
      this.#finish(request, status);
    }
  }

  /** Empties the cell and reads what is to be run: the text of this moment, not of when it was asked for. */
  async #begin(cellId: string): Promise<string | undefined> {
    return this.#options.room.edit((doc) => {
      const cell = findCell(doc, cellId);
      const outputs = cell?.get("outputs");
      if (cell === undefined || !(outputs instanceof Y.Array)) return undefined;
      if (outputs.length > 0) outputs.delete(0, outputs.length);
      cell.set("execution_count", null);
      cell.set("execution_state", "running");
      const source: unknown = cell.get("source");
      return source instanceof Y.Text ? source.toJSON() : "";
    });
  }

  async #execute(request: RunRequest, source: string): Promise<RunResult> {
    const { room, kernel, signal, failed } = this.#options;
    const edit = (change: (doc: Y.Doc) => void): Promise<void> => room.edit(change);
    const { cellId, kernelId } = request;
    const writer = new OutputWriter({ cellId, displays: this.#displays, shelf: this.#options.shelf, edit, failed });
    const late = this.#hearOnly(cellId);
    try {
      const reply = await kernel.execute(
        kernelId,
        { code: source, storeHistory: true, stopOnError: true },
        {
          onMessage: (message) => writer.receive(message),
          onInput: (prompt, password) => this.#ask(request, writer, prompt, password),
          signal,
          late: { signal: late, onMessage: (message) => writer.receive(message) },
        },
      );
      return { status: reply.status, execution_count: reply.executionCount };
    } catch (error) {
      // The server stops: the cell stays marked as running, and the next opening says so (RO17).
      if (signal.aborted) throw error;
      const known = error instanceof AppError ? error : new AppError("kernels.died", {}, { cause: error });
      if (known !== error) failed(error);
      writer.addError("KernelStopped", known.message, [known.message]);
      return { status: "error", execution_count: null };
    } finally {
      // Interrupted while it waited: the question is over.
      this.#questions.delete(cellId);
      await writer.finish();
    }
  }

  /** What an earlier run of this cell still writes would stand among the outputs of this one. */
  #hearOnly(cellId: string): AbortSignal {
    this.#hearing.get(cellId)?.abort();
    const hearing = new AbortController();
    this.#hearing.set(cellId, hearing);
    return hearing.signal;
  }

  /** What was asked and answered stays in the cell, as a terminal shows it. */
  async #ask(request: RunRequest, writer: OutputWriter, prompt: string, password: boolean): Promise<string> {
    const { cellId, visitor } = request;
    const answer = Promise.withResolvers<string>();
    this.#questions.set(cellId, { personId: visitor.personId, resolve: answer.resolve });
    this.#announce(request, "asking", { prompt: prompt.slice(0, longestPrompt), password });
    const value = await answer.promise;
    writer.addText(`${prompt}${password ? "•".repeat(8) : value}\n`);
    this.#announce(request, "running");
    return value;
  }

  #finish(request: RunRequest, status: RunResult["status"]): void {
    const { cellId, visitor } = request;
    const at = this.#options.now();
    this.#announce(request, "done", { at, status });
    this.#options.ended({ cellId, personId: visitor.personId, status, at });
  }

  async #end(cellId: string, result: RunResult): Promise<void> {
    await this.#options.room.edit((doc) => {
      const cell = findCell(doc, cellId);
      if (cell === undefined) return;
      if (result.execution_count !== null) cell.set("execution_count", result.execution_count);
      cell.set("execution_state", "idle");
    });
  }

  async #setState(cellId: string, state: "running" | "idle"): Promise<void> {
    await this.#options.room.edit((doc) => {
      const cell = findCell(doc, cellId);
      if (cell !== undefined && cell.get("execution_state") !== state) cell.set("execution_state", state);
    });
  }

  #cancelWaiting(visitor: Visitor): void {
    for (const run of this.#waiting) {
      if (run.request.visitor.personId === visitor.personId) run.cancelled = true;
    }
  }

  #announce({ cellId, visitor }: RunRequest, phase: RunNotice["phase"], more: Partial<RunNotice> = {}): void {
    this.#options.room.announceRun({ cellId, phase, personId: visitor.personId, name: visitor.name, ...more });
  }
}
