/** JupyterLab's own list of which packages must exist once, and which versions it was made with. */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { labFolder, rootFolder } from "./paths.ts";

const require = createRequire(import.meta.url);

interface CoreMeta {
  readonly resolutions: Readonly<Record<string, string>>;
  readonly jupyterlab: { readonly singletonPackages: readonly string[] };
}

interface PackageManifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly jupyterlab?: { readonly sharedPackages?: Readonly<Record<string, unknown>> };
}

// Both come out of node_modules at versions that the lockfile pins; a wrong shape fails the build at once.
export const coreMeta: CoreMeta = require("@jupyterlab/core-meta/core.package.json") as CoreMeta;

/** The manifest of an installed package, or undefined when it is not there. Read as a file: many packages do not export theirs. */
export function readManifest(name: string): PackageManifest | undefined {
  const file = [labFolder, rootFolder]
    .map((folder) => join(folder, "node_modules", name, "package.json"))
    .find((path) => existsSync(path));
  return file === undefined ? undefined : (JSON.parse(readFileSync(file, "utf8")) as PackageManifest);
}
