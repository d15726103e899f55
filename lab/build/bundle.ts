/** Runs rspack on one configuration, holds the duplicate gate, and writes the manifest that the server reads. */
import { rspack, type Configuration, type Stats } from "@rspack/core";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { assertNoDuplicates, type BundledModule } from "./duplicates.ts";

/** Asset names in the order in which the page must load them, relative to the entry's folder. */
export interface EntryManifest {
  readonly scripts: readonly string[];
  readonly styles: readonly string[];
  /** Plugins whose settings come with the page; empty where the page asks for all of them. */
  readonly settings: readonly string[];
}

/** What a page is made of. */
export interface PageBuild {
  readonly configurations: Configuration[];
  readonly settings: readonly string[];
}

export async function bundle(
  configurations: Configuration[],
  outputFolder: string,
  settings: readonly string[],
): Promise<EntryManifest> {
  const stats = await run(configurations);
  const [main] = stats;
  if (main === undefined) throw new Error("The bundler reported nothing.");
  assertNoDuplicates(modulesOf(main));
  const names = main.compilation.entrypoints.get("main")?.getFiles() ?? [];
  const manifest = {
    scripts: names.filter((name) => name.endsWith(".js")),
    styles: names.filter((name) => name.endsWith(".css")),
    settings,
  };
  writeFileSync(join(outputFolder, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

function run(configurations: Configuration[]): Promise<Stats[]> {
  return new Promise((resolve, reject) => {
    const compiler = rspack(configurations);
    compiler.run((error, result) => {
      if (error !== null) {
        reject(error);
        return;
      }
      const all = result?.stats ?? [];
      const failed = all.filter((stats) => stats.hasErrors());
      compiler.close(() => {
        if (failed.length === 0) resolve(all);
        else reject(new Error(failed.map((stats) => stats.toString({ all: false, errors: true })).join("\n")));
      });
    });
  });
}

function* modulesOf(stats: Stats): Generator<BundledModule> {
  for (const entry of stats.compilation.modules) {
    if ("resource" in entry && typeof entry.resource === "string" && entry.resource !== "") {
      yield { resource: entry.resource.split("?")[0] ?? "" };
    }
    if ("modules" in entry && Array.isArray(entry.modules)) {
      for (const inner of entry.modules as { resource?: string }[]) {
        if (inner.resource !== undefined) yield { resource: inner.resource.split("?")[0] ?? "" };
      }
    }
  }
}
