import { readFileSync } from "node:fs";
import { fileError } from "./file-error.js";
import { OpenDataError } from "./open-data-error.js";
import { parseTable } from "./parse-table.js";
import type { Row } from "./row.js";

/**
 * Reads a CSV file into a list of rows. The path starts from the notebook's own folder.
 * @example let countries = readTable("data/life-expectancy.csv");
 */
export function readTable(path: string): Row[] {
  return parseTable(decodeUtf8(readBytes(path), path), path);
}

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw fileError(error, path, [".csv"]);
  }
}

/** Strict on purpose: a lenient reading would put a black diamond into somebody's name without a word. */
function decodeUtf8(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new OpenDataError(
      "not-utf8",
      `${path} is not written in UTF-8, so letters such as é or £ would come out wrong. Open it in your spreadsheet program and save it as "CSV UTF-8".`,
      { cause: error },
    );
  }
}
