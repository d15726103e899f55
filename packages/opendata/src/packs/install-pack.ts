/**
 * Packs of a workshop: `<data>/packs/<id>`, which kernels may read and not change. What is installed may come from anywhere, so a zip
 * is taken apart by names that are allowed, never by names that it gives, and nothing takes its place before all of it was read.
 */
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  createWriteStream,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { basename, join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { OpenDataError } from "../open-data-error.js";
import { brokenPack, filesOfPack, mostPartBytes, parseManifest, type PackManifest } from "../place/pack-manifest.js";
import { packsIn } from "../place/pack-folders.js";
import { checkPack, type CheckedPack } from "./check-pack.js";
import { openZipFile, type ZipFile } from "./zip-file.js";

/** All files of a pack together, in bytes. */
const mostPackBytes = 512 * 1024 * 1024;
const mostManifestBytes = 256 * 1024;

/** @param source a folder or a zip @param packs the folder of installed packs @throws OpenDataError; then nothing has changed */
export async function installPack(source: string, packs: string, replace = false): Promise<CheckedPack> {
  const stats = lstatSync(source, { throwIfNoEntry: false });
  if (stats === undefined) {
    throw new OpenDataError("file-not-found", `There is no file or folder called ${source}. Check the spelling.`);
  }
  mkdirSync(packs, { recursive: true });
  const unfinished = join(packs, `.${randomBytes(6).toString("hex")}.new`);
  mkdirSync(unfinished);
  try {
    const folder = stats.isDirectory();
    const about = folder ? copyFolder(source, unfinished) : await unpack(source, unfinished);
    const checked = checkPack(unfinished);
    const target = join(packs, about.id);
    if (existsSync(target) && !replace) {
      throw new OpenDataError(
        "pack-there",
        `The pack ${about.id} is installed already. To put this one in its place, add --replace.`,
      );
    }
    openToReaders(unfinished, about);
    chmodSync(packs, 0o755);
    swap(unfinished, target);
    return checked;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** What is installed there, each with what is wrong with it if it can't be read. */
export function listPacks(
  packs: string,
): readonly { readonly name: string; readonly about?: PackManifest; readonly fault?: string }[] {
  return packsIn(packs).map(({ name, folder }) => {
    try {
      return { name, about: parseManifest(readFileSync(join(folder, "pack.json"), "utf8"), name) };
    } catch (error) {
      return { name, fault: error instanceof Error ? error.message : String(error) };
    }
  });
}

function copyFolder(source: string, target: string): PackManifest {
  const name = basename(resolve(source));
  const copy = (file: string, most: number): void => {
    const from = join(source, file);
    const stats = lstatSync(from, { throwIfNoEntry: false });
    if (stats === undefined) throw brokenPack(name, `its file ${file} is missing`);
    if (!stats.isFile()) throw brokenPack(name, `${file} is not a file of its own but leads elsewhere`);
    if (stats.size > most) throw brokenPack(name, `its file ${file} is far too long`);
    copyFileSync(from, join(target, file));
  };
  copy("pack.json", mostManifestBytes);
  const about = parseManifest(readFileSync(join(target, "pack.json"), "utf8"), name);
  refuseTooMuch(about, name);
  for (const { file } of filesOfPack(about)) copy(file, mostPartBytes);
  return about;
}

async function unpack(source: string, target: string): Promise<PackManifest> {
  const name = basename(source);
  const zip = openZipFile(source);
  const parts = partsOf(zip, name);
  const write = async (file: string, most: number): Promise<void> => {
    const entry = parts.get(file);
    if (entry === undefined) throw brokenPack(name, `its file ${file} is missing`);
    // The stream ends in an error when it gives more than this.
    if (entry.bytes > most) throw brokenPack(name, `its file ${file} is far too long`);
    await pipeline(zip.stream(entry), createWriteStream(join(target, file), { flags: "wx" }));
  };
  await write("pack.json", mostManifestBytes);
  const about = parseManifest(readFileSync(join(target, "pack.json"), "utf8"), name);
  refuseTooMuch(about, name);
  for (const { file } of filesOfPack(about)) await write(file, mostPartBytes);
  return about;
}

/** The files beside its pack.json, by their plain names. Anything that is not one plain file of one folder is refused, used or not. */
function partsOf(zip: ZipFile, name: string): Map<string, ZipFile["entries"][number]> {
  if (zip.entries.length > 1000) throw brokenPack(name, "it holds more than 1,000 files");
  const parts = new Map<string, ZipFile["entries"][number]>();
  const inside = folderOf(zip, name);
  const starts = new Set<number>();
  for (const entry of zip.entries) {
    const path = entry.name;
    if (/[\\\0:]/.test(path) || path.startsWith("/") || path.split("/").includes("..")) {
      throw brokenPack(name, `the name “${path}” in it leads out of its folder`);
    }
    if (entry.kind === "folder") continue;
    if (entry.kind !== "file") throw brokenPack(name, `“${path}” in it is not a file but leads elsewhere`);
    if (starts.has(entry.at)) throw brokenPack(name, "two of its files are one and the same");
    starts.add(entry.at);
    // What a Mac puts beside files when it packs them.
    if (path.startsWith("__MACOSX/") || basename(path) === ".DS_Store") continue;
    if (!path.startsWith(inside)) throw brokenPack(name, `“${path}” in it stands outside the folder of the pack`);
    const file = path.slice(inside.length);
    if (parts.has(file.toLowerCase()) || parts.has(file)) throw brokenPack(name, `“${path}” is in it twice`);
    parts.set(file, entry);
  }
  return parts;
}

/** A zip of a folder has all names below that folder's. */
function folderOf(zip: ZipFile, name: string): string {
  const manifests = zip.entries.filter((entry) => /^(?:[^/]+\/)?pack\.json$/.test(entry.name) && entry.kind === "file");
  const [only] = manifests;
  if (only === undefined || manifests.length > 1) {
    throw brokenPack(
      name,
      manifests.length === 0 ? "there is no pack.json in it" : "there are several pack.json in it",
    );
  }
  return only.name.slice(0, -"pack.json".length);
}

function refuseTooMuch(about: PackManifest, name: string): void {
  const bytes = filesOfPack(about).reduce((sum, file) => sum + file.bytes, 0);
  if (bytes > mostPackBytes) throw brokenPack(name, "its files have more than 512 MB together");
}

/** Kernels run as other users at some levels of isolation. */
function openToReaders(folder: string, about: PackManifest): void {
  for (const file of ["pack.json", ...filesOfPack(about).map((part) => part.file)])
    chmodSync(join(folder, file), 0o644);
  chmodSync(folder, 0o755);
}

/** Whoever reads the old one while it is replaced reads on in the old one. */
function swap(unfinished: string, target: string): void {
  const old = `${unfinished}.old`;
  if (existsSync(target)) renameSync(target, old);
  renameSync(unfinished, target);
  rmSync(old, { recursive: true, force: true });
}
