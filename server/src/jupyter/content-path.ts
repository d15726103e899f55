/**
 * Paths as browsers send them are hostile: they climb, go through links, and hide control characters. A path is parsed once
 * into clean segments below the contents root; nothing else here touches the file system with text from outside.
 */
import { AppError } from "@data-surgery/contract";
import { lstat } from "node:fs/promises";
import { join } from "node:path";

/** Names that Windows keeps for devices: a folder of work must survive being copied to a stick. */
const windowsDevice = /^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i;
// oxlint-disable-next-line no-control-regex -- control characters are exactly what is refused
const forbidden = /[\u0000-\u001f\u007f\\:*?"<>|]/;

/** `a/b.ipynb`: no leading or doubled slash. The empty text is the root. @throws AppError `contents.bad-path` */
export function parseContentPath(text: string): string {
  const bad = (): AppError => new AppError("contents.bad-path", { path: text.slice(0, 200) });
  if (text.length > 1024) throw bad();
  const segments = text.split("/").filter((segment) => segment !== "");
  for (const segment of segments) {
    if (segment === "." || segment === ".." || segment.startsWith(".")) throw bad();
    if (forbidden.test(segment) || windowsDevice.test(segment) || segment.length > 200) throw bad();
    if (/[ .]$/.test(segment) || segment !== segment.normalize("NFC")) throw bad();
  }
  return segments.join("/");
}

/**
 * The path on disk, after making sure that no folder on the way is a link: a link may lead out, and may be swapped for
 * another between the check and the use. The last part may be missing. @throws AppError `contents.bad-path`
 */
export async function resolveContentPath(root: string, path: string): Promise<string> {
  let current = root;
  for (const segment of path === "" ? [] : path.split("/")) {
    current = join(current, segment);
    const found = await statOrMissing(current);
    if (found === undefined) break;
    if (found.isSymbolicLink()) throw new AppError("contents.bad-path", { path });
  }
  return join(root, path);
}

async function statOrMissing(path: string): Promise<Awaited<ReturnType<typeof lstat>> | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR"))
      return undefined;
    throw error;
  }
}

export const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
export const parentPath = (path: string): string => (path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "");
