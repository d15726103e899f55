// Builds labextension/: the form in which any stock JupyterLab 4.6 loads this extension. Run after the compiler.
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(import.meta.url);
const builder = require.resolve("@jupyter/builder/lib/build-labextension.js");
const core = require.resolve("@jupyterlab/core-meta/core.package.json");

execFileSync(process.execPath, [builder, "--core-package-file", core, import.meta.dirname], {
  stdio: ["ignore", 2, 2],
  cwd: join(import.meta.dirname),
});
