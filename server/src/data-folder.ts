/**
 * The folder that holds everything a workshop makes. One server at a time: a second one on the same folder would write
 * over the first, so a lock file names the owner.
 */
import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { isAlive, startTime } from "./sandbox/index.js";

export interface DataFolder extends Disposable {
  readonly root: string;
  /** The contents root that people see. */
  readonly files: string;
  readonly file: (name: string) => string;
  /** A folder beside `files`, made if it is not there. */
  readonly folder: (name: string) => string;
}

export class DataFolderError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "DataFolderError";
  }
}

/** @throws DataFolderError when it can't be read or written, or another server holds it */
export function openDataFolder(root: string, nodeModules: string): DataFolder {
  const files = join(root, "files");
  const lock = join(root, "server.lock");
  const folderIn = (name: string): string => {
    makeFolder(join(root, name));
    return join(root, name);
  };
  return usable(root, () => {
    mkdirSync(root, { recursive: true, mode: 0o700 });
    for (const name of ["files", "files/people", "files/shared"]) folderIn(name);
    linkModules(join(root, "node_modules"), nodeModules);
    closeToOthers(root, files);
    takeLock(lock);
    return {
      root,
      files,
      file: (name) => join(root, name),
      folder: (name) => usable(root, () => folderIn(name)),
      [Symbol.dispose]: () => rmSync(lock, { force: true }),
    };
  });
}

/** Does something in the data folder. @throws DataFolderError saying what is wrong with it and what to do */
export function usable<T>(root: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof DataFolderError) throw error;
    throw new DataFolderError(
      `The data folder ${root} can't be used (${error instanceof Error ? error.message : String(error)}). ` +
        "Check that it exists on a disk with room and that you may write to it, or name another: npm start -- --data FOLDER",
      { cause: error },
    );
  }
}

/** One at a time: of a disk that may only be read, making several at once is told as "no such folder". */
function makeFolder(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) mkdirSync(path, { mode: 0o700 });
}

/**
 * Other users of this computer, and those that kernels run as when the server is root, come no further than the folder that is
 * theirs: they may pass through `files` and `people` without seeing what is in them, and read nothing else.
 */
function closeToOthers(root: string, files: string): void {
  if (process.platform === "win32") return;
  // Whatever this process makes from here on is its user's alone: the database, its journal, people's folders.
  process.umask(0o077);
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    if (entry.isFile()) chmodSync(join(root, entry.name), 0o600);
    else if (entry.isDirectory()) chmodSync(join(root, entry.name), 0o700);
  }
  const people = join(files, "people");
  for (const passage of [root, files, people]) chmodSync(passage, 0o711);
  for (const folder of [files, people]) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory() && entry.name !== "people") chmodSync(join(folder, entry.name), 0o700);
    }
  }
}

/** Every notebook of the lesson sources. */
export function notebooksBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ipynb"))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Notebooks import our packages by name; Node looks for node_modules in the folders above the notebook. */
function linkModules(link: string, target: string): void {
  const existing = lstatSync(link, { throwIfNoEntry: false });
  if (existing?.isSymbolicLink() === true && readlinkSync(link) === target) return;
  if (existing !== undefined) rmSync(link, { recursive: existing.isDirectory(), force: true });
  symlinkSync(target, link, "junction");
}

function takeLock(lock: string): void {
  const own = `${lock}.${process.pid}`;
  writeFileSync(own, `${process.pid} ${since(process.pid)}\n`);
  try {
    // Made under another name and then given this one: nobody ever sees a lock without its owner.
    for (let tries = 0; tries < 3; tries++) if (isTaken(own, lock)) return;
  } finally {
    rmSync(own, { force: true });
  }
  throw new DataFolderError("The data folder's lock keeps being taken by others. Try again.");
}

/** True when the lock is ours; false when a leftover was taken away and it is worth another try. @throws DataFolderError when its owner lives */
function isTaken(own: string, lock: string): boolean {
  try {
    linkSync(own, lock);
    return true;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    // Memory sticks know no second names.
    if (code === "EPERM" || code === "ENOSYS" || code === "ENOTSUP") copyFileSync(own, lock, constants.COPYFILE_EXCL);
    else if (code !== "EEXIST") throw error;
    if (code !== "EEXIST") return true;
  }
  assertLeftover(readFileSync(lock, "utf8"));
  // Its owner was killed. Moved before it is looked at again: another start may have put its own there meanwhile.
  const moved = `${own}.old`;
  renameSync(lock, moved);
  try {
    assertLeftover(readFileSync(moved, "utf8"));
  } catch (error) {
    linkSync(moved, lock);
    throw error;
  } finally {
    rmSync(moved, { force: true });
  }
  return false;
}

function assertLeftover(text: string): void {
  const [pid, began] = text.trim().split(" ");
  const owner = Number(pid);
  if (isAlive(owner) && owner !== process.pid && since(owner) === began) {
    throw new DataFolderError(
      `Another Data Surgery (process ${pid}) is using this data folder already. Stop that one first, or name another folder: npm start -- --data FOLDER`,
    );
  }
}

/** No /proc on macOS and Windows: the number alone has to do. */
function since(pid: number): string {
  return startTime(pid) ?? "unknown";
}
