/** Where files stand in the zip: as they lay around the notebook, so that its code finds them again. */
import { isAbsolute, relative, sep } from "node:path";
import { keptWebName } from "../web/kept-web.js";
import type { DataFound } from "./data-used.js";

export interface PlacedFile {
  /** In the zip, with "/" between folders. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly found: DataFound;
}

export interface Layout {
  /** Of the notebook's folder in the zip: "data/" or "data/its-folder/". */
  readonly notebookFolder: string;
  readonly files: readonly PlacedFile[];
}

/** How the notebook's code leads to a file; `..` more than once is no neighbour, and would tell the computer's own folders. */
function wayTo(folder: string, path: string): readonly string[] | undefined {
  const way = relative(folder, path);
  if (isAbsolute(way)) return undefined;
  const parts = way.split(sep);
  return parts.lastIndexOf("..") <= 0 ? parts : undefined;
}

export function layOut(found: readonly DataFound[], folder: string): Layout {
  const ways = found.map(({ file }) => (file?.path === undefined ? undefined : wayTo(folder, file.path)));
  const own = folder.split(sep).at(-1) || "notebook";
  const below = ways.some((way) => way?.[0] === "..") ? [own] : [];
  const taken = new Set<string>([["data", ...below, keptWebName].join("/")]);
  const files = found.flatMap((one, at): PlacedFile[] => {
    if (one.file === undefined) return [];
    const way = ways[at];
    const parts = way === undefined ? [...below, one.file.name] : way[0] === ".." ? way.slice(1) : [...below, ...way];
    let path = ["data", ...parts].join("/");
    // Two files from the web may have one name.
    for (let next = 2; taken.has(path); next++) path = ["data", ...below, String(next), one.file.name].join("/");
    taken.add(path);
    return [{ path, bytes: one.file.bytes, found: one }];
  });
  return { notebookFolder: ["data", ...below, ""].join("/"), files };
}
