import { stat } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { OpenDataError } from "../../open-data-error.js";
import { readSource } from "../../read/read-source.js";
import { publishedTable, type PublishedTable } from "../published-table.js";
import { nothingThere } from "./durable-files.js";
import { readLatest, readVersion } from "./read-site.js";

/**
 * The tables of what somebody wants to compare: a published version's folder, a published set's folder (its latest version), a published CSV
 * file, or any data file. Published ones are read by their record, so nothing is guessed; others as `read` reads them.
 */
export async function loadTables(place: string): Promise<readonly PublishedTable[]> {
  if (/^https?:\/\//i.test(place)) return [publishedTable(await readSource(place), nameOf(place))];
  const found = await stat(place).catch(nothingThere);
  if (found?.isDirectory() === true) {
    const latest = await readLatest(dirname(place), basename(place));
    const version = await readVersion(latest === undefined ? place : join(place, latest.path));
    if (version !== undefined) return version.tables;
    throw new OpenDataError(
      "file-not-readable",
      `${place} is a folder, and not one of a published data set. Name a data file in it.`,
    );
  }
  const version = await readVersion(dirname(place));
  const table = version?.tables.find(({ name }) => `${name}.csv` === basename(place));
  return [table ?? publishedTable(await readSource(place), nameOf(place))];
}

function nameOf(place: string): string {
  return basename(place, extname(place));
}
