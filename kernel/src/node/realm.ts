/**
 * Where cells run: this process's own global scope, through the inspector in REPL mode (top-level await, redeclaration by
 * `let`). The session belongs to the main thread, because one that belongs to a worker cannot interrupt it.
 */
import { Session } from "node:inspector";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  compileCell,
  createImportHook,
  importHook,
  importMetaHook,
  jsxFactory,
  jsxHook,
  prepareCompile,
  type ImportHook,
} from "../core/index.js";

export type CellResult =
  | { readonly type: "done" }
  | { readonly type: "failed"; readonly name: string; readonly message: string; readonly line?: number };

export interface Realm {
  /** Runs one cell. `name` shows in stack traces. */
  run(source: string, name: string): Promise<CellResult>;
  /** Evaluates code of the host's own, as it is: nothing that a cell may have replaced is used on the way. */
  evaluate(code: string, name: string): Promise<CellResult>;
}

interface Evaluated {
  readonly exceptionDetails?: {
    readonly text: string;
    readonly exception?: {
      readonly className?: string;
      readonly description?: string;
      readonly value?: string | number | boolean | null;
    };
  };
}

/**
 * @param folder where relative and bare imports are looked up: the notebook's
 * @param standIns modules that are there without being installed
 * @param globals what cells find in the global scope
 * @param resultHook name among the globals: is given the value of each cell's last expression
 */
export function openRealm(
  folder: string,
  standIns: Readonly<Record<string, unknown>> = {},
  globals: Readonly<Record<string, unknown>> = {},
  resultHook?: string,
): Realm {
  const session = new Session();
  session.connect();
  const notebook = join(folder, "notebook.ts");
  const meta = { url: pathToFileURL(notebook).href, dirname: folder, filename: notebook };
  const all = { ...globals, [importHook]: importFrom(folder, standIns), [importMetaHook]: meta, [jsxHook]: jsxFactory };
  for (const [name, value] of Object.entries(all))
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  const earlier = new Set<string>();
  const evaluate = (code: string, url: string): Promise<Evaluated> =>
    new Promise((resolve, reject) => {
      const expression = `${code}\n//# sourceURL=${url}`;
      session.post("Runtime.evaluate", { expression, replMode: true, awaitPromise: true }, (error, result) => {
        if (error === null && result !== undefined) resolve(result);
        else reject(error ?? new Error("The inspector gave no answer."));
      });
    });
  return {
    evaluate: async (code, name) => {
      const { exceptionDetails } = await evaluate(code, name);
      return exceptionDetails === undefined ? { type: "done" } : describe(exceptionDetails, name, (line) => ({ line }));
    },
    run: async (source, name) => {
      await prepareCompile(source);
      const compiled = compileCell(source, { name, earlier, ...(resultHook === undefined ? {} : { resultHook }) });
      if (compiled.type === "broken")
        return { type: "failed", name: "SyntaxError", message: compiled.message, line: compiled.line };
      for (const declared of compiled.declared) earlier.add(declared);
      for (const part of compiled.parts) {
        const { exceptionDetails } = await evaluate(part, name);
        if (exceptionDetails !== undefined) return describe(exceptionDetails, name, compiled.position);
      }
      return { type: "done" };
    },
  };
}

function describe(
  details: NonNullable<Evaluated["exceptionDetails"]>,
  url: string,
  position: (line: number, column: number) => { readonly line: number },
): CellResult {
  const description = details.exception?.description ?? String(details.exception?.value ?? details.text);
  const [head, ...frames] = description.split("\n    at ");
  const place = placeIn(frames, url);
  const name = details.exception?.className ?? "Error";
  const message = (head ?? "").startsWith(`${name}: `) ? (head ?? "").slice(name.length + 2) : (head ?? "");
  return { type: "failed", name, message, ...(place === undefined ? {} : { line: position(...place).line }) };
}

/** The innermost frame of the cell. A rejection carries its stack as text only. */
function placeIn(frames: readonly string[], url: string): [number, number] | undefined {
  for (const frame of frames) {
    const at = frame.indexOf(`${url}:`);
    if (at < 0) continue;
    const [line = 1, column = 1] = frame
      .slice(at + url.length + 1)
      .split(":")
      .map((part) => Number.parseInt(part, 10));
    return [line, column];
  }
  return undefined;
}

function importFrom(folder: string, standIns: Readonly<Record<string, unknown>>): ImportHook {
  const require = createRequire(join(folder, "notebook.js"));
  return createImportHook(async (specifier, options) => {
    const standIn = standIns[specifier];
    if (standIn !== undefined) return standIn;
    const address =
      specifier.startsWith("node:") || URL.canParse(specifier)
        ? specifier
        : pathToFileURL(require.resolve(specifier)).href;
    return import(address, options.with === undefined ? {} : { with: { ...options.with } });
  });
}
