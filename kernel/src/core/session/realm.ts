/**
 * The two halves of a kernel. The session speaks the protocol, keeps the queue, compiles and counts; the realm is where the
 * learner's code runs and where live values are. Between them pass plain data only, so that they can live in two threads:
 * then nothing that a cell does (loops, broken globals) can keep the session from answering.
 */
import type { Completion, Inspection } from "../assist/completion.js";
import type { CompiledCell } from "../compile/compile-cell.js";

export type Compiled = Extract<CompiledCell, { type: "compiled" }>;

/** MIME type → data, as the protocol has it. */
export interface MimeBundle {
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

export interface DescribedError {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

export interface RunRequest {
  /** Goes up with every run; what a cell writes carries it, however late it comes. */
  readonly run: number;
  /** Execution count that the person sees. */
  readonly count: number;
  /** Source URL, unique in this session: "cell-3.ts". */
  readonly name: string;
  readonly source: string;
  /** The cell's own id, where the page sends it. */
  readonly cell?: string;
  readonly compiled: Compiled;
  /** Whether somebody can answer `prompt()`. */
  readonly allowInput: boolean;
}

export type RunOutcome =
  | { readonly type: "done"; readonly result?: MimeBundle }
  | { readonly type: "failed"; readonly error: DescribedError }
  | { readonly type: "interrupted" };

export interface CommMessage {
  readonly type: "comm_open" | "comm_msg" | "comm_close";
  readonly commId: string;
  readonly targetName?: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly buffers: readonly Uint8Array[];
}

/** Everything here is plain data. Times out never: a run ends by itself or by `interrupt`. */
export interface Realm {
  run(request: RunRequest): Promise<RunOutcome>;
  complete(source: string, offset: number): Promise<readonly Completion[]>;
  /** Undefined when there is nothing of that name. */
  inspect(source: string, offset: number): Promise<Inspection | undefined>;
  /** False when nobody in the realm listens for such a target or comm. */
  comm(run: number, message: CommMessage): Promise<boolean>;
  /** Stops the run, or with none whatever cells have left behind; resolves when the learner's code has stopped. */
  interrupt(): Promise<void>;
}

/** What the realm tells of its own accord, in order, and before the outcome of the run that it belongs to. */
export type RealmEvent =
  | { readonly type: "stream"; readonly run: number; readonly name: "stdout" | "stderr"; readonly text: string }
  | {
      readonly type: "publish";
      readonly run: number;
      readonly messageType: string;
      readonly content: Readonly<Record<string, unknown>>;
      readonly metadata?: Readonly<Record<string, unknown>>;
      readonly buffers?: readonly Uint8Array[];
    }
  /** Thrown after its cell had ended, or where nobody awaited it. */
  | { readonly type: "late-error"; readonly run: number; readonly error: DescribedError };

export type InputAnswer =
  | { readonly type: "answered"; readonly value: string }
  | { readonly type: "interrupted" }
  | { readonly type: "nobody" };

/** The session as the realm sees it. */
export interface RealmListener {
  event(event: RealmEvent): void;
  /** Asks the person at the front end that sent this run. */
  askInput(run: number, prompt: string, password: boolean): Promise<InputAnswer>;
}
