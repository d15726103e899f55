// npm run bench: brings everything up to date, then measures. Options: --json, --quick.
import { spawn } from "node:child_process";
import { ensureChromium } from "./find-chromium.mjs";
import { environment, nodePath, prepare, root } from "./prepare.mjs";

await prepare();
const bench = spawn(nodePath(), ["bench/run.ts", ...process.argv.slice(2)], {
  cwd: root,
  env: { ...environment(), CHROMIUM: ensureChromium() },
  stdio: ["ignore", "inherit", "inherit"],
});
bench.once("exit", (code) => process.exit(code ?? 1));
