/**
 * A folder held open, so that a file in it is reached whatever happens to the names above it. People's kernels may turn a folder
 * into a link at any moment, also between a look at it and its use; the server must not be led elsewhere by that.
 */
import { AppError } from "@data-surgery/contract";
import { constants } from "node:fs";
import { open, readlink, realpath } from "node:fs/promises";
import { join, relative } from "node:path";

export interface HeldFolder extends AsyncDisposable {
  /** A path to this name in the very folder that is held. */
  at(name: string): string;
}

/**
 * On Linux through /proc/self/fd; elsewhere kernels are not kept apart, so the plain path does.
 * @param folder at or below `root`
 * @throws AppError `contents.bad-path` when the way there leads through a link
 */
export async function holdFolder(root: string, folder: string): Promise<HeldFolder> {
  if (process.platform !== "linux")
    return { at: (name) => join(folder, name), [Symbol.asyncDispose]: () => Promise.resolve() };
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  const held = `/proc/self/fd/${handle.fd}`;
  try {
    const below = relative(root, folder);
    if ((await readlink(held)) !== join(await realpath(root), below))
      throw new AppError("contents.bad-path", { path: below });
    return { at: (name) => `${held}/${name}`, [Symbol.asyncDispose]: () => handle.close() };
  } catch (error) {
    await handle.close();
    throw error;
  }
}
