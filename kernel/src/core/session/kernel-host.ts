/** What a kernel needs of the place where it lives: a Node process with ZeroMQ, a worker in a browser, a test. */
import type { JupyterMessage } from "@data-surgery/jupyter/message";
import type { TypeChecker, TypeMode } from "../assist/type-checker.js";
import type { Realm, RealmListener } from "./realm.js";

/** Where a request came from and its answer must go; only the host knows what it is. */
export type Route = unknown;

export interface KernelHost {
  readonly version: string;
  /** Said in kernel_info beside our own: "Node.js 24.21.0". */
  readonly platform: string;
  /** Ports, for connect_request; absent where there are none. */
  readonly ports?: Readonly<Record<string, number>>;
  /** Milliseconds since 1970. */
  now(): number;
  createId(): string;
  /** iopub messages go to everybody; others along `route`. Never throws, keeps the order of each channel. */
  send(message: JupyterMessage, route?: Route): void;
  openRealm(listener: RealmListener): Realm;
  /** Absent where types cannot be checked. */
  readonly types?: { readonly checker: TypeChecker; readonly mode: TypeMode };
  /** Resolves when somebody hears what is published, or when nobody has come for a moment: the first cell waits for it. */
  audience(): Promise<void>;
  /** Resolves when no shell request has come for so long, in milliseconds: what was sent together has then arrived. */
  quiet(gap: number): Promise<void>;
  /** Called after the reply was sent: ends everything. */
  shutdown(restart: boolean): void;
  /** A fault of our own or of a message: for the log, nobody waits for it. */
  log(text: string): void;
}
