import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Packs that come with the toolkit. Two levels up from src, from dist and from dist/packed alike. */
const shipped = fileURLToPath(new URL("../../packs", import.meta.url));

/**
 * The folders of all packs that are found by name: in `packs` beside the notebook, then what the organiser of a workshop installed
 * (the server says where), then what ships; the first of a name counts.
 */
export function packFolders(): Map<string, string> {
  const found = new Map<string, string>();
  const installed = process.env["SURGERY_PACKS"] ?? "";
  for (const folder of ["packs", ...(installed === "" ? [] : [installed]), shipped]) {
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) continue;
    for (const name of readdirSync(folder)) {
      if (!found.has(name) && existsSync(join(folder, name, "pack.json"))) found.set(name, join(folder, name));
    }
  }
  return found;
}
