/** The realm on this thread: learner code, its globals, timers, imports and outputs, joined to the worker by a port. */
import { AsyncLocalStorage } from "node:async_hooks";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { types } from "node:util";
import { createCellRealm } from "../../core/realm/create-cell-realm.js";
import { defineGlobal } from "../../core/realm/define-global.js";
import { answerRealmCall } from "../../core/realm/realm-calls.js";
import type { RealmHost, Run } from "../../core/realm/realm-host.js";
import { logLine } from "../log-line.js";
import type { Call, ToWorker } from "../thread-messages.js";
import { catchOutputs } from "./catch-outputs.js";
import { openEvaluator } from "./evaluate.js";
import { guardProcess } from "./guard-process.js";
import { createImports } from "./import-module.js";
import { openOverflowFile } from "./overflow-file.js";
import type { AskWorker } from "./stand-still.js";
import { wrapTimers, type Timers } from "./timers.js";
import { importHook, importMetaHook, jsxHook } from "../../core/compile/hooks.js";
import { createImportHook } from "../../core/compile/import-hook.js";
import { jsxFactory } from "../../core/display/jsx.js";

const { performance: clock, setTimeout: later } = globalThis;

export interface OpenRealmOptions {
  readonly ask: AskWorker;
  readonly post: (message: ToWorker) => void;
  readonly quiet: (gap: number) => Promise<void>;
}

export interface ProcessRealm {
  /** A call from the worker; its answer is posted. */
  take(id: number, call: Call): void;
}

export function openRealm({ ask, post, quiet }: OpenRealmOptions): ProcessRealm {
  const store = new AsyncLocalStorage<Run>();
  const evaluator = openEvaluator();
  const folder = process.cwd();
  let lastRun: Run | undefined;
  let timers: Timers | undefined;
  const notebook = join(folder, "notebook.ts");
  const host: RealmHost = {
    folder,
    evaluate: (code, name) => evaluator.evaluate(code, name),
    currentRun: () => store.getStore(),
    within: (run, action) => {
      lastRun = run;
      return store.run(run, action);
    },
    clock: () => clock.now(),
    after: (milliseconds, action) => void later(action, milliseconds).unref(),
    send: (event) => post({ type: "event", event }),
    askInput: (run, prompt, password) => ask({ type: "input", run, prompt, password }),
    openOverflow: (run) => openOverflowFile(folder, run.count),
    cancelTimers: (run) => timers?.cancel(run),
    names: () =>
      [...evaluator.declared(), ...Object.getOwnPropertyNames(globalThis)].filter((name) => !name.startsWith("__")),
    evaluateSafely: (expression) => evaluator.evaluateSafely(expression),
    isProxy: types.isProxy,
  };
  const realm = createCellRealm(host);
  timers = wrapTimers({
    store,
    call: (action) => evaluator.call(action),
    report: (thrown, run) => realm.report(thrown, run),
  });
  catchOutputs({ store, outputs: realm.outputs, lastRun: () => lastRun });
  guardProcess(store, (thrown, run) => realm.report(thrown, run));
  const { importModule, require } = createImports({ folder, standIns: realm.modules, ask });
  defineGlobal(importHook, createImportHook(importModule));
  defineGlobal(importMetaHook, { url: pathToFileURL(notebook).href, dirname: folder, filename: notebook });
  defineGlobal(jsxHook, jsxFactory);
  defineGlobal("require", require);
  return {
    take: (id, call) => {
      const answer =
        call.type === "quiet"
          ? quiet(call.gap)
          : answerRealmCall(realm, call, (name, line, column) => ask({ type: "position", name, line, column }));
      answer.then(
        (value) => post({ type: "answer", id, value }),
        (error: unknown) => logLine(`${call.type} failed: ${String(error)}`),
      );
    },
  };
}
