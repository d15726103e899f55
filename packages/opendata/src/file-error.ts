import { readdirSync } from "node:fs";
import { dirname, extname } from "node:path";
import { OpenDataError } from "./open-data-error.js";

/** Why a file could not be opened, in words, with the files beside it that may have been meant. */
export function fileError(error: unknown, path: string, endings: readonly string[]): OpenDataError {
  if ((error as NodeJS.ErrnoException).code === "ENOENT") {
    return new OpenDataError("file-not-found", `There is no file called ${path}. ${nearbyFiles(path, endings)}`, {
      cause: error,
    });
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new OpenDataError("file-not-readable", `${path} could not be opened: ${reason}. Check that it is a file.`, {
    cause: error,
  });
}

function nearbyFiles(path: string, endings: readonly string[]): string {
  const kind = endings.length === 1 ? "CSV files" : "data files";
  try {
    const files = readdirSync(dirname(path)).filter((name) => endings.includes(extname(name).toLowerCase()));
    if (files.length > 0) return `Check the spelling. The ${kind} in that folder are: ${files.toSorted().join(", ")}.`;
  } catch {
    return `There is no folder called ${dirname(path)} either. Check the spelling of both.`;
  }
  return `That folder has no ${kind}. Check the spelling of the folder and the file.`;
}
