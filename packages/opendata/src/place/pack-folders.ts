import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Packs that come with the toolkit. Two levels up from src, from dist and from dist/packed alike. */
export const shippedPacks: string = fileURLToPath(new URL("../../packs", import.meta.url));

/**
 * The folders of all packs that are found by name: in `packs` beside the notebook, then what the organiser of a workshop installed
 * (the server says where), then what ships; the first of a name counts.
 */
export function packFolders(): Map<string, string> {
  const found = new Map<string, string>();
  const installed = process.env["SURGERY_PACKS"] ?? "";
  for (const folder of ["packs", ...(installed === "" ? [] : [installed]), shippedPacks]) {
    for (const pack of packsIn(folder)) if (!found.has(pack.name)) found.set(pack.name, pack.folder);
  }
  return found;
}

/** The packs in one folder; none where it is not there. */
export function packsIn(folder: string): { readonly name: string; readonly folder: string }[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  return readdirSync(folder)
    .toSorted()
    .flatMap((name) => {
      // One that is being installed has a name with a dot.
      const here = join(folder, name);
      return !name.startsWith(".") && existsSync(join(here, "pack.json")) ? [{ name, folder: here }] : [];
    });
}
