/** Builds a prebuilt JupyterLab extension as anybody does: with `@jupyter/builder`, against the packages of JupyterLab 4.6. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(join(import.meta.dirname, "..", "..", "extension", "package.json"));

/** @param source folder of the extension; @param target where it is to stand, `<data>/labextensions/<name>` */
export function buildLabextension(source: string, target: string): void {
  const builder = require.resolve("@jupyter/builder/lib/build-labextension.js");
  const core = require.resolve("@jupyterlab/core-meta/core.package.json");
  execFileSync(process.execPath, [builder, "--core-package-file", core, source], { cwd: source, stdio: "pipe" });
  mkdirSync(dirname(target), { recursive: true });
  cpSync(join(source, "labextension"), target, { recursive: true });
  rmSync(join(source, "labextension"), { recursive: true });
}
