/**
 * The gate against two copies of what must be one. Two copies of a singleton do not fail to build, they fail in the browser:
 * tokens that are not equal, "Maximum call stack size exceeded" from web components, documents that never synchronise.
 */
import { sep } from "node:path";

/** A module as the bundler reports it. */
export interface BundledModule {
  /** Absolute path of its file. */
  readonly resource: string;
}

export interface Duplicate {
  readonly name: string;
  readonly folders: readonly string[];
}

/** Packages of which two folders went into one bundle. */
export function findDuplicates(modules: Iterable<BundledModule>): Duplicate[] {
  const folders = new Map<string, Set<string>>();
  for (const { resource } of modules) {
    const found = packageOf(resource);
    if (found === undefined) continue;
    const known = folders.get(found.name) ?? new Set<string>();
    known.add(found.folder);
    folders.set(found.name, known);
  }
  return [...folders]
    .filter(([, known]) => known.size > 1)
    .map(([name, known]) => ({ name, folders: [...known].toSorted() }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

/** Harmless: plain functions without identity, used inside one library each. Everything else must be one copy. */
export const allowedTwice: ReadonlySet<string> = new Set([
  "cose-base",
  "d3-array",
  "d3-path",
  "d3-shape",
  "internmap",
  "layout-base",
  "marked",
  "tslib",
]);

export function assertNoDuplicates(modules: Iterable<BundledModule>): void {
  const bad = findDuplicates(modules).filter((duplicate) => !allowedTwice.has(duplicate.name));
  if (bad.length === 0) return;
  const lines = bad.map(({ name, folders }) => `  ${name}:\n${folders.map((folder) => `    ${folder}`).join("\n")}`);
  throw new Error(
    `These packages are in the bundle twice, but must be one copy:\n${lines.join("\n")}\nAlign their versions (package.json, overrides) or, if two copies do no harm, say so in lab/build/duplicates.ts.`,
  );
}

function packageOf(resource: string): { name: string; folder: string } | undefined {
  const marker = `${sep}node_modules${sep}`;
  const at = resource.lastIndexOf(marker);
  if (at < 0) return undefined;
  const [first, second] = resource.slice(at + marker.length).split(sep);
  if (first === undefined) return undefined;
  const name = first.startsWith("@") && second !== undefined ? `${first}/${second}` : first;
  return { name, folder: resource.slice(0, at + marker.length) + name };
}
