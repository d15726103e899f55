import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { PageParts } from "../page-parts.js";
import type { PreviousRelease } from "../plan-release.js";
import { publishedTableOfCsv } from "../published-table.js";
import type { ReleaseRecord } from "../release.js";
import { sha256Of } from "../sha256.js";
import { brokenSite, parseLatest, parseRelease, parseSite, type Latest, type Site } from "../site.js";
import { nothingThere } from "./durable-files.js";

export async function readSiteWords(folder: string): Promise<Site | undefined> {
  const text = await readFile(join(folder, "site.json"), "utf8").catch(nothingThere);
  return text === undefined ? undefined : parseSite(text);
}

export async function readLatest(folder: string, id: string): Promise<Latest | undefined> {
  const text = await readFile(join(folder, id, "latest.json"), "utf8").catch(nothingThere);
  return text === undefined ? undefined : parseLatest(text, id);
}

export async function readRelease(folder: string, id: string, version: string): Promise<ReleaseRecord> {
  const place = `${id}/${version}/release.json`;
  const text = await readFile(join(folder, place), "utf8").catch(nothingThere);
  if (text === undefined) throw brokenSite(place);
  return parseRelease(text, place);
}

/** What the page of a version shows besides its record. */
export async function readPageParts(folder: string, id: string, version: string): Promise<PageParts> {
  const place = `${id}/${version}/page.json`;
  const text = await readFile(join(folder, place), "utf8").catch(nothingThere);
  if (text === undefined) throw brokenSite(place);
  return JSON.parse(text) as PageParts;
}

/** The published version of a set with its tables, each proved by its checksum; undefined before the first. */
export async function readPublished(
  folder: string,
  id: string,
  version?: string,
): Promise<PreviousRelease | undefined> {
  const wanted = version ?? (await readLatest(folder, id))?.version;
  if (wanted === undefined) return undefined;
  const found = await readVersion(join(folder, id, wanted));
  if (found === undefined) throw brokenSite(`${id}/${wanted}/release.json`);
  return found;
}

/** Every set that has a published version, in order of title. */
export async function readSets(folder: string): Promise<Latest[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found: Latest[] = [];
  for (const entry of entries) {
    if (!entry.isDirectory() || entry.name.startsWith(".")) continue;
    const latest = await readLatest(folder, entry.name);
    if (latest !== undefined) found.push(latest);
  }
  return found.toSorted((one, other) => one.title.localeCompare(other.title, "en-GB") || (one.id < other.id ? -1 : 1));
}

/** The tables of a folder of files with their record (one version), each proved by its checksum; undefined where it is none. */
export async function readVersion(folder: string): Promise<PreviousRelease | undefined> {
  const text = await readFile(join(folder, "release.json"), "utf8").catch(nothingThere);
  if (text === undefined) return undefined;
  const summary = parseRelease(text, join(folder, "release.json"));
  const tables = [];
  for (const table of summary.tables) {
    const bytes = await readFile(join(folder, table.csv.path)).catch(nothingThere);
    if (bytes === undefined || (await sha256Of(bytes)) !== table.csv.sha256)
      throw brokenSite(join(folder, table.csv.path));
    const kinds = Object.fromEntries(table.columns.map(({ facts, kind }) => [facts.name, kind]));
    tables.push(publishedTableOfCsv(new TextDecoder().decode(bytes), table.name, kinds));
  }
  return { summary, tables };
}
