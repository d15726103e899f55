/** Folders for the sockets of one kernel each, named after the server's process so that a later one can clear away what it left. */
import { lstat, mkdtemp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { isAlive } from "../sandbox/index.js";

const prefix = "sk-";

/** A new one, which only this server's user may enter. */
export function makeRunFolder(parent: string): Promise<string> {
  return mkdtemp(join(parent, `${prefix}${process.pid}-`));
}

/** Removes those of servers that are no more, after a power cut or a kill: nobody can speak to their kernels any more. @param onError told of each that can’t be removed; the others are */
export async function clearRunFolders(parent: string, onError: (error: unknown) => void): Promise<void> {
  for (const name of await readdir(parent)) {
    const [, pid] = /^sk-(\d+)-\w{6}$/.exec(name) ?? [];
    if (pid === undefined || isAlive(Number(pid))) continue;
    const stats = await lstat(join(parent, name)).catch(() => undefined);
    const mine = process.getuid?.() === 0 || stats?.uid === process.getuid?.();
    if (stats?.isDirectory() === true && mine)
      await rm(join(parent, name), { recursive: true, force: true }).catch(onError);
  }
}
