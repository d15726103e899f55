/** Running one piece of code for the server itself: done when the reply and `idle` have both come, or the kernel has died. */
import { parentId, type JupyterMessage } from "@data-surgery/jupyter";
import type { Kernel } from "./kernel.js";

export interface ExecuteRequest {
  readonly code: string;
  readonly silent?: boolean;
  readonly storeHistory?: boolean;
  readonly stopOnError?: boolean;
}

export interface ExecuteHandlers {
  /** Every iopub message that belongs to this run, in order. */
  onMessage(message: JupyterMessage): void;
  /** Asked for text by the code; resolves to what the person typed. Absent: the code is told that nobody can answer. */
  onInput?(prompt: string, password: boolean): Promise<string>;
  readonly signal?: AbortSignal;
  /** For what the code writes after its end, by a timer or a promise: until the signal, or the end of the kernel. */
  readonly late?: { readonly signal: AbortSignal; onMessage(message: JupyterMessage): void };
}

export interface ExecuteReply {
  readonly status: "ok" | "error" | "aborted";
  readonly executionCount: number | null;
}

/** Some kernels lose their last `idle`: after the reply we wait this long for it and no longer, in milliseconds. */
const idlePatience = 3000;

/** @throws AppError `kernels.died`, `kernels.ended` when the kernel ends meanwhile */
export async function executeOn(
  kernel: Kernel,
  request: ExecuteRequest,
  handlers: ExecuteHandlers,
): Promise<ExecuteReply> {
  const message = kernel.createRequest("execute_request", {
    code: request.code,
    silent: request.silent ?? false,
    store_history: request.storeHistory ?? true,
    user_expressions: {},
    allow_stdin: handlers.onInput !== undefined,
    stop_on_error: request.stopOnError ?? true,
  });
  const done = Promise.withResolvers<ExecuteReply>();
  // A kernel that does not start fails both the sending and this; nobody waits for this one then.
  done.promise.catch(() => undefined);
  const run = new Run(message.header.msg_id, handlers, done);
  using _listening = kernel.listen((incoming) => run.receive(incoming, kernel));
  const onAbort = (): void => done.reject(handlers.signal?.reason);
  handlers.signal?.addEventListener("abort", onAbort, { once: true });
  // A restart counts as a death for what was running: its answer will never come.
  const { life } = kernel;
  const onEnd = (): void => done.reject(kernel.fault);
  life.addEventListener("abort", onEnd, { once: true });
  try {
    await kernel.send(message);
    const reply = await done.promise;
    if (handlers.late !== undefined) hearOn(kernel, message.header.msg_id, handlers.late);
    return reply;
  } finally {
    run.stop();
    handlers.signal?.removeEventListener("abort", onAbort);
    life.removeEventListener("abort", onEnd);
  }
}

/** Begun before the listening of the run ends, so that nothing falls between. */
function hearOn(kernel: Kernel, id: string, late: NonNullable<ExecuteHandlers["late"]>): void {
  const until = AbortSignal.any([late.signal, kernel.life]);
  if (until.aborted) return;
  const hearing = kernel.overhear((message) => {
    if (message.channel === "iopub" && parentId(message) === id && isOutput(message)) late.onMessage(message);
  });
  until.addEventListener("abort", () => hearing[Symbol.dispose](), { once: true });
}

const isOutput = ({ header: { msg_type: type } }: JupyterMessage): boolean =>
  type !== "status" && type !== "execute_input";

class Run {
  readonly #id: string;
  readonly #handlers: ExecuteHandlers;
  readonly #done: PromiseWithResolvers<ExecuteReply>;
  #reply: ExecuteReply | undefined;
  #idle = false;
  #patience: NodeJS.Timeout | undefined;

  constructor(id: string, handlers: ExecuteHandlers, done: PromiseWithResolvers<ExecuteReply>) {
    this.#id = id;
    this.#handlers = handlers;
    this.#done = done;
  }

  receive(message: JupyterMessage, kernel: Kernel): void {
    const { msg_type: type } = message.header;
    if (parentId(message) !== this.#id) return;
    if (message.channel === "iopub") this.#receiveOutput(message);
    else if (message.channel === "shell" && type === "execute_reply") this.#receiveReply(message);
    else if (message.channel === "stdin" && type === "input_request") this.#receiveQuestion(message, kernel);
  }

  #receiveOutput(message: JupyterMessage): void {
    if (message.header.msg_type === "status") {
      this.#idle ||= message.content["execution_state"] === "idle";
    } else if (isOutput(message)) {
      this.#handlers.onMessage(message);
    }
    this.#settle();
  }

  #receiveReply(message: JupyterMessage): void {
    const { status, execution_count: count } = message.content;
    // tslab says "abort" where the protocol says "aborted".
    const known = status === "ok" || status === "error" ? status : "aborted";
    this.#reply = { status: known, executionCount: typeof count === "number" ? count : null };
    this.#patience = setTimeout(() => {
      this.#idle = true;
      this.#settle();
    }, idlePatience);
    this.#settle();
  }

  #receiveQuestion(message: JupyterMessage, kernel: Kernel): void {
    const answer = this.#handlers.onInput?.(textOf(message.content["prompt"]), message.content["password"] === true);
    if (answer === undefined) return;
    answer
      .then((value) => kernel.request("input_reply", { status: "ok", value }, "stdin"))
      .catch((error: unknown) => this.#done.reject(error));
  }

  #settle(): void {
    if (this.#reply !== undefined && this.#idle) this.#done.resolve(this.#reply);
  }

  stop(): void {
    clearTimeout(this.#patience);
  }
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
