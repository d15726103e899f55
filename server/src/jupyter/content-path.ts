/**
 * Paths as browsers send them are hostile: they climb, go through links, and hide control characters. A path is parsed once
 * into clean segments below the contents root; nothing else here touches the file system with text from outside.
 */
import { AppError } from "@data-surgery/contract";
import { constants } from "node:fs";
import { lstat, mkdir, open, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { ownAsParent } from "./atomic-file.js";

/** Names that Windows keeps for devices: a folder of work must survive being copied to a stick. */
const windowsDevice = /^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i;
// oxlint-disable-next-line no-control-regex -- control characters are exactly what is refused
const forbidden = /[\u0000-\u001f\u007f\\:*?"<>|]/;
/** What is left of a dot, a slash or a zero that was encoded twice: somebody behind us may decode it once more. */
const encodedAgain = /%(2e|2f|5c|00|25)/i;

/** `a/b.ipynb`: no leading or doubled slash. The empty text is the root. @throws AppError `contents.bad-path` */
export function parseContentPath(text: string): string {
  const bad = (): AppError => new AppError("contents.bad-path", { path: text.slice(0, 200) });
  if (text.length > 1024) throw bad();
  const segments = text.split("/").filter((segment) => segment !== "");
  for (const segment of segments) {
    if (segment === "." || segment === ".." || segment.startsWith(".")) throw bad();
    if (forbidden.test(segment) || encodedAgain.test(segment)) throw bad();
    if (windowsDevice.test(segment) || segment.length > 200) throw bad();
    if (/[ .]$/.test(segment) || segment !== segment.normalize("NFC")) throw bad();
  }
  return segments.join("/");
}

/** An open folder. What is done through `path` happens in this very folder, whatever its name leads to meanwhile. */
export interface PinnedFolder extends AsyncDisposable {
  readonly path: string;
}

/**
 * The folder at a checked path below `root`, reached without following a link. A link may lead out, and may be put in the place
 * of a folder between a check and its use; so on Linux each folder on the way is opened from the one before, and what is done
 * goes through the open one. Elsewhere the way is checked, which leaves that gap.
 * @throws AppError `contents.bad-path`, `contents.not-found`, `contents.wrong-type`
 */
export async function openFolder(root: string, path: string): Promise<PinnedFolder> {
  const segments = path === "" ? [] : path.split("/");
  if (process.platform !== "linux") return checkedFolder(root, segments);
  let folder = await open(root, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    for (const [index, segment] of segments.entries()) {
      const next = await openInside(folder, segment, segments.slice(0, index + 1).join("/"));
      await folder.close();
      folder = next;
    }
  } catch (error) {
    await folder.close();
    throw error;
  }
  return { path: pathOf(folder), [Symbol.asyncDispose]: () => folder.close() };
}

/** Makes the folder at a checked path, and those above it. One that is there already is left as it is. @throws as `openFolder` */
export async function makeFolder(root: string, path: string): Promise<void> {
  const segments = path === "" ? [] : path.split("/");
  for (const [index, segment] of segments.entries()) {
    await using above = await openFolder(root, segments.slice(0, index).join("/"));
    try {
      await mkdir(`${above.path}/${segment}`);
      await ownAsParent(`${above.path}/${segment}`);
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
    }
  }
  await using _made = await openFolder(root, path);
}

/** The name that Linux gives to what is open, whatever happens to its place in the tree. */
const pathOf = (folder: FileHandle): string => `/proc/self/fd/${folder.fd}`;

async function openInside(folder: FileHandle, segment: string, path: string): Promise<FileHandle> {
  const place = `${pathOf(folder)}/${segment}`;
  try {
    return await open(place, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  } catch (error) {
    throw await refusal(error, place, path);
  }
}

async function refusal(error: unknown, place: string, path: string): Promise<unknown> {
  if (codeOf(error) === "ENOENT") return new AppError("contents.not-found", { path }, { cause: error });
  if (codeOf(error) !== "ELOOP" && codeOf(error) !== "ENOTDIR") return error;
  return (await mayBeLink(place))
    ? new AppError("contents.bad-path", { path }, { cause: error })
    : new AppError("contents.wrong-type", { path, expected: "folder" }, { cause: error });
}

async function mayBeLink(place: string): Promise<boolean> {
  try {
    return (await lstat(place)).isSymbolicLink();
  } catch {
    // Gone meanwhile: something is changing under our hands.
    return true;
  }
}

async function checkedFolder(root: string, segments: readonly string[]): Promise<PinnedFolder> {
  let current = root;
  for (const [index, segment] of segments.entries()) {
    const path = segments.slice(0, index + 1).join("/");
    current = join(current, segment);
    const stats = await lstat(current).catch(async (error: unknown) => {
      throw await refusal(error, current, path);
    });
    if (stats.isSymbolicLink()) throw new AppError("contents.bad-path", { path });
    if (!stats.isDirectory()) throw new AppError("contents.wrong-type", { path, expected: "folder" });
  }
  return { path: current, [Symbol.asyncDispose]: () => Promise.resolve() };
}

export function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "";
}

export const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
export const parentPath = (path: string): string => (path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "");
