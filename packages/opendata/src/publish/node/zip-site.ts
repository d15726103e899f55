/** A published site as one zip file, to carry or to hand on. The same site gives the same bytes. */
import { randomUUID } from "node:crypto";
import { open, readdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { OpenDataError } from "../../open-data-error.js";
import { createZipWriter } from "../../write/zip-writer.js";
import { readSiteWords } from "./read-site.js";

/** @throws OpenDataError `broken-site` where there is none, `too-large` above 4 GB */
export async function zipSite(site: string, path: string): Promise<void> {
  if ((await readSiteWords(site)) === undefined)
    throw new OpenDataError("broken-site", `${site} is no published site: it has no site.json.`);
  // A zip from an earlier turn may stand in the site itself.
  const own = relative(site, path).split(sep).join("/");
  const names = (await filesOf(site)).filter((name) => name !== own);
  const draft = join(dirname(path), `.${randomUUID()}.zip`);
  const file = await open(draft, "wx");
  try {
    const zip = createZipWriter();
    for (const name of names) {
      const piece = zip.add(name, await readFile(join(site, name)));
      if (piece === undefined) throw tooLarge(site);
      await file.writeFile(piece);
    }
    await file.writeFile(zip.end());
    await file.sync();
    await file.close();
    await rename(draft, path);
  } catch (error) {
    await file.close();
    await rm(draft, { force: true });
    throw error;
  }
}

async function filesOf(site: string): Promise<string[]> {
  const entries = await readdir(site, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(site, join(parentPath, name)).split(sep).join("/"))
    .filter((name) => !/^\.(?:publishing|git)\//.test(name))
    .toSorted();
}

function tooLarge(site: string): OpenDataError {
  return new OpenDataError("too-large", `${site} is larger than a zip file can be (4 GB). Copy the folder instead.`);
}
