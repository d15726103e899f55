/**
 * Builds both pages, or those named on the command line, compresses them, and says how large they became.
 * A page whose inputs have not changed is left alone; `--force` builds it all the same.
 */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "./bundle.ts";
import { compressFolder } from "./compress.ts";
import { fullPage } from "./full-page.ts";
import { hashInputs, stampFile } from "./inputs.ts";
import { learnerPage } from "./learner-page.ts";
import { entryFolder, labFolder } from "./paths.ts";

const pages = { learner: learnerPage, full: fullPage };
const names = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const isForced = process.argv.includes("--force");
const inputs = hashInputs();

for (const [name, page] of Object.entries(pages)) {
  if (names.length > 0 && !names.includes(name)) continue;
  if (!isForced && isBuilt(name)) continue;
  const started = Date.now();
  const { configurations, settings } = page();
  await bundle(configurations, entryFolder(name), settings);
  const folders = name === "full" ? [entryFolder(name), join(labFolder, "dist", "themes")] : [entryFolder(name)];
  for (const folder of folders) await compressFolder(folder);
  writeFileSync(stampFile(name), inputs);
  const seconds = Math.round((Date.now() - started) / 1000);
  process.stderr.write(`    ${name}: ${megabytes(entryFolder(name))} MB as brotli, ${seconds} s\n`);
}

function isBuilt(name: string): boolean {
  const stamp = stampFile(name);
  return (
    existsSync(join(entryFolder(name), "manifest.json")) && existsSync(stamp) && readFileSync(stamp, "utf8") === inputs
  );
}

function megabytes(folder: string): string {
  const sizes = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".br"))
    .map((entry) => statSync(join(entry.parentPath, entry.name)).size);
  return (sizes.reduce((sum, size) => sum + size, 0) / 1e6).toFixed(1);
}
