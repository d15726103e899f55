/** What passes between a page and its kernel, and between the kernel's two workers: the session's and that of the cells. */
import type { JupyterMessage } from "@data-surgery/jupyter/message";
import type { RealmCall } from "../core/realm/realm-calls.js";
import type { RealmEvent } from "../core/session/realm.js";

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

/** A place in evaluated code, by the cell's address. */
export interface CodePlace {
  readonly url: string;
  readonly line: number;
  readonly column: number;
}

export type ToCells =
  | { readonly type: "call"; readonly id: number; readonly call: RealmCall }
  /** The places of a question, in its order, in the cells as written. */
  | { readonly type: "places"; readonly id: number; readonly places: readonly CodePlace[] };

export type FromCells =
  | { readonly type: "event"; readonly event: RealmEvent }
  | { readonly type: "answer"; readonly id: number; readonly value: unknown }
  | { readonly type: "fault"; readonly text: string }
  | { readonly type: "places"; readonly id: number; readonly places: readonly CodePlace[] };
