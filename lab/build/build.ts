/** Builds both pages, compresses everything, and says how large it became. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "./bundle.ts";
import { compressFolder } from "./compress.ts";
import { fullPage } from "./full-page.ts";
import { learnerPage } from "./learner-page.ts";
import { entryFolder, labFolder } from "./paths.ts";

const wanted = new Set(process.argv.slice(2));
const pages = { learner: learnerPage, full: fullPage };

for (const [name, page] of Object.entries(pages)) {
  if (wanted.size > 0 && !wanted.has(name)) continue;
  const started = Date.now();
  const manifest = await bundle(page(), entryFolder(name));
  process.stderr.write(
    `    ${name}: ${manifest.scripts.length} first scripts, ${Math.round((Date.now() - started) / 1000)} s\n`,
  );
}
const files = await compressFolder(join(labFolder, "dist"));
process.stderr.write(`    ${files} files compressed; ${megabytes(join(labFolder, "dist"), ".br")} MB as brotli\n`);

function megabytes(folder: string, ending: string): string {
  const sizes = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => statSync(join(entry.parentPath, entry.name)).size);
  return (sizes.reduce((sum, size) => sum + size, 0) / 1e6).toFixed(1);
}
