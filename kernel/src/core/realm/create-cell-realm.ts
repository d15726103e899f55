/**
 * The realm: runs compiled cells one at a time, turns live values and live errors into plain data, and gives cells their globals.
 * Runs in the same thread and global scope as the learner's code, so it trusts nothing that a cell may have replaced.
 */
import { completeInMemory } from "../assist/complete-in-memory.js";
import { inspectInMemory } from "../assist/inspect-in-memory.js";
import type { LiveScope } from "../assist/live-scope.js";
import { createDisplays } from "../display/displays.js";
import { mimeBundle } from "../display/mime-bundle.js";
import type { CellSource } from "../errors/cell-sources.js";
import { describeError, type DescribedError } from "../errors/describe-error.js";
import { resultHook } from "../session/result-hook.js";
import type { MimeBundle, Realm, RunOutcome, RunRequest } from "../session/realm.js";
import { createAskPerson } from "./ask-person.js";
import { createComms } from "./comms.js";
import { defineGlobal } from "./define-global.js";
import { Interruption } from "./interruption.js";
import { createOutputs, type Outputs } from "./outputs.js";
import { createRanCells } from "./ran-cells.js";
import type { Place, RealmHost, Run } from "./realm-host.js";

const { Map, Promise: Promises, JSON: Json } = globalThis;

export interface CellRealm extends Realm {
  readonly outputs: Outputs;
  /** Modules that cells can import though nothing of the name is installed. */
  readonly modules: Readonly<Record<string, unknown>>;
  /** Something was thrown where no cell awaits it. */
  report(thrown: unknown, run: Run | undefined): void;
  /** @param wasRunning whether a run was under way when the person asked */
  interruptNow(wasRunning: boolean): void;
}

interface ActiveRun {
  readonly run: Run;
  readonly settle: (outcome: RunOutcome) => void;
  value: { readonly of: unknown } | undefined;
}

/** Closed cells stay known, since their functions go on to be called. */
const rememberedSources = 5000;

export function createCellRealm(host: RealmHost): CellRealm {
  const outputs = createOutputs(host);
  const sources = new Map<string, CellSource>();
  const ran = createRanCells();
  let active: ActiveRun | undefined;
  let lastComm = 0;

  const publish = (
    messageType: string,
    content: Readonly<Record<string, unknown>>,
    buffers?: readonly Uint8Array[],
  ) => {
    const run = host.currentRun();
    if (run?.isInterrupted === true) throw new Interruption();
    outputs.flush();
    // What a value says of itself may hold anything; only what JSON can say leaves.
    const text = Json.stringify(content);
    if (run !== undefined && !outputs.mayDisplay(run, text.length)) return;
    const plain = Json.parse(text) as Readonly<Record<string, unknown>>;
    host.send({ type: "publish", run: run?.id ?? 0, messageType, content: plain, ...(buffers && { buffers }) });
  };
  const displays = createDisplays(publish);
  const comms = createComms(publish, () => `comm-${host.clock()}-${++lastComm}`);
  const ask = createAskPerson(host, outputs);
  for (const [name, value] of Object.entries({ ...displays.globals, ...ask })) defineGlobal(name, value);
  defineGlobal("jupyter", { comms: comms.face });
  defineGlobal(resultHook, (value: unknown) => {
    if (active !== undefined && host.currentRun() === active.run) active.value = { of: value };
  });

  const finish = async ({ run, value }: ActiveRun): Promise<RunOutcome> => {
    const bundle = value === undefined ? undefined : await mimeBundle(value.of);
    if (bundle === undefined) return { type: "done" };
    const text = Json.stringify(bundle);
    return outputs.mayDisplay(run, text.length)
      ? { type: "done", result: Json.parse(text) as MimeBundle }
      : { type: "done" };
  };

  const work = async (entry: ActiveRun, { compiled, name }: RunRequest): Promise<RunOutcome> => {
    try {
      for (const part of compiled.parts) {
        const evaluation = await host.within(entry.run, () => host.evaluate(part, name));
        if (evaluation.type === "stopped") return { type: "interrupted" };
        if (evaluation.type === "thrown") return fail(entry.run, evaluation.value, evaluation.at);
      }
      return await host.within(entry.run, () => finish(entry));
    } catch (error) {
      return fail(entry.run, error);
    } finally {
      await displays.settled();
    }
  };

  const fail = (run: Run, thrown: unknown, at?: Place): RunOutcome => {
    if (thrown instanceof Interruption) return { type: "interrupted" };
    return { type: "failed", error: host.within(run, () => describe(thrown, at)) };
  };

  const run = (request: RunRequest): Promise<RunOutcome> => {
    const { name, source, count, compiled } = request;
    sources.set(name, { source, count, position: compiled.position });
    if (sources.size > rememberedSources) sources.delete(sources.keys().next().value ?? "");
    return new Promises((resolve) => {
      const entry: ActiveRun = {
        run: { id: request.run, count, allowInput: request.allowInput, isEnded: false, isInterrupted: false },
        settle: (outcome) => {
          if (entry.run.isEnded) return;
          outputs.settle(entry.run);
          entry.run.isEnded = true;
          if (active === entry) active = undefined;
          ran.ended(outcome.type === "done");
          resolve(outcome);
        },
        value: undefined,
      };
      active = entry;
      ran.began(request);
      void work(entry, request).then(entry.settle);
    });
  };
  const interruptNow = (wasRunning: boolean): void => {
    if (active !== undefined) {
      active.run.isInterrupted = true;
      host.cancelTimers(active.run);
      active.settle({ type: "interrupted" });
    } else if (!wasRunning) host.cancelTimers(undefined);
  };

  const scope: LiveScope = {
    names: () => host.names(),
    evaluateSafely: (text) => host.evaluateSafely(text),
    isProxy: (value) => host.isProxy(value),
  };
  return {
    outputs,
    modules: { tslab: { ...displays.tslab, default: displays.tslab } },
    run,
    complete: async (source, offset) => completeInMemory(scope, source, offset),
    inspect: async (source, offset) => inspectInMemory(scope, source, offset),
    comm: async (id, message) => {
      const run: Run = { id, count: 0, allowInput: false, isEnded: true, isInterrupted: false };
      try {
        return host.within(run, () => comms.receive(message));
      } catch (error) {
        report(error, run);
        return true;
      } finally {
        outputs.flush();
      }
    },
    interrupt: async () => interruptNow(active !== undefined),
    interruptNow,
    report,
  };

  function describe(thrown: unknown, at?: Place): DescribedError {
    return describeError(thrown, sources, { scope, folder: host.folder, ...(at && { at }) });
  }

  function report(thrown: unknown, run: Run | undefined): void {
    if (thrown instanceof Interruption || run?.isInterrupted === true) return;
    outputs.flush();
    host.send({ type: "late-error", run: run?.id ?? 0, error: describe(thrown) });
  }
}
