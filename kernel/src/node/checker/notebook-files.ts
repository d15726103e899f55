/**
 * The files that the checker sees: the disk, and on top of it the notebook, which is on no disk.
 *
 * The notebook's name begins with `^/`, as the names of unsaved documents do in editors; for such a file the compiler completes
 * names without first preparing a list of everything that could be imported, which its interface cannot do. Under that
 * prefix we show the whole disk once more, so that imports are looked up from the notebook's folder as usual; at the very top of
 * it lie the packages that came with us, for notebooks in folders that have none.
 */
import { readFileSync, realpathSync, statSync, type Stats } from "node:fs";
import { dirname, join } from "node:path";
import { ambientGlobals } from "./ambient-globals.js";

/** What the compiler may ask. `undefined` means: look on the disk yourself. */
export interface FileAnswers {
  readFile(path: string): string | null | undefined;
  fileExists(path: string): boolean | undefined;
  directoryExists(path: string): boolean | undefined;
  realpath(path: string): string | undefined;
}

export interface NotebookFiles {
  readonly configFile: string;
  readonly notebookFile: string;
  readonly answers: FileAnswers;
  setNotebook(text: string): void;
  /** Files beside the notebook (not in packages) that were read and are not what they were. */
  changedOnDisk(): string[];
}

const prefix = "^/notebook/ts-nul-authority";

/** @param folder the notebook's. @param ours where to look for packages when it has none. */
export function createNotebookFiles(folder: string, ours: string): NotebookFiles {
  const home = withSlashes(folder)
    .replace(/^(?=[^/])/, "/")
    .replace(/\/$/, "");
  const notebookFile = `${prefix}${home}/this-notebook.tsx`;
  const globalsFile = `${prefix}${home}/.this-notebook-globals.d.ts`;
  const configFile = `${withSlashes(folder).replace(/\/$/, "")}/.this-notebook-tsconfig.json`;
  const made = new Map([
    [configFile, JSON.stringify(config([notebookFile, globalsFile], [folder, ours]))],
    [globalsFile, ambientGlobals],
    [notebookFile, ""],
  ]);
  const read = new Map<string, string>();
  const onDisk = (path: string): string | undefined => {
    if (!path.startsWith(`${prefix}/`)) return undefined;
    const rest = path.slice(prefix.length);
    if (rest === "/node_modules" || rest.startsWith("/node_modules/")) return join(ours, rest);
    return /^\/[A-Za-z]:/.test(rest) ? rest.slice(1) : rest;
  };
  return {
    configFile,
    notebookFile,
    answers: {
      readFile: (path) => {
        const text = made.get(path);
        const file = text === undefined ? onDisk(path) : undefined;
        if (file === undefined) return text;
        const found = stateOf(file);
        if (!file.includes("/node_modules/")) read.set(path, found?.mark ?? "");
        return found?.stats.isFile() === true ? readFileSync(file, "utf8") : null;
      },
      fileExists: (path) => {
        if (made.has(path)) return true;
        const file = onDisk(path);
        return file === undefined ? undefined : (stateOf(file)?.stats.isFile() ?? false);
      },
      directoryExists: (path) => {
        const file = onDisk(path);
        return file === undefined ? undefined : (stateOf(file)?.stats.isDirectory() ?? false);
      },
      realpath: (path) => {
        const file = onDisk(path);
        // Files beside the notebook keep their name under the prefix: what they import is looked up as the notebook's imports are.
        if (file === undefined || made.has(path) || !file.includes("node_modules")) return undefined;
        return stateOf(file) === undefined ? undefined : withSlashes(realpathSync(file));
      },
    },
    setNotebook: (text) => void made.set(notebookFile, text),
    changedOnDisk: () => {
      const changed = [...read].filter(([path, mark]) => (stateOf(onDisk(path) ?? "")?.mark ?? "") !== mark);
      for (const [path] of changed) read.delete(path);
      return changed.map(([path]) => path);
    },
  };
}

function withSlashes(path: string): string {
  return path.replaceAll("\\", "/");
}

function stateOf(file: string): { readonly stats: Stats; readonly mark: string } | undefined {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats === undefined ? undefined : { stats, mark: `${stats.mtimeMs} ${stats.size}` };
}

function config(files: readonly string[], roots: readonly string[]): object {
  return {
    compilerOptions: {
      target: "esnext",
      module: "esnext",
      moduleResolution: "bundler",
      // Not the browser's: its global `name` and `status` would hide that a learner forgot to make theirs.
      lib: ["esnext"],
      types: ["node"],
      typeRoots: roots.flatMap(foldersUpwards).map((folder) => `${withSlashes(folder)}/node_modules/@types`),
      jsx: "preserve",
      strict: true,
      // A beginner's `function double(x) { … }` is fine, and so is `error.message` in a catch.
      noImplicitAny: false,
      noImplicitThis: false,
      useUnknownInCatchVariables: false,
      strictPropertyInitialization: false,
      allowImportingTsExtensions: true,
      allowJs: true,
      resolveJsonModule: true,
      esModuleInterop: true,
      skipLibCheck: true,
      noEmit: true,
    },
    files,
  };
}

function foldersUpwards(folder: string): string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...foldersUpwards(above)];
}
