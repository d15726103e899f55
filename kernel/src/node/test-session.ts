/**
 * For tests: a fresh process that evaluates code exactly as the kernel's host does (inspector, REPL mode) and knows nothing
 * else, so that what is compiled is judged by V8 and not by a stand-in.
 */
import { spawn } from "node:child_process";

export interface Evaluation {
  /** What the result hook was given, as plain data where it is data, else as text. */
  readonly results: readonly unknown[];
  readonly error?: {
    readonly name: string;
    readonly message: string;
    readonly stack: string;
    /** Where V8 refused to begin at all, both from 1. */
    readonly line: number;
    readonly column: number;
  };
}

export interface TestSession {
  evaluate(code: string, name: string): Promise<Evaluation>;
  [Symbol.dispose](): void;
}

/** The result hook's name in a test session. */
export const testResultHook = "__testResult";

const script = `
import { Session } from "node:inspector";
import { inspect } from "node:util";
const session = new Session();
session.connect();
const post = (method, params) =>
  new Promise((resolve, reject) =>
    session.post(method, params, (error, result) => (error === null ? resolve(result) : reject(error))));
const send = process.send.bind(process);
const clone = structuredClone;
const text = inspect;
let results = [];
const define = (name, value) => Object.defineProperty(globalThis, name, { value, configurable: true });
define("${testResultHook}", (value) => {
  try { results.push(clone(value)); } catch { results.push(text(value)); }
});
define("__surgeryImport", async (specifier, options, names) => {
  const module = await import(specifier, options);
  return names === undefined ? module : Object.fromEntries(names.map((name) => [name, module[name]]));
});
define("__surgeryImportMeta", { url: "file:///notebooks/first.ipynb" });
define("__surgeryJsx", { h: (type, props, ...children) => ({ type, props, children }), Fragment: "fragment" });
process.on("message", async ({ id, code, name }) => {
  results = [];
  const expression = code + "\\n//# sourceURL=" + name;
  const { exceptionDetails: details } = await post("Runtime.evaluate", { expression, replMode: true, awaitPromise: true });
  let error;
  if (details !== undefined) {
    const { objectId, description = "", className = "", value } = details.exception ?? {};
    const own = objectId === undefined ? { name: className, message: String(value), stack: description }
      : (await post("Runtime.callFunctionOn", { objectId, returnByValue: true,
          functionDeclaration: "function () { return { name: String(this.name), message: String(this.message), stack: String(this.stack) } }" })).result.value;
    error = { ...own, line: details.lineNumber + 1, column: details.columnNumber + 1 };
  }
  send({ id, results, error });
});
`;

export function openTestSession(): TestSession {
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    serialization: "advanced",
  });
  const waiting = new Map<number, (evaluation: Evaluation) => void>();
  child.on("message", (message: Evaluation & { readonly id: number }) => {
    const { id, results, error } = message;
    waiting.get(id)?.({ results, ...(error === undefined ? {} : { error }) });
    waiting.delete(id);
  });
  let count = 0;
  return {
    evaluate: (code, name) =>
      new Promise((resolve) => {
        const id = ++count;
        waiting.set(id, resolve);
        child.send({ id, code, name });
      }),
    [Symbol.dispose]: () => void child.kill(),
  };
}
