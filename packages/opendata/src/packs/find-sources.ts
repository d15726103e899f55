import { createReadStream, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import type { Readable } from "node:stream";
import { OpenDataError } from "../open-data-error.js";
import { fits } from "./name-pattern.js";
import type { Recipe } from "./recipe.js";
import { openZipFile } from "./zip-file.js";

/** A file as its publisher gives it out, found on this computer or in a zip there. */
export interface SourceFile {
  readonly name: string;
  open(): Readable;
}

/**
 * The files that a recipe needs, among those that were downloaded: files, folders, and zips as they came.
 * @throws OpenDataError `file-not-found` that says what to download, and where
 */
export function findSources(recipe: Recipe, from: readonly string[]): ReadonlyMap<string, SourceFile> {
  const there = from.flatMap(filesIn);
  const found = new Map<string, SourceFile>();
  const missing: string[] = [];
  for (const [key, { title, page, file }] of recipe.sources) {
    const candidates = there.filter(({ name }) => file.some((pattern) => fits(name, pattern)));
    const [only] = candidates;
    if (candidates.length > 1) {
      throw new OpenDataError(
        "several-files",
        `${candidates.length} files could be “${title}” (${file.join(" or ")}): ${candidates.map(({ name }) => name).join(", ")}. Give the one that you mean with --from.`,
      );
    }
    if (only === undefined) missing.push(`“${title}” (a file called ${file.join(" or ")}) from ${page}`);
    else found.set(key, only);
  }
  if (missing.length > 0) {
    throw new OpenDataError(
      "file-not-found",
      `To make this pack, download ${missing.join(", and ")}. Then say where it is: --from FOLDER-OR-ZIP.`,
    );
  }
  return found;
}

function filesIn(path: string): SourceFile[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    throw new OpenDataError("file-not-found", `There is no file or folder called ${path}. Check the spelling.`);
  }
  if (stats.isFile()) return fileOrZip(path);
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => fileOrZip(join(entry.parentPath, entry.name)));
}

function fileOrZip(path: string): SourceFile[] {
  if (!/\.zip$/i.test(path)) return [{ name: basename(path), open: () => createReadStream(path) }];
  const zip = openZipFile(path);
  return zip.entries
    .filter((entry) => entry.kind === "file")
    .map((entry) => ({ name: basename(entry.name), open: () => zip.stream(entry) }));
}
