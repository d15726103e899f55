import { readFile, stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { fileError } from "../file-error.js";
import { OpenDataError } from "../open-data-error.js";
import { plainPart } from "../plain-part.js";
import { webBytes } from "../web/web-bytes.js";
import { fileMark } from "./file-mark.js";
import { readBytes } from "./read-bytes.js";
import { refuseTooLarge } from "./size-limit.js";
import type { ReadOptions } from "./read-options.js";
import type { SourceTable } from "./source-table.js";

/** Bytes that are there already, with the name to call them by. */
export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const dataEndings = [".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".json", ".geojson"];

/**
 * Reads a data file as it was published: CSV or TSV, Excel, JSON or GeoJSON, from a path, a web address or bytes. Titles,
 * notes and totals are found and kept apart, every column gets a type, and each choice is listed with its reason.
 * The learner's `read` (src/table/read.ts) makes a table of it.
 */
export async function readSource(
  source: string | URL | Uint8Array | NamedBytes,
  options: ReadOptions = {},
): Promise<SourceTable> {
  // Not `instanceof`: what a notebook makes comes from another realm, where the same classes are others.
  if (ArrayBuffer.isView(source)) return readBytes(source, { name: "The file" }, options);
  if (
    (typeof source === "object" && "href" in source) ||
    (typeof source === "string" && /^https?:\/\//i.test(source))
  ) {
    const url = new URL(source);
    if (url.protocol === "file:") return readPath(plainPart(url.pathname), options);
    const name = plainPart(basename(url.pathname)) || url.hostname;
    const { bytes, ...how } = await webBytes(url, name, options);
    return readBytes(bytes, { name, url: url.href, ...how }, options);
  }
  if (typeof source === "string") return readPath(source, options);
  return readBytes(source.bytes, { name: source.name, file: fileMark(source.bytes, { name: source.name }) }, options);
}

async function readPath(path: string, options: ReadOptions): Promise<SourceTable> {
  let bytes: Uint8Array;
  try {
    // Asked first: a file of 2 GB must not be loaded to learn that it is too large.
    const { size } = await stat(path);
    try {
      refuseTooLarge(size, basename(path), options.mostBytes);
    } catch (error) {
      throw readableInParts(error, path);
    }
    bytes = await readFile(path);
  } catch (error) {
    if (error instanceof Error && error.name === "OpenDataError") throw error;
    throw fileError(error, path, dataEndings);
  }
  const name = basename(path);
  return readBytes(bytes, { name, file: fileMark(bytes, { name, path: resolve(path) }) }, options);
}

/** A CSV file that is too large for memory can still be read from the disk. */
function readableInParts(error: unknown, path: string): unknown {
  if (!(error instanceof OpenDataError) || !/\.(?:csv|tsv|txt)$/i.test(path)) return error;
  const way = `Or leave its rows on the disk: let big = await readLarge("${path}"), then await big.filter(…), big.groupBy(…) or big.sql(…).`;
  return new OpenDataError("too-large", `${error.message} ${way}`);
}
