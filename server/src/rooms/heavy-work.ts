/**
 * Heavy work off the server's one thread (SPEC RO30): the worker starts with the first task and ends when it has had nothing to do for a
 * while, so that an idle server does not pay for it. A worker that dies fails its tasks and the next task starts another.
 */
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { heavyTasks, type Compacted, type Unpacked } from "./heavy-tasks.js";
import type { HeavyReply, HeavyRequest } from "./heavy-worker.js";
import type { LogRow } from "./log-replay.js";
import { packRows } from "./packed-rows.js";

export interface HeavyWork extends Disposable {
  compact(rows: readonly LogRow[]): Promise<Compacted>;
  unpack(rows: readonly LogRow[]): Promise<Unpacked>;
  split(update: Uint8Array): Promise<readonly Uint8Array[]>;
}

/** For tests of other things, and wherever a thread is not worth it. */
export const workInPlace: HeavyWork = {
  compact: async (rows) => heavyTasks.compact(rows),
  unpack: async (rows) => heavyTasks.unpack(rows),
  split: async (update) => heavyTasks.split(update),
  [Symbol.dispose]: () => undefined,
};

const restAfter = 60_000;

export function openHeavyWork(): HeavyWork {
  return new WorkerThread();
}

class WorkerThread implements HeavyWork {
  #worker: Worker | undefined;
  #resting: NodeJS.Timeout | undefined;
  #ids = 0;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();

  compact(rows: readonly LogRow[]): Promise<Compacted> {
    return this.#ask((id) => ({ id, task: "compact", rows: packRows(rows) })) as Promise<Compacted>;
  }

  unpack(rows: readonly LogRow[]): Promise<Unpacked> {
    return this.#ask((id) => ({ id, task: "unpack", rows: packRows(rows) })) as Promise<Unpacked>;
  }

  split(update: Uint8Array): Promise<readonly Uint8Array[]> {
    return this.#ask((id) => ({ id, task: "split", update: new Uint8Array(update) })) as Promise<readonly Uint8Array[]>;
  }

  #ask(create: (id: number) => HeavyRequest): Promise<unknown> {
    clearTimeout(this.#resting);
    const request = create(++this.#ids);
    const answer = Promise.withResolvers<unknown>();
    this.#waiting.set(request.id, answer);
    const { buffer } = request.task === "split" ? request.update : request.rows.bytes;
    this.#worker ??= this.#start();
    this.#worker.ref();
    this.#worker.postMessage(request, [buffer as ArrayBuffer]);
    return answer.promise;
  }

  #start(): Worker {
    const worker = new Worker(workerFile(), { name: "rooms" });
    worker.on("message", (reply: HeavyReply) => {
      const answer = this.#waiting.get(reply.id);
      this.#waiting.delete(reply.id);
      if ("error" in reply) answer?.reject(new Error(reply.error));
      else answer?.resolve(reply.result);
      if (this.#waiting.size > 0) return;
      worker.unref();
      this.#resting = setTimeout(() => this.#end(), restAfter);
      this.#resting.unref();
    });
    worker.on("error", (error) => this.#fail(worker, error));
    worker.on("exit", () => this.#fail(worker, new Error("The worker for heavy work has ended.")));
    return worker;
  }

  #fail(worker: Worker, error: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    for (const answer of this.#waiting.values()) answer.reject(error);
    this.#waiting.clear();
  }

  #end(): void {
    const worker = this.#worker;
    if (worker === undefined) return;
    this.#fail(worker, new Error("The server is stopping."));
    void worker.terminate();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#resting);
    this.#end();
  }
}

/** A worker is loaded by Node itself: from the compiled tree also where tests run from sources. */
function workerFile(): string {
  const here = fileURLToPath(new URL("heavy-worker.js", import.meta.url));
  return here.replace(/([\\/])server\1src\1/, "$1server$1dist$1");
}
