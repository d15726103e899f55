/**
 * Files as the Contents API shows them: one tree below `root`, the same for everybody; who may see what is the routes'
 * business (`mayTouchPath`). Writes are atomic. Listeners hear of changes so that open documents can follow.
 */
import { AppError } from "@data-surgery/contract";
import { NotebookError, readNotebookText, renderNotebook, type Notebook } from "@data-surgery/jupyter";
import { createHash, randomUUID } from "node:crypto";
import { constants, type Stats } from "node:fs";
import { lstat, mkdir, open, readdir, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { ownAsParent, writeFileAtomic } from "./atomic-file.js";
import { holdFolder, type HeldFolder } from "./held-folder.js";
import { parentPath, parseContentPath, resolveContentPath } from "./content-path.js";

export interface FileInfo {
  readonly path: string;
  readonly type: "directory" | "file" | "notebook";
  /** Bytes; 0 for a folder. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly modified: number;
}

export interface ReadFile extends FileInfo {
  readonly bytes: Uint8Array;
  /** SHA-256 in hex of the bytes on disk. */
  readonly hash: string;
}

export type ContentsChange =
  | { readonly type: "written"; readonly path: string; readonly hash: string }
  | { readonly type: "renamed"; readonly path: string; readonly to: string }
  | { readonly type: "deleted"; readonly path: string };

export interface Contents {
  readonly root: string;
  stat(path: string): Promise<FileInfo>;
  exists(path: string): Promise<boolean>;
  list(path: string): Promise<FileInfo[]>;
  readFile(path: string): Promise<ReadFile>;
  readNotebook(
    path: string,
  ): Promise<{ readonly notebook: Notebook; readonly hash: string; readonly modified: number }>;
  writeFile(path: string, bytes: Uint8Array | string): Promise<ReadFile>;
  writeNotebook(path: string, notebook: Notebook): Promise<{ readonly hash: string; readonly modified: number }>;
  createFolder(path: string): Promise<void>;
  rename(path: string, to: string): Promise<void>;
  copy(path: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** The disposer stops the listening. */
  onChange(listener: (change: ContentsChange) => void): Disposable;
}

/** Larger files are for tools that stream; a browser tab could not hold them. */
const largest = 64 * 1024 * 1024;

export function fileContents({ root }: { readonly root: string }): Contents {
  return new FileContents(root);
}

export function hashOf(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

class FileContents implements Contents {
  readonly root: string;
  readonly #listeners = new Set<(change: ContentsChange) => void>();

  constructor(root: string) {
    this.root = root;
  }

  async stat(path: string): Promise<FileInfo> {
    return infoOf(path, await this.#lstat(path));
  }

  async exists(path: string): Promise<boolean> {
    try {
      await this.stat(path);
      return true;
    } catch (error) {
      if (error instanceof AppError && error.code === "contents.not-found") return false;
      throw error;
    }
  }

  async list(path: string): Promise<FileInfo[]> {
    const folder = await this.#resolve(path);
    try {
      await using held = await holdFolder(this.root, folder);
      const visible = (await readdir(held.at("."))).filter((name) => !name.startsWith("."));
      const found = await Promise.all(visible.map((name) => this.#infoIn(held, path, name)));
      return found.filter((info) => info !== undefined);
    } catch (error) {
      throw translate(error, path);
    }
  }

  /** Links, sockets and what vanished meanwhile are not shown. */
  async #infoIn(folder: HeldFolder, path: string, name: string): Promise<FileInfo | undefined> {
    try {
      const stats = await lstat(folder.at(name));
      return stats.isFile() || stats.isDirectory() ? infoOf(path === "" ? name : `${path}/${name}`, stats) : undefined;
    } catch (error) {
      if (codeOf(error) === "ENOENT") return undefined;
      throw error;
    }
  }

  async readFile(path: string): Promise<ReadFile> {
    // Without waiting: a kernel may have put a pipe there, whose opening would never end.
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    return this.#held(path, async (file) => {
      const handle = await open(file, flags);
      try {
        const stats = await handle.stat();
        if (!stats.isFile()) throw new AppError("contents.wrong-type", { path, expected: "file" });
        if (stats.size > largest) throw new AppError("contents.too-large", { path, limit: "64 MB" });
        const bytes = await handle.readFile();
        return { ...infoOf(path, stats), bytes, hash: hashOf(bytes) };
      } finally {
        await handle.close();
      }
    });
  }

  async readNotebook(path: string): Promise<{ notebook: Notebook; hash: string; modified: number }> {
    const { bytes, hash, modified } = await this.readFile(path);
    try {
      return { notebook: readNotebookText(Buffer.from(bytes).toString("utf8"), randomUUID), hash, modified };
    } catch (error) {
      if (error instanceof NotebookError)
        throw new AppError("contents.not-a-notebook", { path, reason: error.message }, { cause: error });
      throw error;
    }
  }

  async writeFile(path: string, bytes: Uint8Array | string): Promise<ReadFile> {
    if (Buffer.byteLength(bytes) > largest) throw new AppError("contents.too-large", { path, limit: "64 MB" });
    await this.#held(path, (file) => writeFileAtomic(file, bytes));
    const hash = hashOf(bytes);
    this.#emit({ type: "written", path, hash });
    const stats = await this.#lstat(path);
    return { ...infoOf(path, stats), bytes: Buffer.from(bytes as Uint8Array), hash };
  }

  async writeNotebook(path: string, notebook: Notebook): Promise<{ hash: string; modified: number }> {
    const { hash, modified } = await this.writeFile(path, renderNotebook(notebook));
    return { hash, modified };
  }

  async createFolder(path: string): Promise<void> {
    const segments = parseContentPath(path).split("/");
    for (let depth = 1; depth <= segments.length; depth++) {
      const folder = segments.slice(0, depth).join("/");
      if (folder === "" || (await this.exists(folder))) continue;
      await this.#held(folder, async (made) => {
        await mkdir(made, { recursive: true });
        await ownAsParent(made);
      });
    }
  }

  async rename(path: string, to: string): Promise<void> {
    await this.#lstat(path);
    if (path !== to && (await this.exists(to))) throw new AppError("contents.exists", { path: to });
    await this.#held(path, (from) =>
      this.#held(to, async (target) => {
        await rename(from, target);
        await ownAsParent(target);
      }),
    );
    this.#emit({ type: "renamed", path, to });
  }

  async copy(path: string, to: string): Promise<void> {
    const info = await this.stat(path);
    if (info.type === "directory") throw new AppError("contents.wrong-type", { path, expected: "file" });
    const { bytes } = await this.readFile(path);
    await this.#held(to, async (target) => {
      await writeFile(target, bytes, { flag: "wx" });
      await ownAsParent(target);
    });
  }

  async remove(path: string): Promise<void> {
    const info = await this.stat(path);
    await this.#held(path, (target) => (info.type === "directory" ? rmdir(target) : rm(target)));
    this.#emit({ type: "deleted", path });
  }

  onChange(listener: (change: ContentsChange) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  #emit(change: ContentsChange): void {
    for (const listener of this.#listeners) listener(change);
  }

  #resolve(path: string): Promise<string> {
    return resolveContentPath(this.root, parseContentPath(path));
  }

  /** What is done with the file happens in the folder that was looked at, whatever it is called by then. */
  async #held<T>(path: string, use: (file: string) => Promise<T>): Promise<T> {
    const file = await this.#resolve(path);
    try {
      if (file === this.root) return await use(file);
      await using folder = await holdFolder(this.root, dirname(file));
      return await use(folder.at(basename(file)));
    } catch (error) {
      throw translate(error, path);
    }
  }

  async #lstat(path: string): Promise<Stats> {
    const stats = await this.#held(path, (file) => lstat(file));
    // Pipes, sockets and devices are not contents.
    if (!stats.isFile() && !stats.isDirectory()) throw new AppError("contents.wrong-type", { path, expected: "file" });
    return stats;
  }
}

function infoOf(path: string, stats: Stats): FileInfo {
  const type = stats.isDirectory() ? "directory" : path.endsWith(".ipynb") ? "notebook" : "file";
  return {
    path,
    type,
    size: stats.isDirectory() ? 0 : stats.size,
    created: stats.birthtimeMs,
    modified: stats.mtimeMs,
  };
}

function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "";
}

/** What the file system says, in our words. */
function translate(error: unknown, path: string): unknown {
  switch (codeOf(error)) {
    case "ENOENT":
      return new AppError("contents.not-found", { path: path === "" ? "the folder" : path }, { cause: error });
    case "ENOTDIR":
      return new AppError("contents.wrong-type", { path: parentPath(path), expected: "folder" }, { cause: error });
    case "EISDIR":
      return new AppError("contents.wrong-type", { path, expected: "file" }, { cause: error });
    case "ELOOP":
      return new AppError("contents.bad-path", { path }, { cause: error });
    case "EEXIST":
      return new AppError("contents.exists", { path }, { cause: error });
    case "ENOTEMPTY":
      return new AppError("contents.not-empty", { path }, { cause: error });
    case "ENOSPC":
    case "EDQUOT":
      return new AppError("contents.disk-full", {}, { cause: error });
    default:
      return error;
  }
}
