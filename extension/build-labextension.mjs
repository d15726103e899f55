// Builds labextension/: the form in which any stock JupyterLab 4.6 loads this extension. Run after the compiler.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const builder = require.resolve("@jupyter/builder/lib/build-labextension.js");
const core = require.resolve("@jupyterlab/core-meta/core.package.json");

// What it says is of interest only when it fails.
const { status, stdout, stderr } = spawnSync(
  process.execPath,
  [builder, "--core-package-file", core, import.meta.dirname],
  {
    stdio: ["ignore", "pipe", "pipe"],
    cwd: import.meta.dirname,
    encoding: "utf8",
  },
);
if (status !== 0) {
  process.stderr.write(`${stdout}${stderr}`);
  process.exitCode = 1;
}
