/** Requests of the shell channel, one at a time in the order in which they came. After an error those that wait are called off. */
import type { JupyterMessage } from "@data-surgery/jupyter/message";
import type { Route } from "./kernel-host.js";

export interface Request {
  readonly message: JupyterMessage;
  readonly route: Route;
  /** Came before an earlier cell failed: is answered "aborted". */
  isAborted: boolean;
}

export interface ShellQueue {
  readonly isWaiting: boolean;
  add(message: JupyterMessage, route: Route): void;
  /** Calls off the cells that wait now; what is not a cell is still answered. */
  abortWaiting(): void;
}

/** @param handle never rejects */
export function createShellQueue(handle: (request: Request) => Promise<void>): ShellQueue {
  let waiting: Request[] = [];
  let isRunning = false;
  const work = async (): Promise<void> => {
    isRunning = true;
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await handle(next);
    isRunning = false;
  };
  return {
    get isWaiting() {
      return waiting.length > 0;
    },
    add: (message, route) => {
      waiting.push({ message, route, isAborted: false });
      if (!isRunning) void work();
    },
    abortWaiting: () => {
      for (const request of waiting)
        if (request.message.header.msg_type === "execute_request") request.isAborted = true;
    },
  };
}
