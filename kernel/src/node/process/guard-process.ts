/** What would end the whole process ends only the cell: exit, abort, and errors that nobody caught. */
import type { AsyncLocalStorage } from "node:async_hooks";
import type { Run } from "../../core/realm/realm-host.js";

const { Error: Errors } = globalThis;

/** Thrown by `process.exit()`: shown as an error of the cell that called it. */
class ProcessExit extends Errors {
  constructor(call: string) {
    super(`${call} ended this cell only. The kernel and your variables are still there.`);
    this.name = "ProcessExit";
  }
}

export function guardProcess(
  store: AsyncLocalStorage<Run>,
  report: (thrown: unknown, run: Run | undefined) => void,
): void {
  const refuse = (call: string) => (): never => {
    throw new ProcessExit(call);
  };
  Object.assign(process, {
    exit: (code?: number | string) => refuse(`process.exit(${code ?? ""})`)(),
    abort: refuse("process.abort()"),
  });
  process.on("uncaughtException", (error) => report(error, store.getStore()));
  process.on("unhandledRejection", (reason) => report(reason, store.getStore()));
}
