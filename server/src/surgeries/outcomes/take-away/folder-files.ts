/**
 * Which files go along with a notebook: the data it names, what was mended beside it, and published packages. In a folder that has no
 * other notebook everything is its own.
 */
import { AppError } from "@data-surgery/contract";
import type { Notebook } from "@data-surgery/jupyter";
import type { FolderEntry, Notebooks } from "../notebooks.js";
import type { ZipPart } from "./zip-archive.js";

export interface TakenFiles {
  readonly parts: readonly ZipPart[];
  /** Sentences about what is not in it. */
  readonly leftOut: readonly string[];
}

const mib = 1024 * 1024;
export const mostInFile: number = 25 * mib;
export const mostInFiles: number = 60 * mib;
const mostFiles = 200;
const dataFile = /\.(csv|tsv|txt|xlsx|xls|ods|json|geojson|zip|html|md)$/i;

export async function filesOf(notebooks: Notebooks, path: string, notebook: Notebook): Promise<TakenFiles> {
  const folder = path.slice(0, path.lastIndexOf("/"));
  const entries = await notebooks.list(folder);
  const isAlone = entries.filter(({ type }) => type === "notebook").length <= 1;
  const said = notebook.cells.map(({ source }) => source).join("\n");
  const isWanted = (name: string): boolean =>
    isAlone || said.includes(name) || said.includes(name.replace(/ \(mended\)(?: \d+)?(?=\.[a-z]+$)/i, ""));
  const own = entries.filter((one) => one.type === "file" && dataFile.test(one.path) && isWanted(nameOf(one)));
  const packages = await Promise.all(
    entries.filter((one) => one.type === "directory" && isWanted(nameOf(one))).map((one) => packageIn(notebooks, one)),
  );
  return take(notebooks, folder, [...own, ...packages.flat()]);
}

/** The files of a folder that holds a data package; nothing of any other. */
async function packageIn(notebooks: Notebooks, folder: FolderEntry): Promise<FolderEntry[]> {
  const entries = await notebooks.list(folder.path);
  if (!entries.some((one) => nameOf(one) === "datapackage.json")) return [];
  const deeper = await Promise.all(
    entries.filter(({ type }) => type === "directory").map(({ path }) => notebooks.list(path)),
  );
  return [...entries, ...deeper.flat()].filter(({ type }) => type === "file");
}

async function take(notebooks: Notebooks, folder: string, files: readonly FolderEntry[]): Promise<TakenFiles> {
  const parts: ZipPart[] = [];
  const leftOut: string[] = [];
  let room = mostInFiles;
  for (const { path, size } of files) {
    const name = path.slice(folder.length + 1);
    if (size > Math.min(mostInFile, room) || parts.length >= mostFiles) {
      leftOut.push(
        `“${name}” (${Math.ceil(size / mib)} MB) is too large to go along. Download it from the notebook’s folder.`,
      );
      continue;
    }
    try {
      const bytes = await notebooks.readFile(path);
      parts.push({ name, bytes });
      room -= bytes.length;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      leftOut.push(`“${name}” could not be read, so it is not in here: ${error.message}`);
    }
  }
  return { parts, leftOut };
}

const nameOf = ({ path }: FolderEntry): string => path.slice(path.lastIndexOf("/") + 1);
