#!/usr/bin/env node
// The `surgery` command. Hands over to the Node 24 that npm brought when started with an older one.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";

const here = dirname(fileURLToPath(import.meta.url));
const main = join(here, "..", "dist", "main.js");

if (!existsSync(main)) {
  process.stderr.write("Data Surgery is not built yet. Run: npm run build\n");
  process.exit(1);
}

if (Number(process.versions.node.split(".")[0]) >= 24) {
  // Loading makes much that is thrown away at once; without this V8 keeps 30 MB for it for good. `serve` takes it back.
  setFlagsFromString("--semi-space-growth-factor=1");
  const { main: run } = await import(main);
  await run(process.argv);
} else {
  const { nodePath } = await import(join(here, "..", "..", "..", "scripts", "prepare.mjs"));
  const { status } = spawnSync(nodePath(), process.argv.slice(1), { stdio: "inherit" });
  process.exit(status ?? 1);
}
