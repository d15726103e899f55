/**
 * The worker of the cells as the session's realm. A browser can't stop code in a worker, only end the worker: an interrupt asks
 * first, and a cell that hears nothing loses its worker and with it the variables of the session; the person is told so.
 */
import type { Compiled, DescribedError, Realm, RealmListener } from "../core/session/realm.js";
import { asFunction } from "../core/compile/as-function.js";
import type { TextPosition } from "../core/compile/text-lines.js";
import type { RealmCall, RealmCallResults } from "../core/realm/realm-calls.js";
import type { CodePlace, FromCells, ToCells } from "./messages.js";

export interface CellsLinkOptions {
  /** A new worker of `cells-worker.ts`. */
  readonly startWorker: () => Worker;
  readonly listener: RealmListener;
  readonly log: (text: string) => void;
}

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly type: RealmCall["type"];
}

/** A worker that does not answer within this time is busy with a cell's code. Milliseconds. */
const patience = 700;
const rememberedPositions = 5000;

const endedWithVariables: DescribedError = {
  ename: "Interrupted",
  evalue: "The cell was stopped, and the variables of all cells went with it.",
  traceback: [
    "The cell was stopped. It was so busy that this browser could only end it together with all variables.",
    "Run the cells above again.",
  ],
};

/** What a call gives whose worker has ended. */
const lost: RealmCallResults = {
  run: { type: "failed", error: endedWithVariables },
  complete: [],
  inspect: undefined,
  comm: false,
  interrupt: undefined,
};

export function createCellsLink({ startWorker, listener, log }: CellsLinkOptions): Realm {
  const waiting = new Map<number, Waiting>();
  const positions = new Map<string, Compiled["position"]>();
  let last = 0;
  let running = false;

  const open = (): Worker => {
    const worker = startWorker();
    worker.addEventListener("message", ({ data }: MessageEvent<FromCells>) => take(worker, data));
    worker.addEventListener("error", (event) => log(`The worker of the cells: ${event.message}`));
    return worker;
  };
  const post = (to: Worker, message: ToCells): void => to.postMessage(message);

  const take = (from: Worker, message: FromCells): void => {
    // What an ended worker had said before its end may come later.
    if (from !== worker) return;
    switch (message.type) {
      case "event":
        listener.event(message.event);
        break;
      case "answer":
        waiting.get(message.id)?.resolve(message.value as never);
        waiting.delete(message.id);
        break;
      case "fault":
        log(message.text);
        break;
      case "places":
        post(from, { type: "places", id: message.id, places: message.places.map(written) });
        break;
      default:
        message satisfies never;
    }
  };

  const written = ({ url, line, column }: CodePlace): CodePlace => ({
    url,
    ...(positions.get(url)?.(line, column) ?? { line, column }),
  });

  const call = <Type extends RealmCall["type"]>(
    content: Extract<RealmCall, { type: Type }>,
  ): Promise<RealmCallResults[Type]> =>
    new Promise((resolve) => {
      waiting.set(++last, { resolve, type: content.type });
      post(worker, { type: "call", id: last, call: content });
    });

  const startAgain = (): void => {
    worker.terminate();
    worker = open();
    const calls = [...waiting.values()];
    waiting.clear();
    for (const { resolve, type } of calls) resolve(lost[type] as never);
  };

  let worker = open();
  return {
    run: async ({ compiled, ...request }) => {
      const functions = compiled.parts.map((part) => asFunction(part));
      const position = (line: number, column: number): TextPosition => {
        // All parts of a cell have one address. There is one part, but for cells of the future.
        const place = functions[0]?.position(line, column) ?? { line, column };
        return compiled.position(place.line, place.column);
      };
      positions.set(request.name, position);
      if (positions.size > rememberedPositions) positions.delete(positions.keys().next().value ?? "");
      running = true;
      const parts = functions.map(({ code }) => code);
      const outcome = await call({ type: "run", run: { ...request, allowInput: false, parts } });
      running = false;
      return outcome;
    },
    complete: (source, offset) => call({ type: "complete", source, offset }),
    inspect: (source, offset) => call({ type: "inspect", source, offset }),
    comm: (run, message) => call({ type: "comm", run, message }),
    interrupt: async () => {
      const before = worker;
      let isStopped = false;
      const stopped = call({ type: "interrupt", wasRunning: running }).then(() => (isStopped = true));
      await Promise.race([stopped, new Promise((resolve) => setTimeout(resolve, patience))]);
      if (!isStopped && worker === before) startAgain();
    },
  };
}
