import type { Table } from "../table/table.js";
import type { Openable, OpenOptions } from "./open-found.js";
import type { SearchOptions } from "./search.js";

/**
 * Data sets that a portal has on some words: title, publisher, licence, when it was changed, formats, address. A row of it, or its
 * address, is what `open` opens.
 * @throws OpenDataError `no-such-portal` with the names there are; `not-reached`, `login-page`, `portal-answer` in plain words
 * @example let found = await search("libraries birmingham", { in: "data.gov.uk" });
 */
export async function search(words: string, options: SearchOptions = {}): Promise<Table> {
  // All that knows portals is loaded with the first question: most notebooks never ask one.
  const { searchPortals } = await import("./search.js");
  return searchPortals(words, options);
}

/**
 * Reads a data set that was found, with `read`, and keeps where it came from: portal, publisher, licence, date, address and when it was
 * fetched. Given the page of a data set it finds the file; given the address of a file it reads that.
 * @throws OpenDataError `several-files` with their titles, `no-file`, `place-needed`, `needs-key`, and all that `read` throws
 * @example let libraries = await open(found.at(0));
 * @example let crimes = await open(found.at(0), { near: { latitude: 52.48, longitude: -1.9 }, month: "2024-05" });
 */
export async function open(source: Openable, options: OpenOptions = {}): Promise<Table> {
  const { openFound } = await import("./open-found.js");
  return openFound(source, options);
}

/** The files of a data set, each of which can be opened. @example await filesOf(found.at(0)) */
export async function filesOf(source: Openable, options: OpenOptions = {}): Promise<Table> {
  const { filesOfFound } = await import("./open-found.js");
  return filesOfFound(source, options);
}
