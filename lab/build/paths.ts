import { dirname, join } from "node:path";

export const labFolder: string = dirname(import.meta.dirname);
export const rootFolder: string = dirname(labFolder);
/** Generated sources and schemas; not in git. */
export const generatedFolder: string = join(labFolder, "dist", "generated");

export function entryFolder(entry: string): string {
  return join(labFolder, "dist", entry);
}
