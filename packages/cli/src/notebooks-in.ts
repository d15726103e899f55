import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

export interface FoundNotebooks {
  /** In the order of their names, each once. */
  readonly files: readonly string[];
  /** What was named and is not there. */
  readonly missing: readonly string[];
}

/** Files as they are named, and every notebook below the folders. Hidden folders (checkpoints) and links are left out. */
export async function notebooksIn(given: readonly string[]): Promise<FoundNotebooks> {
  const files = new Set<string>();
  const missing: string[] = [];
  const visit = async (folder: string): Promise<void> => {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.name.startsWith(".")) continue;
      if (entry.isDirectory() && entry.name !== "node_modules") await visit(path);
      else if (entry.isFile() && entry.name.endsWith(".ipynb")) files.add(path);
    }
  };
  for (const path of given) {
    const found = await stat(path).catch((error: unknown) => {
      // Not there is one thing, not allowed in another: that one is told as it is.
      if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR"))
        return undefined;
      throw error;
    });
    if (found === undefined) missing.push(path);
    else if (found.isDirectory()) await visit(path);
    else files.add(path);
  }
  return { files: [...files].toSorted(), missing };
}
