/** One hash over everything that a built page is made of, so that nothing is built twice. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { labFolder, rootFolder } from "./paths.ts";

/** What the lockfile pins is covered by the lockfile; ours are read file by file, compiled where the bundler reads them compiled. */
const inputs: readonly string[] = [
  "package-lock.json",
  "lab/package.json",
  "lab/build",
  "lab/src",
  "extension/package.json",
  "extension/lib",
  "extension/style",
  "extension/schema",
  "packages/contract/dist",
  "packages/opendata/dist",
  "packages/design/src",
];

export function hashInputs(root: string = rootFolder, paths: readonly string[] = inputs): string {
  const hash = createHash("sha256");
  for (const path of paths) {
    for (const file of listFiles(join(root, path))) hash.update(`${relative(root, file)}\n`).update(readFileSync(file));
  }
  return hash.digest("hex");
}

function listFiles(path: string): string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".tsbuildinfo") && !entry.name.includes(".test."))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

/** Where the hash of a page's last whole build is kept. */
export function stampFile(entry: string): string {
  return join(labFolder, "dist", `${entry}.inputs`);
}
