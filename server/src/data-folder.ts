/**
 * The folder that holds everything a workshop makes. One server at a time: a second one on the same folder would write
 * over the first, so a lock file names the owner.
 */
import {
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  lstatSync,
  readlinkSync,
  openSync,
  writeSync,
  closeSync,
} from "node:fs";
import { join } from "node:path";

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
  try {
    mkdirSync(join(files, "people"), { recursive: true, mode: 0o700 });
    mkdirSync(join(files, "shared"), { recursive: true });
    linkModules(join(root, "node_modules"), nodeModules);
    takeLock(lock);
  } catch (error) {
    if (error instanceof DataFolderError) throw error;
    throw new DataFolderError(
      `The data folder ${root} can't be used (${error instanceof Error ? error.message : String(error)}). ` +
        "Check that it exists on a disk with room and that you may write to it, or name another: npm start -- --data FOLDER",
      { cause: error },
    );
  }
  return {
    root,
    files,
    file: (name) => join(root, name),
    folder: (name) => {
      const path = join(root, name);
      mkdirSync(path, { recursive: true, mode: 0o700 });
      return path;
    },
    [Symbol.dispose]: () => rmSync(lock, { force: true }),
  };
}

/** Notebooks import our packages by name; Node looks for node_modules in the folders above the notebook. */
function linkModules(link: string, target: string): void {
  const existing = lstatSync(link, { throwIfNoEntry: false });
  if (existing?.isSymbolicLink() === true && readlinkSync(link) === target) return;
  if (existing !== undefined) rmSync(link, { recursive: existing.isDirectory(), force: true });
  symlinkSync(target, link, "junction");
}

function takeLock(lock: string): void {
  for (let tries = 0; tries < 2; tries++) {
    try {
      const file = openSync(lock, "wx");
      writeSync(file, `${process.pid} ${startTime(process.pid)}\n`);
      closeSync(file);
      return;
    } catch (error) {
      if (!(error instanceof Error) || !("code" in error) || error.code !== "EEXIST") throw error;
      const [pid, since] = readFileSync(lock, "utf8").trim().split(" ");
      const owner = Number(pid);
      if (isAlive(owner) && owner !== process.pid && startTime(owner) === since) {
        throw new DataFolderError(
          `Another Data Surgery (process ${pid}) is using this data folder already. Stop that one first, or name another folder: npm start -- --data FOLDER`,
        );
      }
      // Its owner was killed: the lock is a leftover.
      rmSync(lock, { force: true });
    }
  }
  throw new DataFolderError("The data folder's lock keeps being taken by others. Try again.");
}

/** When a process began, in clock ticks since boot, so that a number given out again is not taken for its old owner. */
function startTime(pid: number): string {
  try {
    // proc(5), field 22; the name in field 2 may hold spaces, so count from its closing bracket.
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "unknown";
  } catch (error) {
    // No /proc on macOS and Windows: the number alone has to do.
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "unknown";
    throw error;
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to another user.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
