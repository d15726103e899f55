// npm run bench:kernel: our kernel, tslab and Deno in one run. Deno is large and nobody else needs it, so it is fetched here and kept out of the project's packages.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { environment, nodePath, prepare, root, run, step } from "./prepare.mjs";

const denoVersion = "2.9.6";
const folder = join(root, "node_modules", ".cache", "data-surgery", "deno");
const kind = `${process.platform}-${process.arch}${process.platform === "linux" ? "-glibc" : ""}`;
const deno = join(folder, "node_modules", "@deno", kind, process.platform === "win32" ? "deno.exe" : "deno");

await prepare();
if (!existsSync(deno)) {
  try {
    await step("Getting Deno to compare with", () =>
      run("npm", [
        "install",
        "--prefix",
        folder,
        "--no-save",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
        `@deno/${kind}@${denoVersion}`,
      ]),
    );
  } catch (error) {
    process.stderr.write(`  Going on without Deno: ${error.message}\n`);
  }
}
const bench = spawn(nodePath(), ["bench/kernel.ts", ...process.argv.slice(2)], {
  cwd: root,
  env: { ...environment(), SURGERY_DENO: deno },
  stdio: ["ignore", "inherit", "inherit"],
});
bench.once("exit", (code) => process.exit(code ?? 1));
