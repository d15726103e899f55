// Packs the compiled kernel: fewer, larger files. For browsers (dist/browser) nothing else can be loaded; in Node (dist/packed) it starts sooner.
import { existsSync } from "node:fs";
import { copyFile, mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const folder = fileURLToPath(new URL(".", import.meta.url));
const dist = (...names) => join(folder, "dist", ...names);

export async function packForBrowsers(target = dist("browser")) {
  const bundle = await rolldown({
    cwd: folder,
    input: {
      "kernel-worker": dist("worker", "kernel-worker.js"),
      "cells-worker": dist("worker", "cells-worker.js"),
      "open-browser-kernel": dist("worker", "open-browser-kernel.js"),
    },
    platform: "browser",
    resolve: {
      // The packages' own doors for browsers, and our bindings behind them.
      alias: {
        "@oxc-parser/binding-wasm32-wasip1": dist("worker", "oxc-binding-parser.js"),
        "@oxc-transform/binding-wasm32-wasip1": dist("worker", "oxc-binding-transform.js"),
      },
    },
    // `new URL("./cells-worker.js", import.meta.url)` is right as it stands.
    logLevel: "warn",
  });
  await bundle.write({ dir: target, format: "esm", minify: true, cleanDir: true, chunkFileNames: "[name]-[hash].js" });
  await bundle.close();
  await mkdir(target, { recursive: true });
  const require = createRequire(import.meta.url);
  for (const name of ["oxc-parser", "oxc-transform"])
    await copyFile(require.resolve(`${name}/wasm`), join(target, `${name}.wasm`));
}

/** What `src/node/part-url.ts` looks for. */
export async function packForNode(target = dist("packed")) {
  const bundle = await rolldown({
    cwd: folder,
    input: {
      "process/shell-door": dist("node", "process", "shell-door.js"),
      "process/open-realm": dist("node", "process", "open-realm.js"),
      "wire/worker": dist("node", "wire", "worker.js"),
      // Started by address from code that is packed into wire/.
      "wire/signal-watch": dist("node", "wire", "signal-watch.js"),
      "check-runner": dist("node", "check-runner.js"),
    },
    platform: "node",
    // Native code, what is large and seldom needed, and what is compiled apart from the kernel.
    external: [/^node:/, /^@data-surgery\//, "zeromq", "oxc-parser", "oxc-transform", /^typescript/, /^@babel\//],
    logLevel: "warn",
  });
  const { output } = await bundle.write({
    dir: target,
    format: "esm",
    cleanDir: true,
    chunkFileNames: "wire/[name]-[hash].js",
  });
  await bundle.close();
  for (const { fileName, code = "" } of output) {
    for (const [, path] of code.matchAll(/new URL\("([^"]+)", import\.meta\.url\)/g))
      if (!existsSync(join(target, dirname(fileName), path)))
        throw new Error(`dist/packed/${fileName} starts ${path}, which is not packed beside it.`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await packForNode();
  await packForBrowsers();
}
