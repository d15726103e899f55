/**
 * A kernel in a browser: the whole of `core`, in a worker of the page. Protocol, queue and compiler live here; the cells run in a
 * worker of this worker, so that a cell in a loop keeps nobody from being answered. Messages are those of Jupyter, as objects.
 */
import type { JupyterMessage } from "@data-surgery/jupyter/message";
import { createKernel, type Kernel } from "../core/session/kernel.js";
import { createCellsLink } from "./cells-link.js";
import { loadOxc } from "./load-oxc.js";
import type { FromKernel, ToKernel } from "./messages.js";

const page = globalThis as unknown as DedicatedWorkerGlobalScope;
const post = (message: FromKernel): void => page.postMessage(message);
const log = (text: string): void => post({ type: "log", text });

let kernel: Kernel | undefined;
/** What came before there was a compiler; undefined when there is one. */
let early: JupyterMessage[] | undefined = [];

function start({ version, oxc }: Extract<ToKernel, { type: "start" }>): void {
  kernel = createKernel({
    version,
    platform: "the browser",
    now: Date.now,
    createId: () => crypto.randomUUID(),
    send: (message) => post({ type: "message", message }),
    openRealm: (listener) =>
      createCellsLink({
        startWorker: () => new Worker(new URL("./cells-worker.js", import.meta.url), { type: "module" }),
        listener,
        log,
      }),
    audience: () => Promise.resolve(),
    quiet: (gap) => new Promise((resolve) => setTimeout(resolve, gap)),
    shutdown: (restart) => {
      post({ type: "ended", restart });
      page.close();
    },
    log,
  });
  const begin = (): void => {
    const waiting = early ?? [];
    early = undefined;
    for (const message of waiting) take(message);
  };
  loadOxc(oxc).then(begin, (error: unknown) => {
    log(`The compiler could not be loaded: ${String(error)}`);
    begin();
  });
}

function take(message: JupyterMessage): void {
  const needsNothing = message.header.msg_type === "kernel_info_request" || message.channel === "control";
  if (kernel === undefined || (early !== undefined && !needsNothing)) early?.push(message);
  else {
    try {
      kernel.receive(message, undefined);
    } catch (error) {
      log(`A message was refused. ${String(error)}`);
    }
  }
}

page.addEventListener("message", ({ data }: MessageEvent<ToKernel>) => {
  if (data.type === "start") start(data);
  else take(data.message);
});
