/** Everything that a cell writes to standard output and error, by console or by stream, goes to the cell that wrote it. */
import type { AsyncLocalStorage } from "node:async_hooks";
import { StringDecoder } from "node:string_decoder";
import { Interruption } from "../../core/realm/interruption.js";
import type { Outputs, StreamName } from "../../core/realm/outputs.js";
import type { Run } from "../../core/realm/realm-host.js";

const { Uint8Array: Bytes, Buffer: Buffers, String: Strings } = globalThis;

export interface CatchOutputsOptions {
  readonly store: AsyncLocalStorage<Run>;
  readonly outputs: Outputs;
  /** For what is written outside any run: a callback that lost its context. */
  readonly lastRun: () => Run | undefined;
}

/** Console swallows what its stream throws, so the methods in loops of cells are told by themselves. */
const loud = ["log", "info", "debug", "warn", "error", "dir", "table", "trace"] as const;

export function catchOutputs({ store, outputs, lastRun }: CatchOutputsOptions): void {
  const hook = (name: StreamName): void => {
    const decoder = new StringDecoder("utf8");
    const nextTick = process.nextTick.bind(process);
    const write = (chunk: unknown, encoding?: unknown, callback?: unknown): boolean => {
      const run = store.getStore() ?? lastRun();
      if (run?.isInterrupted === true) throw new Interruption();
      const done = typeof encoding === "function" ? encoding : callback;
      if (typeof chunk === "string") {
        const isText = typeof encoding !== "string" || encoding.startsWith("utf");
        outputs.write(run, name, isText ? chunk : Buffers.from(chunk, encoding as BufferEncoding).toString());
      } else if (chunk instanceof Bytes) outputs.write(run, name, decoder.write(Buffers.from(chunk)));
      else throw new TypeError(`Only text or bytes can be written, not ${Strings(chunk)}.`);
      if (typeof done === "function") nextTick(done);
      return true;
    };
    process[name].write = write;
  };
  hook("stdout");
  hook("stderr");
  for (const name of loud) {
    const original = console[name].bind(console) as (...values: unknown[]) => void;
    const method = (...values: unknown[]): void => {
      if (store.getStore()?.isInterrupted === true) throw new Interruption();
      original(...values);
    };
    Object.defineProperty(method, "name", { value: name });
    Object.assign(console, { [name]: method });
  }
}
