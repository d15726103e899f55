/** Kernels as this domain needs them: one run at a time, its messages in order. The jupyter domain's kernels fit by a thin adapter. */
import type { Visitor } from "@data-surgery/contract";
import type { JupyterMessage } from "@data-surgery/jupyter";

export interface CellReply {
  readonly status: "ok" | "error" | "aborted";
  readonly executionCount: number | null;
}

export interface CellKernel {
  /** @throws AppError `kernels.not-found`, `identity.not-allowed` */
  assertMayUse(visitor: Visitor, kernelId: string): void | Promise<void>;
  /**
   * Done when the reply and idle have both come. Input is not offered: the code is told that nobody can answer.
   * @throws AppError `kernels.died`, `kernels.not-found`
   */
  execute(
    kernelId: string,
    request: { readonly code: string; readonly storeHistory: boolean; readonly stopOnError: boolean },
    handlers: { readonly onMessage: (message: JupyterMessage) => void; readonly signal: AbortSignal },
  ): Promise<CellReply>;
}
