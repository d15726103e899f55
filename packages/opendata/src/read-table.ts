import { readdirSync, readFileSync } from "node:fs";
import { dirname, extname } from "node:path";
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
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      throw new OpenDataError("file-not-found", `There is no file called ${path}. ${nearbyFiles(path)}`, {
        cause: error,
      });
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new OpenDataError("file-not-readable", `${path} could not be opened: ${reason}. Check that it is a file.`, {
      cause: error,
    });
  }
}

function nearbyFiles(path: string): string {
  try {
    const files = readdirSync(dirname(path)).filter((name) => extname(name).toLowerCase() === ".csv");
    if (files.length > 0)
      return `Check the spelling. The CSV files in that folder are: ${files.toSorted().join(", ")}.`;
  } catch {
    return `There is no folder called ${dirname(path)} either. Check the spelling of both.`;
  }
  return "That folder has no CSV files. Check the spelling of the folder and the file.";
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
