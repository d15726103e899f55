// npm run bench, npm run bench:rooms: brings everything up to date, then measures. Options: --json, --quick.
import { spawn } from "node:child_process";
import { ensureChromium } from "./find-chromium.mjs";
import { environment, nodePath, prepare, root } from "./prepare.mjs";

const given = process.argv.slice(2);
const hasProgram = given[0] !== undefined && !given[0].startsWith("-");
const [program, options] = hasProgram ? [given[0], given.slice(1)] : ["run", given];
await prepare();
const bench = spawn(nodePath(), [`bench/${program}.ts`, ...options], {
  cwd: root,
  env: { ...environment(), ...(program === "run" ? { CHROMIUM: ensureChromium() } : {}) },
  stdio: ["ignore", "inherit", "inherit"],
});
bench.once("exit", (code) => process.exit(code ?? 1));
