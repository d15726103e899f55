/**
 * Imports of cells, looked up from the notebook's folder as a module that stood there would: packages (ES modules and CommonJS),
 * `node:` modules, local files. A local file that has changed, or one that it imports, is read again.
 */
import { readFileSync, statSync } from "node:fs";
import { createRequire, registerHooks, type LoadFnOutput, type ResolveFnOutput } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { ImportOptions } from "../../core/compile/import-hook.js";
import type { AskWorker } from "./stand-still.js";

const { Map, URL: Urls, JSON: Json, Error: Errors } = globalThis;

export interface ImportsOptions {
  /** The notebook's. */
  readonly folder: string;
  readonly standIns: Readonly<Record<string, unknown>>;
  readonly ask: AskWorker;
}

export type ImportModule = (specifier: string, options: ImportOptions) => Promise<unknown>;

/** A local module as it was loaded, and what it had imported by then. */
interface Loaded {
  version: number;
  stamp: string;
  readonly imports: Map<string, number>;
}

const scheme = "surgery-cell:";
const versionKey = "surgery";
const translated = /\.(?:[mc]?ts|tsx|jsx)$/;

export function createImports({ folder, standIns, ask }: ImportsOptions): {
  importModule: ImportModule;
  require: NodeJS.Require;
} {
  const notebook = pathToFileURL(join(folder, "notebook.ts")).href;
  const loaded = new Map<string, Loaded>();
  let isHooked = false;
  let count = 0;

  const current = (path: string): Loaded => {
    let entry = loaded.get(path);
    if (entry === undefined) {
      entry = { version: 0, stamp: stampOf(path), imports: new Map() };
      loaded.set(path, entry);
    } else if (isStale(path, entry, [])) {
      entry.version++;
      entry.stamp = stampOf(path);
      entry.imports.clear();
    }
    return entry;
  };
  const isStale = (path: string, entry: Loaded, above: readonly string[]): boolean => {
    if (entry.stamp !== stampOf(path)) return true;
    for (const [inner, version] of entry.imports) {
      const found = loaded.get(inner);
      if (found === undefined || above.includes(inner)) continue;
      if (found.version !== version || isStale(inner, found, [...above, path])) return true;
    }
    return false;
  };

  type Context = { readonly parentURL?: string | undefined };
  const resolveFrom = (
    specifier: string,
    parent: string,
    context: object,
    next: (specifier: string, context: never) => ResolveFnOutput,
  ): ResolveFnOutput => {
    const isLocal = /^(?:\.{0,2}\/|file:)/.test(specifier);
    const found = isLocal
      ? resolveLocal(specifier, (one) => next(one, { ...context, parentURL: parent } as never))
      : next(specifier, { ...context, parentURL: parent } as never);
    const url = Urls.parse(found.url);
    if (!isLocal || url?.protocol !== "file:" || url.pathname.includes("/node_modules/")) return found;
    const path = fileURLToPath(url);
    const { version } = current(path);
    loaded.get(localPath(parent))?.imports.set(path, version);
    if (version > 0) url.searchParams.set(versionKey, String(version));
    return { ...found, url: url.href };
  };

  const hook = (): void => {
    isHooked = true;
    registerHooks({
      resolve: (specifier, context, next) => {
        if (specifier.startsWith(scheme)) {
          const wanted = specifier.slice(specifier.indexOf(":", scheme.length) + 1);
          return resolveFrom(wanted, notebook, context, next);
        }
        const { parentURL } = context as Context;
        return parentURL !== undefined && loaded.has(localPath(parentURL))
          ? resolveFrom(specifier, parentURL, context, next)
          : next(specifier, context);
      },
      load: (url, context, next) => loadLocal(url) ?? next(url, context),
    });
  };

  const loadLocal = (url: string): LoadFnOutput | undefined => {
    const path = localPath(url);
    if (!loaded.has(path)) return undefined;
    if (path.endsWith(".json")) {
      const value = Json.stringify(readJson(path));
      return { format: "module", shortCircuit: true, source: `export default ${value};` };
    }
    if (!translated.test(path)) {
      // A CommonJS file is kept by its path.
      delete require.cache[path];
      return undefined;
    }
    const answer = ask({ type: "module", path, source: readFileSync(path, "utf8") });
    if ("error" in answer) throw new SyntaxError(`${path}: ${answer.error}`);
    return { format: "module", shortCircuit: true, source: answer.code };
  };

  const require = createRequire(notebook);
  const importModule: ImportModule = async (wanted, options) => {
    const standIn = standIns[wanted];
    if (standIn !== undefined) return standIn;
    if (!isHooked) hook();
    try {
      const url = `${scheme}${++count}:${wanted}`;
      // A local JSON file is a module of ours.
      const attributes = options.with === undefined || isLocalJson(wanted) ? {} : { with: { ...options.with } };
      return withNames((await import(url, attributes)) as Readonly<Record<string, unknown>>);
    } catch (error) {
      throw explain(error, wanted);
    }
  };
  return { importModule, require };
}

/** What a CommonJS module exports is found by name also where Node can't tell before running it. */
function withNames(namespace: Readonly<Record<string, unknown>>): unknown {
  const whole = namespace["module.exports"];
  if ((typeof whole !== "object" && typeof whole !== "function") || whole === null) return namespace;
  const { default: inner, __esModule: isTranslated } = whole as { default?: unknown; __esModule?: unknown };
  return { ...whole, ...namespace, default: isTranslated === true && inner !== undefined ? inner : whole };
}

const isLocalJson = (specifier: string): boolean => specifier.startsWith(".") && specifier.endsWith(".json");

/** As it is, and then as TypeScript lets it be written: without ending, or with the ending of the translated file. */
function resolveLocal(specifier: string, resolve: (specifier: string) => ResolveFnOutput): ResolveFnOutput {
  const tries = [specifier, specifier.replace(/\.([mc]?)js$/, ".$1ts"), ...endings.map((ending) => specifier + ending)];
  let first: unknown;
  for (const one of tries) {
    try {
      const found = resolve(one);
      if (found.format !== null || !found.url.startsWith("file:")) return found;
      statSync(fileURLToPath(found.url));
      return found;
    } catch (error) {
      first ??= error;
    }
  }
  throw first;
}

const endings = [".ts", ".tsx", ".mts", ".js", ".json", "/index.ts", "/index.js"];

function localPath(url: string): string {
  const parsed = Urls.parse(url);
  return parsed?.protocol === "file:" ? fileURLToPath(parsed) : url;
}

function stampOf(path: string): string {
  const { mtimeMs, size } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: 0, size: 0 };
  return `${mtimeMs} ${size}`;
}

function readJson(path: string): unknown {
  try {
    return Json.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Errors(`“${path}” is not JSON that can be read.`, { cause: error });
  }
}

/** Node's text names files that the person has never seen. */
function explain(error: unknown, specifier: string): unknown {
  if (!(error instanceof Errors) || !("code" in error)) return error;
  const isMissing = error.code === "ERR_MODULE_NOT_FOUND" || error.code === "MODULE_NOT_FOUND";
  if (!isMissing) return error;
  const isLocal = /^\.{0,2}\//.test(specifier);
  if (!isLocal && !error.message.includes(`'${specifier.split("/")[0] ?? ""}`)) return error;
  error.message = isLocal
    ? `There is no file “${specifier}” beside this notebook.`
    : `The package “${specifier}” is not installed here.`;
  return error;
}
