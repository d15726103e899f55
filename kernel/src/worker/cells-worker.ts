/** Where the cells of a browser's kernel run: learner code, its globals, timers, imports and outputs, and nothing else. */
import { declareHook } from "../core/compile/as-function.js";
import { importHook, importMetaHook, jsxHook } from "../core/compile/hooks.js";
import { createImportHook } from "../core/compile/import-hook.js";
import { jsxFactory } from "../core/display/jsx.js";
import { createCellRealm, type CellRealm } from "../core/realm/create-cell-realm.js";
import { defineGlobal } from "../core/realm/define-global.js";
import { answerRealmCall } from "../core/realm/realm-calls.js";
import type { Evaluation, RealmHost, Run } from "../core/realm/realm-host.js";
import { catchConsole } from "./catch-console.js";
import { createImportUrl } from "./import-url.js";
import { lookUpSafely } from "./look-up-safely.js";
import type { CodePlace, FromCells, ToCells } from "./messages.js";
import { trackRuns } from "./run-tracker.js";
import { createSessionNames } from "./session-names.js";
import { createThrownPlaces } from "./thrown-places.js";

const session = globalThis as unknown as DedicatedWorkerGlobalScope;
const { performance: clock } = globalThis;
const later = globalThis.setTimeout.bind(globalThis);
const postToSession = session.postMessage.bind(session);
const post = (message: FromCells): void => postToSession(message);
// In the global scope, whatever cells make of the name. Running people's code is what this worker is for.
// oxlint-disable-next-line eslint/no-eval
const evaluateGlobally: (code: string) => unknown = globalThis.eval;

const asked = new Map<number, (places: readonly CodePlace[]) => void>();
let lastAsked = 0;
const places = createThrownPlaces(
  (wanted) =>
    new Promise((resolve) => {
      asked.set(++lastAsked, resolve);
      post({ type: "places", id: lastAsked, places: wanted });
    }),
);
const names = createSessionNames();

async function evaluate(code: string, name: string): Promise<Evaluation> {
  try {
    // Called from here: a call in the cell's own code would be one more of its places in the stack.
    const cell = evaluateGlobally(`${code}\n//# sourceURL=${name}`) as () => Promise<void>;
    await cell();
    return { type: "done" };
  } catch (value) {
    await places.learn(value);
    return { type: "thrown", value };
  }
}

function report(thrown: unknown, run: Run | undefined): void {
  void places.learn(thrown).then(() => realm.report(thrown, run));
}

const runs = trackRuns(report);
const host: RealmHost = {
  folder: "",
  evaluate,
  currentRun: () => runs.current(),
  within: (run, action) => runs.within(run, action),
  clock: () => clock.now(),
  after: (milliseconds, action) => void later(action, milliseconds),
  send: (event) => post({ type: "event", event }),
  askInput: () => ({ type: "nobody" }),
  openOverflow: () => undefined,
  cancelTimers: (run) => runs.cancelTimers(run),
  names: () =>
    [...names.list(), ...Object.getOwnPropertyNames(globalThis)].filter((name) => !name.startsWith("__surgery")),
  evaluateSafely: lookUpSafely,
  // A browser can't tell.
  isProxy: () => false,
};
const realm: CellRealm = createCellRealm(host);

catchConsole(realm.outputs, runs);
defineGlobal(declareHook, (...made: readonly string[]) => names.declare(...made));
defineGlobal(importHook, createImportHook(createImportUrl(realm.modules)));
defineGlobal(importMetaHook, { url: session.location.href });
defineGlobal(jsxHook, jsxFactory);
defineGlobal("close", () => {
  throw new Error("close() ended this cell only. The kernel and your variables are still there.");
});
session.addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  report(event.reason, runs.current());
});
session.addEventListener("error", (event) => {
  event.preventDefault();
  report(event.error ?? event.message, runs.current());
});

session.addEventListener("message", ({ data }: MessageEvent<ToCells>) => {
  if (data.type === "places") {
    asked.get(data.id)?.(data.places);
    asked.delete(data.id);
    return;
  }
  answerRealmCall(realm, data.call, (name, line, column) => places.position(name, line, column)).then(
    (value) => post({ type: "answer", id: data.id, value }),
    (error: unknown) => post({ type: "fault", text: `${data.call.type} failed: ${String(error)}` }),
  );
});
