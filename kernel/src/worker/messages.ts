/** What passes between a page and its kernel, and between the kernel's two workers: the session's and that of the cells. */
import type { JupyterMessage } from "@data-surgery/jupyter/message";
import type { Completion, Inspection } from "../core/assist/completion.js";
import type { CommMessage, RealmEvent, RunOutcome, RunRequest } from "../core/session/realm.js";

/** oxc as WebAssembly, compiled by the page: a kernel that starts again need not compile it again. */
export interface OxcModules {
  /** `oxc-parser/wasm` */
  readonly parser: WebAssembly.Module;
  /** `oxc-transform/wasm` */
  readonly transform: WebAssembly.Module;
}

export type ToKernel =
  | { readonly type: "start"; readonly version: string; readonly oxc: OxcModules }
  | { readonly type: "message"; readonly message: JupyterMessage };

export type FromKernel =
  | { readonly type: "message"; readonly message: JupyterMessage }
  /** After a shutdown_request; `restart` says that the page should start another one. */
  | { readonly type: "ended"; readonly restart: boolean }
  | { readonly type: "log"; readonly text: string };

/** A run without what cannot be copied; positions are asked for when they are needed. */
export interface PlainRun extends Omit<RunRequest, "compiled"> {
  readonly parts: readonly string[];
}

export type Call =
  | { readonly type: "run"; readonly run: PlainRun }
  | { readonly type: "complete"; readonly source: string; readonly offset: number }
  | { readonly type: "inspect"; readonly source: string; readonly offset: number; readonly detail: 0 | 1 }
  | { readonly type: "comm"; readonly run: number; readonly message: CommMessage }
  | { readonly type: "interrupt"; readonly wasRunning: boolean };

export interface CallResults {
  readonly run: RunOutcome;
  readonly complete: readonly Completion[];
  readonly inspect: Inspection | undefined;
  readonly comm: boolean;
  readonly interrupt: undefined;
}

/** A place in evaluated code, by the cell's address. */
export interface CodePlace {
  readonly url: string;
  readonly line: number;
  readonly column: number;
}

export type ToCells =
  | { readonly type: "call"; readonly id: number; readonly call: Call }
  /** The places of a question, in its order, in the cells as written. */
  | { readonly type: "places"; readonly id: number; readonly places: readonly CodePlace[] };

export type FromCells =
  | { readonly type: "event"; readonly event: RealmEvent }
  | { readonly type: "answer"; readonly id: number; readonly value: unknown }
  | { readonly type: "fault"; readonly text: string }
  | { readonly type: "places"; readonly id: number; readonly places: readonly CodePlace[] };
