/** What stands at the addresses of the site's own files before anything is published: harvesters and readers of feeds may be set up beforehand. */
import { catalogueFeed, catalogueText, type CatalogueWords } from "@data-surgery/opendata/publish/browser";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

export type EmptySiteFile = "catalog.jsonld" | "feed.xml";

export function emptySiteFile(name: EmptySiteFile, words: CatalogueWords): string {
  return name === "feed.xml" ? catalogueFeed(words, []) : catalogueText(words, []);
}

/**
 * Whether no set was ever published there. A site with sets whose catalogue is missing is broken and not empty: a harvester that was told
 * otherwise would take all of them out.
 */
export async function isEmptySite(site: string): Promise<boolean> {
  if (await isThere(join(site, "catalog.jsonld"))) return false;
  for (const entry of (await readdir(site, { withFileTypes: true }).catch(noFolder)) ?? [])
    if (entry.isDirectory() && (await isThere(join(site, entry.name, "latest.json")))) return false;
  return true;
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(noFolder)) !== undefined;
}

function noFolder(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
  throw error;
}
