import type { Pack } from "./pack.js";

/**
 * Opens a pack by its name, or by the path of its folder. It is looked for in `packs` beside the notebook, then among those that
 * ship with the toolkit: "london-boroughs".
 * @throws OpenDataError `no-such-pack` with the names there are, `broken-pack` with what is wrong in it
 * @example let london = await openPack("london-boroughs");
 */
export async function openPack(nameOrPath: string): Promise<Pack> {
  // Loaded late: it reads files, which only Node can.
  const { packInFolder } = await import("./pack-in-folder.js");
  return packInFolder(nameOrPath);
}
