/** What passes between the main thread (sockets' shell, learner's code) and the worker (protocol, queue, control). */
import type { TypeMode } from "../core/assist/type-checker.js";
import type { RealmCall, RealmCallResults } from "../core/realm/realm-calls.js";
import type { InputAnswer, RealmEvent } from "../core/session/realm.js";
import type { JupyterMessage } from "@data-surgery/jupyter/message";
import type { MessagePort } from "node:worker_threads";
import type { Connection } from "./connection.js";

export type ToWorker =
  | { readonly type: "connect"; readonly connection: Connection; readonly types: TypeMode }
  | { readonly type: "shell"; readonly frames: readonly Uint8Array[] }
  /** A request that the main thread has answered itself. */
  | { readonly type: "answered"; readonly message: JupyterMessage }
  | { readonly type: "event"; readonly event: RealmEvent }
  | { readonly type: "answer"; readonly id: number; readonly value: unknown }
  | { readonly type: "signal" };

export type Call = RealmCall | { readonly type: "quiet"; readonly gap: number };

export interface CallResults extends RealmCallResults {
  readonly quiet: undefined;
}

export type ToMain =
  | { readonly type: "shell"; readonly frames: readonly Uint8Array[] }
  | { readonly type: "call"; readonly id: number; readonly call: Call }
  | { readonly type: "exit"; readonly code: number };

/** Questions for which the main thread stands still. */
export type Question =
  | { readonly type: "input"; readonly run: number; readonly prompt: string; readonly password: boolean }
  | { readonly type: "position"; readonly name: string; readonly line: number; readonly column: number }
  | { readonly type: "module"; readonly path: string; readonly source: string };

export interface QuestionAnswers {
  readonly input: InputAnswer;
  readonly position: { readonly line: number; readonly column: number };
  readonly module: { readonly code: string } | { readonly error: string };
}

/** The worker's start. `flag` goes up with every answer to a question. */
export interface WorkerStart {
  readonly questions: MessagePort;
  readonly flag: SharedArrayBuffer;
  readonly version: string;
  /** Load everything before it is known what for. */
  readonly isEarly: boolean;
  /** Process id of whoever started us and wants us to end with them. */
  readonly parent: number | undefined;
}
