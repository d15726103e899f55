import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { filesOfPack, type PackManifest } from "../place/pack-manifest.js";
import { packInFolder } from "../place/pack-in-folder.js";
import type { Pack } from "../place/pack.js";

export interface CheckedPack {
  readonly about: PackManifest;
  readonly files: number;
  readonly bytes: number;
  /** Files beside it that pack.json does not list: they are never read. */
  readonly strangers: readonly string[];
}

/**
 * Reads all of a pack: every file with its size and checksum, every table, outline, postcode and change.
 * @throws OpenDataError `broken-pack` with the first thing that is wrong
 */
export function checkPack(folder: string): CheckedPack {
  const pack = packInFolder(folder);
  readAll(pack);
  const listed = new Set(["pack.json", ...filesOfPack(pack.about).map(({ file }) => file)]);
  return {
    about: pack.about,
    files: listed.size,
    bytes: [...listed].reduce((sum, file) => sum + statSync(join(folder, file)).size, 0),
    strangers: readdirSync(folder).filter((name) => !listed.has(name)),
  };
}

function readAll(pack: Pack): void {
  const { boundaries, tables, lookups } = pack.about;
  for (const { level } of boundaries) pack.boundaries(level);
  for (const { name } of tables) pack.table(name);
  for (const { name, shards } of lookups) {
    const { find } = pack.postcodes(name);
    // Any postcode of an area has its file read, and proved.
    for (const { area } of shards) find(`${area}11AA`);
  }
  pack.changes();
}
