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
    const callBack = gatherCallbacks();
    const write = (chunk: unknown, encoding?: unknown, callback?: unknown): boolean => {
      const run = store.getStore() ?? lastRun();
      if (run?.isInterrupted === true) throw new Interruption();
      const done = typeof encoding === "function" ? encoding : callback;
      if (typeof chunk === "string") {
        const isText = typeof encoding !== "string" || encoding.startsWith("utf");
        outputs.write(run, name, isText ? chunk : Buffers.from(chunk, encoding as BufferEncoding).toString());
      } else if (chunk instanceof Bytes) outputs.write(run, name, decoder.write(Buffers.from(chunk)));
      else throw new TypeError(`Only text or bytes can be written, not ${Strings(chunk)}.`);
      if (typeof done === "function") callBack(done as () => void, run);
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

/**
 * Calls each callback in the next tick, as often as it was given. A loop of `console.log` gives the same one each time, and no tick
 * comes while it runs: a tick for each would fill the memory.
 */
function gatherCallbacks(): (done: () => void, run: Run | undefined) => void {
  const nextTick = process.nextTick.bind(process);
  let last: { readonly done: () => void; readonly run: Run | undefined; times: number } | undefined;
  return (done, run) => {
    if (last?.done === done && last.run === run) {
      last.times++;
      return;
    }
    const mine = { done, run, times: 1 };
    last = mine;
    nextTick(() => {
      if (last === mine) last = undefined;
      for (let call = 0; call < mine.times; call++) done();
    });
  };
}
