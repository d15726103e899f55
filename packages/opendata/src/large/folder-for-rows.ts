import { mkdtemp, readdir, rm, stat, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const start = ".data-surgery-rows-";
/** A file system that is really memory: there rows would not be out of the way. */
const tmpfs = 0x01021994;
const day = 24 * 60 * 60 * 1000;

/**
 * A new folder for the rows of a large file: among the temporary files, or beside the notebook where those are kept in memory (as in a
 * closed-off kernel) or have no room. What a kernel that was stopped left beside the notebook more than a day ago goes.
 */
export async function folderForRows(
  size: number,
  temporary: string = tmpdir(),
  beside: string = process.cwd(),
): Promise<string> {
  const { type, bavail, bsize } = await statfs(temporary);
  if (type !== tmpfs && bavail * bsize > size) return mkdtemp(join(temporary, start));
  for (const name of await readdir(beside)) {
    if (!name.startsWith(start)) continue;
    const left = join(beside, name);
    if (Date.now() - (await stat(left)).mtimeMs > day) await rm(left, { recursive: true, force: true });
  }
  return mkdtemp(join(beside, start));
}
