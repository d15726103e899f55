/** Writing so that a reader, or a power cut, sees the old file or the new one and never half of one. */
import { randomBytes } from "node:crypto";
import { lchown, open, rename, rm, stat, type FileHandle } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Temporary names start with a dot, so they never show in a listing. */
export async function writeFileAtomic(path: string, bytes: Uint8Array | string): Promise<void> {
  const temporary = join(dirname(path), `.saving-${randomBytes(6).toString("hex")}`);
  try {
    const file = await open(temporary, "wx", 0o644);
    try {
      await file.writeFile(bytes);
      await ownAsFolder(file, dirname(path));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** A file that must not be there yet: a half written one is taken away again. @throws with code EEXIST */
export async function createFileWhole(path: string, bytes: Uint8Array | string): Promise<void> {
  const file = await open(path, "wx", 0o644);
  try {
    await file.writeFile(bytes);
    await ownAsFolder(file, dirname(path));
    await file.sync();
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

/**
 * A server that is root lends people's folders to users of their own (server/src/sandbox/uid-leases.ts): what it writes there
 * must be theirs too, or their kernels could not change it.
 */
async function ownAsFolder(file: FileHandle, folder: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = await stat(folder);
  if (uid !== 0) await file.chown(uid, gid);
}

/** The same for what was made in one step. Links are given away themselves. */
export async function ownAsParent(path: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = await stat(dirname(path));
  if (uid !== 0) await lchown(path, uid, gid);
}
