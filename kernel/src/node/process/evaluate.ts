/**
 * Evaluation through the inspector, in its REPL mode: top-level await, redeclaration by `let`. The session belongs to the main
 * thread, because one that belongs to a worker can't interrupt it. A thrown value comes back alive.
 */
import { Session, type Runtime } from "node:inspector";
import { promiseHooks } from "node:v8";
import type { Evaluation } from "../../core/realm/realm-host.js";

const { Promise: Promises, Set: Sets, Number: Numbers, BigInt: BigInts, Reflect: Reflects } = globalThis;
// oxlint-disable-next-line typescript/unbound-method -- called with its promise by Reflect.apply
const whenSettled = Promises.prototype.then;

export interface Evaluator {
  evaluate(code: string, name: string): Promise<Evaluation>;
  /** Calls synchronously, so that the call can be stopped without harm to the event loop. */
  call(action: () => void): void;
  /** Undefined when it can't be known without side effects. */
  evaluateSafely(expression: string): unknown;
  /** Names that cells have declared. */
  declared(): readonly string[];
}

type Evaluated = Partial<Runtime.EvaluateReturnType>;

const group = "surgery";
const callHook = "__surgeryCall";

/**
 * In REPL mode a cell is one promise, the first that is made when it starts. When that is collected before it has settled (the
 * cell waits for something that never comes, or was stopped) the inspector answers in the middle of the collection, which ends
 * the process. So it is kept until it settles, which may be never.
 */
const pending = new Sets<Promise<unknown>>();

export function openEvaluator(): Evaluator {
  const session = new Session();
  session.connect();
  let caught: unknown;
  let action: (() => void) | undefined;
  Object.defineProperty(globalThis, callHook, { value: () => action?.() });
  const catcher = (value: unknown): void => {
    caught = value;
  };
  const catcherId = idOf(session, catcher);

  const alive = (remote: Runtime.RemoteObject | undefined): unknown => {
    if (remote === undefined) return undefined;
    if (remote.objectId === undefined) return primitive(remote);
    caught = undefined;
    session.post("Runtime.callFunctionOn", {
      functionDeclaration: "function (value) { this(value) }",
      objectId: catcherId,
      arguments: [{ objectId: remote.objectId }],
      silent: true,
    });
    const value = caught;
    caught = undefined;
    return value;
  };

  return {
    evaluate: (code, name) =>
      new Promises((resolve) => {
        const expression = `${code}\n//# sourceURL=${name}`;
        let whole: Promise<unknown> | undefined;
        const stopWatching = promiseHooks.onInit((promise) => {
          whole ??= promise;
          stopWatching();
        }) as () => void;
        const settle = (evaluation: Evaluation): void => {
          if (whole !== undefined) pending.delete(whole);
          resolve(evaluation);
        };
        session.post(
          "Runtime.evaluate",
          { expression, replMode: true, silent: true, objectGroup: group },
          (error, result?: Evaluated) => {
            const details = result?.exceptionDetails;
            if (error !== null) resolve({ type: "stopped" });
            else if (whole === undefined) {
              const at = details && { url: name, line: details.lineNumber + 1, column: details.columnNumber + 1 };
              resolve(at === undefined ? done : { type: "thrown", value: alive(details?.exception), at });
            }
            session.post("Runtime.releaseObjectGroup", { objectGroup: group });
          },
        );
        stopWatching();
        if (whole === undefined) return;
        pending.add(whole);
        void Reflects.apply(whenSettled, whole, [() => settle(done), (value: unknown) => settle(thrown(value))]);
      }),
    call: (work) => {
      const before = action;
      action = work;
      session.post("Runtime.evaluate", { expression: `${callHook}()`, silent: true });
      action = before;
    },
    evaluateSafely: (expression) => {
      let found: unknown;
      session.post(
        "Runtime.evaluate",
        { expression, throwOnSideEffect: true, silent: true, timeout: 200, objectGroup: group },
        (error, result?: Evaluated) => {
          if (error === null && result?.exceptionDetails === undefined) found = alive(result?.result);
        },
      );
      session.post("Runtime.releaseObjectGroup", { objectGroup: group });
      return found;
    },
    declared: () => {
      let names: readonly string[] = [];
      session.post("Runtime.globalLexicalScopeNames", {}, (error, result) => {
        if (error === null) names = result.names;
      });
      return names;
    },
  };
}

const done: Evaluation = { type: "done" };
const thrown = (value: unknown): Evaluation => ({ type: "thrown", value });

/** A handle by which the inspector can call a function of ours, whatever cells make of the global names. */
function idOf(session: Session, value: unknown): string {
  const name = "__surgeryHandle";
  Object.defineProperty(globalThis, name, { value, configurable: true });
  let id: string | undefined;
  session.post("Runtime.evaluate", { expression: name }, (_error, result) => (id = result?.result.objectId));
  Reflects.deleteProperty(globalThis, name);
  if (id === undefined) throw new Error("The inspector gave no handle.");
  return id;
}

function primitive({ type, value, unserializableValue }: Runtime.RemoteObject): unknown {
  if (unserializableValue === undefined) return type === "undefined" ? undefined : (value as unknown);
  return type === "bigint" ? BigInts(unserializableValue.slice(0, -1)) : Numbers(unserializableValue);
}
