/** A kernel in this page: starts its worker, and speaks Jupyter messages with it as objects. */
import type { JupyterMessage } from "@data-surgery/jupyter/message";
import type { FromKernel, OxcModules, ToKernel } from "./messages.js";

export interface BrowserKernelOptions {
  /** Folder of the packed kernel: `kernel-worker.js`, `cells-worker.js`, `oxc-parser.wasm`, `oxc-transform.wasm`. Ends in "/". */
  readonly folder: string;
  readonly version: string;
  readonly receive: (message: JupyterMessage) => void;
  /** After a shutdown_request. Whoever asked for a restart opens another kernel. */
  readonly ended: (restart: boolean) => void;
  readonly log: (text: string) => void;
}

export interface BrowserKernel {
  send(message: JupyterMessage): void;
  /** At once, without asking. */
  close(): void;
}

/** Compiled once for all kernels of a page. */
const compiled = new Map<string, Promise<OxcModules>>();

/** @throws TypeError when the compiler can't be fetched */
export async function openBrowserKernel(options: BrowserKernelOptions): Promise<BrowserKernel> {
  const { folder, version } = options;
  const worker = new Worker(`${folder}kernel-worker.js`, { type: "module", name: "kernel" });
  const post = (message: ToKernel): void => worker.postMessage(message);
  worker.addEventListener("message", ({ data }: MessageEvent<FromKernel>) => {
    if (data.type === "message") options.receive(data.message);
    else if (data.type === "ended") options.ended(data.restart);
    else options.log(data.text);
  });
  worker.addEventListener("error", (event) => options.log(`The kernel's worker: ${event.message}`));
  const oxc = compiled.get(folder) ?? compileOxc(folder);
  compiled.set(folder, oxc);
  try {
    post({ type: "start", version, oxc: await oxc });
  } catch (error) {
    compiled.delete(folder);
    worker.terminate();
    throw error;
  }
  return {
    send: (message) => post({ type: "message", message }),
    close: () => worker.terminate(),
  };
}

async function compileOxc(folder: string): Promise<OxcModules> {
  const [parser, transform] = await Promise.all(
    ["oxc-parser.wasm", "oxc-transform.wasm"].map((file) => WebAssembly.compileStreaming(fetch(folder + file))),
  );
  if (parser === undefined || transform === undefined) throw new Error("There is no compiler.");
  return { parser, transform };
}
