/**
 * `from-the-web.json`, in an evidence zip beside the notebook: which files there stand for which addresses, and what portals answered.
 * Where it lies in the folder, reading and searching take it from there and ask nobody: without a network, or when the web has moved on.
 */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { linkOf } from "../find/answer-parts.js";
import type { FoundData, FoundFile } from "../find/portal.js";
import { readRecord, type ReadRecord } from "../lineage/read-record.js";
import { OpenDataError } from "../open-data-error.js";
import { nothingThere } from "../publish/node/durable-files.js";

export const keptWebName = "from-the-web.json";
const format = "data-surgery-from-the-web/1";

export interface KeptFile {
  readonly url: string;
  /** Beside the list, with "/" between folders. */
  readonly path: string;
  readonly sha256: string;
  readonly readAt: string;
}

/** What a portal found on some words. Of data sets it holds what a list of books holds of books: title, publisher, licence, date, addresses. */
export interface KeptSearch {
  readonly portal: string;
  readonly words: string;
  readonly most: number;
  readonly askedAt: string;
  readonly found: readonly FoundData[];
}

/** What a portal said of one data set. */
export interface KeptSet {
  readonly portal: string;
  readonly address: string;
  /** As JSON: a place, a month. */
  readonly wishes: string;
  readonly askedAt: string;
  readonly data: FoundData;
}

export interface KeptWeb {
  readonly files: readonly KeptFile[];
  readonly searches: readonly KeptSearch[];
  readonly sets: readonly KeptSet[];
}

export function keptWebText({ files, searches, sets }: KeptWeb): string {
  // A set whose files nobody asked for yet is another than one that has none.
  const written = (data: FoundData): object => ({ ...data, hasFiles: data.files !== undefined });
  const whole = {
    format,
    files,
    searches: searches.map(({ most: many, found, ...one }) => ({
      ...one,
      most: String(many),
      found: found.map(written),
    })),
    sets: sets.map(({ data, ...one }) => ({ ...one, data: [written(data)] })),
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

/** Of the folder that the notebook runs in. @throws OpenDataError `broken-record` where it is not as it was written */
export async function keptWeb(): Promise<KeptWeb | undefined> {
  const text = await readFile(resolve(keptWebName), "utf8").catch(nothingThere);
  if (text === undefined) return undefined;
  const kept = parseKeptWeb(text);
  if (kept !== undefined) return kept;
  throw new OpenDataError(
    "broken-record",
    `${keptWebName} is not as it was written: somebody changed it, or it broke off. Unpack the zip again; or take this file away, and the web itself is asked.`,
  );
}

const most = { entries: 2000, found: 100, files: 2000, text: 4000, line: 400 } as const;

/** Somebody may have sent it: only addresses of the web and places below the folder are taken. */
export function parseKeptWeb(text: string): KeptWeb | undefined {
  const given = readRecord(text);
  if (given === undefined || given.text("format", 100) !== format) return undefined;
  const files = given.list("files", most.entries).map((one): KeptFile | undefined => {
    const [url, path] = [linkOf(one.text("url", most.text)), one.text("path", 500)];
    const [sha256, readAt] = [one.checksum("sha256"), one.text("readAt", 40)];
    if (url === undefined || path === undefined || !isBelow(path) || sha256 === undefined || readAt === undefined)
      return undefined;
    return { url, path, sha256, readAt };
  });
  const searches = given.list("searches", most.entries).map((one): KeptSearch | undefined => {
    const [portal, words] = [one.text("portal", 300), one.text("words", 1000)];
    const [askedAt, count] = [one.text("askedAt", 40), Number(one.text("most", 10))];
    const found = whole(one.list("found", most.found).map(dataOf));
    if (portal === undefined || words === undefined || askedAt === undefined || found === undefined) return undefined;
    return { portal, words, most: count, askedAt, found };
  });
  const sets = given.list("sets", most.entries).map((one): KeptSet | undefined => {
    const [portal, address] = [one.text("portal", 300), linkOf(one.text("address", most.text))];
    const [wishes, askedAt] = [one.text("wishes", 1000), one.text("askedAt", 40)];
    const [data] = one.list("data", 1).map(dataOf);
    if (portal === undefined || address === undefined || wishes === undefined) return undefined;
    return askedAt === undefined || data === undefined ? undefined : { portal, address, wishes, askedAt, data };
  });
  const parts = { files: whole(files), searches: whole(searches), sets: whole(sets) };
  const { files: all, searches: asked, sets: told } = parts;
  return all === undefined || asked === undefined || told === undefined
    ? undefined
    : { files: all, searches: asked, sets: told };
}

function dataOf(one: ReadRecord): FoundData | undefined {
  const address = linkOf(one.text("address", most.text));
  if (address === undefined) return undefined;
  const files = whole(one.list("files", most.files).map(fileOf));
  if (files === undefined) return undefined;
  return {
    title: one.text("title", most.line) ?? "",
    address,
    portal: one.text("portal", most.line) ?? "",
    ...one.some({ publisher: one.text("publisher", most.line), licence: one.text("licence", most.line) }),
    ...one.some({ updated: one.text("updated", most.line), formats: one.text("formats", 1000) }),
    ...(one.isTrue("hasFiles") ? { files } : {}),
  };
}

function fileOf(one: ReadRecord): FoundFile | undefined {
  const address = linkOf(one.text("address", most.text));
  if (address === undefined) return undefined;
  return {
    title: one.text("title", most.line) ?? "",
    format: one.text("format", most.line) ?? "",
    address,
    ...one.some({ updated: one.text("updated", most.line) }),
  };
}

const isBelow = (path: string): boolean =>
  !/^[/\\]|^[A-Za-z]:|\\|\0/.test(path) && path.split("/").every((part) => part !== ".." && part !== "");

function whole<Value>(list: readonly (Value | undefined)[]): Value[] | undefined {
  const there = list.filter((one) => one !== undefined);
  return there.length < list.length ? undefined : there;
}
