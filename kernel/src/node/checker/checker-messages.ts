/** What goes between the kernel's thread and the checker's own. */
import type { Completion, Inspection } from "../../core/assist/completion.js";
import type { Diagnostic } from "../../core/assist/plain-diagnostic.js";

export interface Answers {
  readonly check: readonly Diagnostic[];
  readonly complete: readonly Completion[];
  readonly inspect: Inspection | undefined;
}

export type Question = {
  readonly [K in keyof Answers]: {
    readonly type: K;
    readonly id: number;
    readonly source: string;
    readonly offset: number;
  };
}[keyof Answers];

export type ToChecker =
  | Question
  | { readonly type: "add"; readonly source: string }
  /** Nobody waits for this answer any more. */
  | { readonly type: "forget"; readonly id: number }
  | { readonly type: "close" };

export type FromChecker =
  /** The compiler's process is there. */
  | { readonly type: "started"; readonly pid: number }
  | { readonly type: "answer"; readonly id: number; readonly value: Answers[keyof Answers] }
  /** There is no compiler that we can use; no question will be answered. */
  | { readonly type: "missing"; readonly message: string }
  /** The compiler's process ended although nobody asked it to. */
  | { readonly type: "died"; readonly message: string }
  /** One question could not be answered; the others can. */
  | { readonly type: "failed"; readonly id: number; readonly message: string };

export interface CheckerData {
  readonly folder: string;
}
