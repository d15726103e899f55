/** The folder of files of one person, and the copies that JupyterLab keeps of them: taken out, or removed. */
import { lstat, mkdir, readdir, copyFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { DataFolderError, type DataFolder } from "./data-folder.js";

export interface PersonFiles {
  /** Copies into `files/` and `checkpoints/` of this folder. Returns the paths of what is neither file nor folder: a link may lead anywhere, so none is followed. */
  copyTo(out: string): Promise<{ readonly files: number; readonly skipped: readonly string[] }>;
  /** Returns how many files went. @throws DataFolderError when something can't be removed */
  remove(): Promise<number>;
}

/** @param home name of their folder, as the server made it */
export function personFiles(folder: DataFolder, home: string): PersonFiles {
  const places = {
    files: join(folder.files, "people", home),
    checkpoints: join(folder.folder("checkpoints"), "people", home),
  };
  return {
    copyTo: async (out) => {
      const counted = { files: 0, skipped: [] as string[] };
      for (const [name, from] of Object.entries(places)) await copyBelow(from, join(out, name), name, counted);
      return counted;
    },
    remove: async () => {
      let count = 0;
      for (const place of Object.values(places)) {
        count += await countBelow(place);
        await rm(place, { recursive: true, force: true }).catch((error: unknown) => {
          throw new DataFolderError(
            `The folder ${place} could not be removed (${error instanceof Error ? error.message : String(error)}). ` +
              "Remove it by hand, then give the same command again: nothing is lost by that.",
            { cause: error },
          );
        });
      }
      return count;
    },
  };
}

async function copyBelow(
  from: string,
  to: string,
  shown: string,
  counted: { files: number; skipped: string[] },
): Promise<void> {
  if (!(await isFolder(from))) return;
  await mkdir(to, { recursive: true, mode: 0o700 });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [inside, target, name] = [join(from, entry.name), join(to, entry.name), `${shown}/${entry.name}`];
    if (entry.isDirectory()) await copyBelow(inside, target, name, counted);
    else if (entry.isFile()) {
      await copyFile(inside, target);
      counted.files++;
    } else counted.skipped.push(name);
  }
}

async function countBelow(folder: string): Promise<number> {
  if (!(await isFolder(folder))) return 0;
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => !entry.isDirectory()).length;
}

async function isFolder(path: string): Promise<boolean> {
  const found = await lstat(path).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  });
  return found?.isDirectory() === true;
}
