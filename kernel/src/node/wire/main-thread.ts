/** The main thread as the session's realm: calls by number, events in order, and the brake for code that does not stop by itself. */
import { Session } from "node:inspector";
import type { MessagePort } from "node:worker_threads";
import type { Compiled, Realm, RealmListener } from "../../core/session/realm.js";
import type { Call, CallResults, ToMain, ToWorker } from "../thread-messages.js";

export interface MainThread extends Realm {
  take(message: Extract<ToWorker, { type: "event" | "answer" }>): void;
  quiet(gap: number): Promise<void>;
  /** From the code that ran to the cell as written. */
  position(name: string, line: number, column: number): { readonly line: number; readonly column: number };
}

/** A main thread that does not answer within this time is in a loop. */
const firstBrake = 30;
const nextBrake = 400;
const saidAfter = 5000;
const rememberedPositions = 5000;

export function createMainThread(port: MessagePort, listener: () => RealmListener): MainThread {
  const waiting = new Map<number, (value: never) => void>();
  const positions = new Map<string, Compiled["position"]>();
  let last = 0;
  let running = 0;
  let brake: Session | undefined;

  const call = <Type extends Call["type"]>(content: Extract<Call, { type: Type }>): Promise<CallResults[Type]> =>
    new Promise((resolve) => {
      waiting.set(++last, resolve);
      const message: ToMain = { type: "call", id: last, call: content };
      port.postMessage(message);
    });

  /** Ends whatever synchronous code the main thread is in. */
  const stop = (): void => {
    if (brake === undefined) {
      brake = new Session();
      brake.connectToMainThread();
    }
    brake.post("Runtime.terminateExecution", () => undefined);
  };

  const interrupt = async (): Promise<void> => {
    let isStopped = false;
    const stopped = call({ type: "interrupt", wasRunning: running > 0 }).then(() => (isStopped = true));
    const since = performance.now();
    const isSaid = { value: false };
    for (let patience = firstBrake; ; patience = nextBrake) {
      await Promise.race([stopped, new Promise((resolve) => setTimeout(resolve, patience))]);
      if (isStopped) break;
      stop();
      if (!isSaid.value && performance.now() - since > saidAfter) {
        isSaid.value = true;
        const text = "\nThe code can't be stopped: it waits for another program. Restart the kernel to end it.\n";
        listener().event({ type: "stream", run: running, name: "stderr", text });
      }
    }
    // A process with a session from outside waits for it when it ends.
    brake?.disconnect();
    brake = undefined;
  };

  return {
    run: async ({ compiled, ...rest }) => {
      positions.set(rest.name, compiled.position);
      if (positions.size > rememberedPositions) positions.delete(positions.keys().next().value ?? "");
      running = rest.run;
      const outcome = await call({ type: "run", run: { ...rest, parts: compiled.parts } });
      running = 0;
      return outcome;
    },
    complete: (source, offset) => call({ type: "complete", source, offset }),
    inspect: (source, offset) => call({ type: "inspect", source, offset }),
    comm: (run, message) => call({ type: "comm", run, message }),
    quiet: (gap) => call({ type: "quiet", gap }),
    interrupt,
    take: (message) => {
      if (message.type === "event") listener().event(message.event);
      else {
        const resolve = waiting.get(message.id);
        waiting.delete(message.id);
        resolve?.(message.value as never);
      }
    },
    position: (name, line, column) => positions.get(name)?.(line, column) ?? { line, column },
  };
}
