/**
 * A learner's own data files in their checks: "your turn" runs the lesson's steps on the group's own file, and a check runs in a
 * folder of its own. Files whose names stand in the cells that run are copied there, from beside the notebook, and never over
 * anything of the lesson's: neither its data nor what hidden tests put in its place.
 */
import { AppError } from "@data-surgery/contract";
import type { PlannedCell } from "@data-surgery/grading";
import type { StoppedCell } from "./check-session.js";
import type { RunnerFiles } from "./runner-pool.js";

/** The part of the contents that own files come from. What it gives never leads out of the contents by a link. */
export interface OwnShelf {
  stat(path: string): Promise<{ readonly type: string; readonly size: number }>;
  readFile(path: string): Promise<{ readonly bytes: Uint8Array }>;
}

export interface OwnFilesPlace {
  /** The notebook's folder, as a path below the contents root. */
  readonly folder: string;
  readonly shelf: OwnShelf;
  /** Whether who checks may read this path. */
  readonly may: (path: string) => boolean;
}

export interface OwnFiles {
  /** By paths as the notebook writes them: `visits.csv`, `data/visits.csv`. */
  readonly files: RunnerFiles;
  /** Files that are there and did not come along, each with why. */
  readonly leftOut: ReadonlyMap<string, string>;
}

/** So many fit into the memory and the time of a check; a lesson asks for one. */
const mostFiles = 8;
const mostMegabytes = 10;
/** More names than this in the cells of one notebook are no honest question. */
const mostNames = 64;

/** What `read` reads. Nothing here can change how the check runs, as a `package.json` could. */
const named = /(["'`])((?:(?!\1)[^\n\\]){1,300}\.(?:csv|tsv|txt|json|geojson|xlsx|xlsm|xls|ods))\1/giu;
const notData = /^(?:package|tsconfig)(?:\.[\w-]+)?\.json$/i;

/** @param lessonFiles the lesson's data, by paths such as `data/counts.csv` */
export async function takeOwnFiles(
  cells: readonly PlannedCell[],
  lessonFiles: RunnerFiles,
  place: OwnFilesPlace,
): Promise<OwnFiles> {
  const files = new Map<string, Uint8Array>();
  const leftOut = new Map<string, string>();
  let room = mostMegabytes * 1024 * 1024;
  for (const name of namesIn(cells)) {
    if (clashes(name, lessonFiles)) continue;
    const path = place.folder === "" ? name : `${place.folder}/${name}`;
    const size = place.may(path) ? await sizeOf(path, place.shelf) : undefined;
    if (size === undefined) continue;
    if (files.size === mostFiles) leftOut.set(name, tooMany(name));
    else if (size > room) leftOut.set(name, tooLarge(name, size));
    else {
      const bytes = await bytesOf(path, place.shelf);
      // It may have grown since it was looked at.
      if (bytes === undefined || bytes.length > room) continue;
      room -= bytes.length;
      files.set(name, bytes);
    }
  }
  return { files, leftOut };
}

/** Own files that stand in the way of none of these. */
export function besides(own: RunnerFiles, files: RunnerFiles): RunnerFiles {
  return new Map([...own].filter(([name]) => !clashes(name, files)));
}

/** Why a cell stopped, where it asked for a file that did not come along. */
export function explainLeftOut(stopped: StoppedCell, { leftOut }: OwnFiles): StoppedCell {
  const found = [...leftOut].find(([name]) => stopped.message.includes(name));
  return found === undefined ? stopped : { ...stopped, name: "Error", message: found[1] };
}

function namesIn(cells: readonly PlannedCell[]): Set<string> {
  const found = new Set<string>();
  for (const { source } of cells) {
    for (const match of source.matchAll(named)) {
      const name = cleanName(match[2] ?? "");
      if (name !== undefined) found.add(name);
      if (found.size === mostNames) return found;
    }
  }
  return found;
}

/** `./visits.csv` is `visits.csv`; what climbs, starts at the top, hides or is no plain name is not looked for at all. */
function cleanName(text: string): string | undefined {
  const name = text.replace(/^(?:\.\/)+/, "");
  const parts = name.split("/");
  const isPlain = parts.every((part) => part !== "" && !part.startsWith("."));
  return isPlain && !parts.includes("node_modules") && !notData.test(parts.at(-1) ?? "") ? name : undefined;
}

/** As a disk may see it: capitals and accents apart, two names can be one, and a file can't be a folder as well. */
function clashes(name: string, files: RunnerFiles): boolean {
  const own = plain(name);
  return [...files.keys()].some((path) => {
    const other = plain(path);
    return own === other || own.startsWith(`${other}/`) || other.startsWith(`${own}/`);
  });
}

const plain = (path: string): string => path.normalize("NFKC").toLowerCase();

async function sizeOf(path: string, shelf: OwnShelf): Promise<number | undefined> {
  const info = await orNothing(shelf.stat(path));
  return info?.type === "file" ? info.size : undefined;
}

async function bytesOf(path: string, shelf: OwnShelf): Promise<Uint8Array | undefined> {
  return (await orNothing(shelf.readFile(path)))?.bytes;
}

/** What is not there, or is a link, a pipe or a folder: the cell that reads it will say so. */
async function orNothing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

function tooLarge(name: string, size: number): string {
  const megabytes = Math.ceil(size / 1024 / 1024);
  return `“${name}” has ${megabytes} MB. A check takes up to ${mostMegabytes} MB of your own files. Keep a part of it in a file of its own, or use the spare file of this lesson.`;
}

function tooMany(name: string): string {
  return `“${name}” did not come along: a check takes up to ${mostFiles} of your own files. Take out the cells that read files you don't need.`;
}
