import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileError } from "../file-error.js";
import { nearestName } from "../nearest-name.js";
import { OpenDataError } from "../open-data-error.js";
import { packFolders } from "./pack-folders.js";
import { brokenPack, filesOfPack, mostPartBytes, parseManifest } from "./pack-manifest.js";
import { Pack } from "./pack.js";

const mostManifestBytes = 256 * 1024;

/** The pack of a name, or in the folder of a path. Its files are read, and proved, when they are first asked for. */
export function packInFolder(nameOrPath: string): Pack {
  const folder = findPack(nameOrPath);
  const name = basename(resolve(folder));
  const manifest = parseManifest(
    decode(readBytes(folder, "pack.json", mostManifestBytes, name), "pack.json", name),
    name,
  );
  const parts = filesOfPack(manifest);
  return new Pack(manifest, (file) => {
    const bytes = readBytes(folder, file, mostPartBytes, name);
    const part = parts.find((one) => one.file === file);
    if (part?.bytes !== bytes.length || createHash("sha256").update(bytes).digest("hex") !== part.sha256) {
      throw brokenPack(name, `${file} is not the file that was packed (its size or checksum differs)`);
    }
    return decode(file.endsWith(".gz") ? unpacked(bytes, file, name) : bytes, file, name);
  });
}

/** Never more than a part may have: a few packed bytes can unpack to more than any computer holds. */
function unpacked(bytes: Uint8Array, file: string, name: string): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: mostPartBytes });
  } catch (error) {
    throw brokenPack(
      name,
      `its file ${file} can't be unpacked (${error instanceof Error ? error.message : String(error)})`,
    );
  }
}

function findPack(wanted: string): string {
  if (isThere(join(wanted, "pack.json"), wanted)) return wanted;
  if (basename(wanted) === "pack.json" && isThere(wanted, wanted)) return dirname(wanted);
  const packs = packFolders();
  const folder = packs.get(wanted);
  if (folder !== undefined) return folder;
  const names = [...packs.keys()].toSorted();
  const nearest = nearestName(wanted, names);
  const meant = nearest === undefined ? "" : ` Did you mean "${nearest}"?`;
  throw new OpenDataError(
    "no-such-pack",
    `There is no pack called "${wanted}" here.${meant} The packs are: ${names.join(", ")}. Another one can be put as a folder into “packs” beside the notebook.`,
  );
}

/** Asking alone is refused where a notebook may not read. */
function isThere(path: string, wanted: string): boolean {
  try {
    return existsSync(path);
  } catch (error) {
    throw fileError(error, wanted, []);
  }
}

/** The size is looked at first: a file far too long is not brought into memory. */
function readBytes(folder: string, file: string, most: number, name: string): Uint8Array {
  const path = join(folder, file);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw brokenPack(name, `its file ${file} is missing`);
  if (stats.size > most) throw brokenPack(name, `its file ${file} is far too long`);
  try {
    return readFileSync(path);
  } catch (error) {
    throw brokenPack(
      name,
      `its file ${file} can't be opened (${error instanceof Error ? error.message : String(error)})`,
    );
  }
}

function decode(bytes: Uint8Array, file: string, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw brokenPack(name, `its file ${file} is not written in UTF-8`);
  }
}
