/** Writing that survives a pulled plug: whole in a new file, on the disk, and only then under its name. */
import { randomUUID } from "node:crypto";
import { open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";

/** Writes a new file and waits until the disk has it. */
export async function writeDurably(path: string, bytes: Uint8Array | string): Promise<void> {
  const file = await open(path, "wx");
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Puts bytes in the place of a file: whoever reads it gets the old ones or the new ones. The same bytes are not written again. */
export async function replaceDurably(path: string, bytes: Uint8Array | string, workFolder: string): Promise<boolean> {
  const wanted = Buffer.from(bytes as string);
  const there = await readFile(path).catch(nothingThere);
  if (there !== undefined && there.equals(wanted)) return false;
  const draft = join(workFolder, randomUUID());
  await writeDurably(draft, wanted);
  await rename(draft, path);
  return true;
}

/** Waits until the disk has the names in a folder. */
export async function syncFolder(path: string): Promise<void> {
  // Windows opens no folders, and keeps their names by itself.
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** For reading what may not be there. */
export function nothingThere(error: unknown): undefined {
  if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR"))
    return undefined;
  throw error;
}
