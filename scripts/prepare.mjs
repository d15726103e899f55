// Brings a clone to the state where it can run: packages installed, everything built, nothing done twice.
// Runs on whatever Node the person has (20.19 or newer); everything after it runs on the Node 24 that npm brings.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cache = join(root, "node_modules", ".cache", "data-surgery");

/** The Node 24 that npm put beside the other packages; on a machine without one, the running Node if it is new enough. */
export function nodePath() {
  const folders = {
    linux: `node-linux-${process.arch}`,
    darwin: `node-bin-darwin-${process.arch}`,
    win32: `node-win-${process.arch}`,
  };
  const name = process.platform === "win32" ? "node.exe" : "node";
  const own = join(root, "node_modules", folders[process.platform] ?? "none", "bin", name);
  if (existsSync(own)) return own;
  if (Number(process.versions.node.split(".")[0]) >= 24) return process.execPath;
  throw new Error(
    `This kind of computer (${process.platform} ${process.arch}) needs Node 24 or newer; this is Node ${process.versions.node}. Get it from https://nodejs.org and try again.`,
  );
}

/** The environment in which `node` means Node 24. */
export function environment() {
  const separator = process.platform === "win32" ? ";" : ":";
  return {
    ...process.env,
    PATH: [dirname(nodePath()), join(root, "node_modules", ".bin"), process.env.PATH].join(separator),
  };
}

/** Runs a command, its output on our standard error. Rejects when it fails. */
export function run(command, args, env = process.env) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env,
      stdio: ["ignore", 2, 2],
      shell: process.platform === "win32",
    });
    child.once("error", reject);
    child.once("exit", (code) =>
      code === 0 ? resolve() : reject(new Error(`“${command} ${args.join(" ")}” failed (exit code ${code}).`)),
    );
  });
}

/** One line for the person while a long step runs, with the seconds it took when it is over. */
export async function step(title, work) {
  const start = Date.now();
  const live = process.stderr.isTTY;
  process.stderr.write(live ? `  … ${title}` : `  … ${title}\n`);
  const timer = live && setInterval(() => process.stderr.write(`\r  … ${title} (${seconds(start)} s)`), 1000);
  try {
    await work();
  } finally {
    if (timer) clearInterval(timer);
  }
  process.stderr.write(`${live ? "\r\u001b[K" : ""}  ✓ ${title} (${seconds(start)} s)\n`);
}

const seconds = (start) => Math.round((Date.now() - start) / 1000);

function stampOf(name) {
  const file = join(cache, name);
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

function writeStamp(name, value) {
  mkdirSync(cache, { recursive: true });
  writeFileSync(join(cache, name), value);
}

export async function install() {
  const wanted = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  if (stampOf("installed") === wanted) return;
  await step("Getting the packages (the first time takes a minute or two)", () =>
    run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]),
  );
  writeStamp("installed", wanted);
}

/** Path, size and time of every source file: cheap to take, different after any edit or checkout. */
function fingerprint() {
  const hash = createHash("sha256").update(stampOf("installed"));
  const roots = [
    "packages",
    "kernel",
    "server",
    "extension",
    "lab",
    "scripts",
    "package.json",
    "tsconfig.json",
    "tsconfig.base.json",
  ];
  const skip = new Set(["node_modules", "dist", "lib", "labextension"]);
  const visit = (path) => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) return;
    if (found.isDirectory()) {
      for (const name of readdirSync(path).sort())
        if (!skip.has(name) && !name.startsWith(".")) visit(join(path, name));
    } else if (!path.endsWith(".tsbuildinfo")) hash.update(`${path} ${found.size} ${found.mtimeMs}\n`);
  };
  for (const name of roots) visit(join(root, name));
  return hash.digest("hex");
}

export async function build() {
  const wanted = fingerprint();
  const outputs = [
    "packages/cli/dist/main.js",
    "lab/dist/learner/manifest.json",
    "lab/dist/full/manifest.json",
    "extension/labextension/package.json",
  ];
  if (stampOf("built") === wanted && outputs.every((file) => existsSync(join(root, file)))) return;
  const env = environment();
  await step("Compiling", () => run(nodePath(), ["node_modules/typescript/bin/tsc", "-b"], env));
  await step("Packing the kernel", () => run(nodePath(), ["kernel/pack.mjs"], env));
  await step("Packing what notebooks import", () => run(nodePath(), ["packages/opendata/pack.mjs"], env));
  await step("Building the notebook pages (the first time takes a minute)", () =>
    run("npm", ["run", "--silent", "build", "-w", "lab"], env),
  );
  await step("Packing the extension for other JupyterLabs", () =>
    run(nodePath(), ["extension/build-labextension.mjs"], env),
  );
  writeStamp("built", wanted);
}

export async function prepare() {
  await install();
  await build();
}
