import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Packs that come with the toolkit. Two levels up from src, from dist and from dist/packed alike. */
const shipped = fileURLToPath(new URL("../../packs", import.meta.url));

/** The folders of all packs that are found by name: in `packs` beside the notebook, then what ships; the first of a name counts. */
export function packFolders(): Map<string, string> {
  const found = new Map<string, string>();
  for (const folder of ["packs", shipped]) {
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) continue;
    for (const name of readdirSync(folder)) {
      if (!found.has(name) && existsSync(join(folder, name, "pack.json"))) found.set(name, join(folder, name));
    }
  }
  return found;
}
