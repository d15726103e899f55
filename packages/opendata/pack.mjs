// Packs what notebooks import into few files (dist/packed): read much sooner than a hundred small ones. Processes that start for
// every check ask for it by the condition `packed`; everybody else loads the files as they were compiled.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const folder = fileURLToPath(new URL(".", import.meta.url));
const bundle = await rolldown({
  cwd: folder,
  input: { index: join(folder, "dist", "index.js") },
  platform: "node",
  // Its binary is found from where it lies.
  external: [/^node:/, /^@duckdb\//],
  logLevel: "warn",
});
await bundle.write({ dir: join(folder, "dist", "packed"), format: "esm", cleanDir: true });
await bundle.close();
