/** Kernels as this domain needs them: one run at a time, its messages in order. The jupyter domain's kernels fit by a thin adapter. */
import type { Visitor } from "@data-surgery/contract";
import type { JupyterMessage } from "@data-surgery/jupyter";

export interface CellReply {
  readonly status: "ok" | "error" | "aborted";
  readonly executionCount: number | null;
}

export interface CellHandlers {
  readonly onMessage: (message: JupyterMessage) => void;
  /** The code asks for text; resolves to what somebody typed. */
  readonly onInput: (prompt: string, password: boolean) => Promise<string>;
  readonly signal: AbortSignal;
  /** What the code writes after its end, until the signal. */
  readonly late: { readonly signal: AbortSignal; readonly onMessage: (message: JupyterMessage) => void };
}

export interface CellKernel {
  /** @throws AppError `kernels.not-found`, `identity.not-allowed` */
  assertMayUse(visitor: Visitor, kernelId: string): void | Promise<void>;
  /**
   * Done when the reply and idle have both come.
   * @throws AppError `kernels.died`, `kernels.not-found`
   */
  execute(
    kernelId: string,
    request: { readonly code: string; readonly storeHistory: boolean; readonly stopOnError: boolean },
    handlers: CellHandlers,
  ): Promise<CellReply>;
}
