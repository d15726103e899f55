/**
 * Files as the Contents API shows them: one tree below `root`, the same for everybody; who may see what is the routes'
 * business (`mayTouchPath`). Writes are atomic. Listeners hear of changes so that open documents can follow.
 */
import { AppError } from "@data-surgery/contract";
import { NotebookError, readNotebookText, renderNotebook, type Notebook } from "@data-surgery/jupyter";
import { createHash, randomUUID } from "node:crypto";
import { constants, type Stats } from "node:fs";
import { link, lstat, open, readdir, rename, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { createFileWhole, ownAsParent, writeFileAtomic } from "./atomic-file.js";
import { baseName, codeOf, makeFolder, openFolder, parentPath, parseContentPath } from "./content-path.js";

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
  /** Like `writeFile`, but never onto something that is there. @throws AppError `contents.exists` */
  createFile(path: string, bytes: Uint8Array | string): Promise<ReadFile>;
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

  stat(path: string): Promise<FileInfo> {
    return this.#at(path, async (file) => {
      const stats = await lstat(file);
      // Pipes, sockets and devices are not contents.
      if (!stats.isFile() && !stats.isDirectory())
        throw new AppError("contents.wrong-type", { path, expected: "file" });
      return infoOf(path, stats);
    });
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
    const clean = parseContentPath(path);
    try {
      await using folder = await openFolder(this.root, clean);
      const visible = (await readdir(folder.path)).filter((name) => !name.startsWith("."));
      const found = await Promise.all(visible.map((name) => this.#infoIn(folder.path, path, name)));
      return found.filter((info) => info !== undefined);
    } catch (error) {
      throw translate(error, path);
    }
  }

  /** Links, sockets and what vanished meanwhile are not shown. */
  async #infoIn(folder: string, path: string, name: string): Promise<FileInfo | undefined> {
    try {
      const stats = await lstat(join(folder, name));
      return stats.isFile() || stats.isDirectory() ? infoOf(path === "" ? name : `${path}/${name}`, stats) : undefined;
    } catch (error) {
      if (codeOf(error) === "ENOENT") return undefined;
      throw error;
    }
  }

  readFile(path: string): Promise<ReadFile> {
    return this.#at(path, async (file) => {
      // Not waiting: something in the file's place that is no file, such as a pipe, must not hold anybody up.
      const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
      try {
        const stats = await handle.stat();
        if (!stats.isFile()) throw new AppError("contents.wrong-type", { path, expected: "file" });
        if (stats.size > largest) throw tooLarge(path);
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

  writeFile(path: string, bytes: Uint8Array | string): Promise<ReadFile> {
    return this.#write(path, bytes, writeFileAtomic);
  }

  createFile(path: string, bytes: Uint8Array | string): Promise<ReadFile> {
    return this.#write(path, bytes, createFileWhole);
  }

  async #write(path: string, bytes: Uint8Array | string, write: typeof writeFileAtomic): Promise<ReadFile> {
    if (Buffer.byteLength(bytes) > largest) throw tooLarge(path);
    const hash = hashOf(bytes);
    const info = await this.#at(path, async (file) => {
      await write(file, bytes);
      return infoOf(path, await lstat(file));
    });
    this.#emit({ type: "written", path, hash });
    return { ...info, bytes: Buffer.from(bytes as Uint8Array), hash };
  }

  async writeNotebook(path: string, notebook: Notebook): Promise<{ hash: string; modified: number }> {
    const { hash, modified } = await this.writeFile(path, renderNotebook(notebook));
    return { hash, modified };
  }

  async createFolder(path: string): Promise<void> {
    try {
      await makeFolder(this.root, parseContentPath(path));
    } catch (error) {
      throw translate(error, path);
    }
  }

  async rename(path: string, to: string): Promise<void> {
    if (`${to}/`.startsWith(`${path}/`)) throw new AppError("contents.bad-path", { path: to });
    await this.#at(path, async (from) => {
      const stats = await lstat(from);
      await this.#at(to, async (target) => {
        if (await isThere(target)) throw new AppError("contents.exists", { path: to });
        if (stats.isFile()) await moveFile(from, target);
        else await rename(from, target);
        await ownAsParent(target);
      });
    });
    this.#emit({ type: "renamed", path, to });
  }

  async copy(path: string, to: string): Promise<void> {
    const { bytes } = await this.readFile(path);
    await this.createFile(to, bytes);
  }

  async remove(path: string): Promise<void> {
    await this.#at(path, async (file) => {
      if ((await lstat(file)).isDirectory()) await rmdir(file);
      else await rm(file);
    });
    this.#emit({ type: "deleted", path });
  }

  onChange(listener: (change: ContentsChange) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  #emit(change: ContentsChange): void {
    for (const listener of this.#listeners) listener(change);
  }

  /** Does something with the file or folder of this path, in its folder as it is now. A link in its place is refused. */
  async #at<T>(path: string, work: (file: string) => Promise<T>): Promise<T> {
    const clean = parseContentPath(path);
    try {
      await using folder = await openFolder(this.root, parentPath(clean));
      const file = `${folder.path}/${clean === "" ? "." : baseName(clean)}`;
      // For the message only: everything that is done to a file here acts on a link itself, never on what it leads to.
      if (await isLink(file)) throw new AppError("contents.bad-path", { path });
      return await work(file);
    } catch (error) {
      throw translate(error, path);
    }
  }
}

const tooLarge = (path: string): AppError => new AppError("contents.too-large", { path, limit: "64 MB" });

async function isLink(file: string): Promise<boolean> {
  return lstat(file).then(
    (stats) => stats.isSymbolicLink(),
    () => false,
  );
}

async function isThere(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  );
}

/** Never onto another file, also when that one has only just come: a second name is made, then the first is taken away. */
async function moveFile(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    // Memory sticks and some shares know no second names.
    if (!["EPERM", "ENOSYS", "ENOTSUP", "EXDEV", "EMLINK"].includes(codeOf(error))) throw error;
    await rename(from, to);
    return;
  }
  await rm(from);
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
    case "EINVAL":
    case "ENAMETOOLONG":
    case "ENXIO":
      return new AppError("contents.bad-path", { path }, { cause: error });
    case "EEXIST":
      return new AppError("contents.exists", { path }, { cause: error });
    case "ENOTEMPTY":
      return new AppError("contents.not-empty", { path }, { cause: error });
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new AppError("contents.not-writable", { path }, { cause: error });
    case "ENOSPC":
    case "EDQUOT":
      return new AppError("contents.disk-full", {}, { cause: error });
    default:
      return error;
  }
}
