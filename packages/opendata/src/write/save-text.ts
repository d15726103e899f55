import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { fileError } from "../file-error.js";
import { OpenDataError } from "../open-data-error.js";

/**
 * Writes text, whole or piece by piece, to a new file. A file that is there already stays: published figures must not vanish by a slip.
 * @returns the checksum of what was written
 */
export async function saveText(path: string, text: string | Iterable<string>, replace: boolean): Promise<string> {
  return save(path, typeof text === "string" ? [text] : text, replace);
}

/** The same for what is no text. */
export async function saveBytes(path: string, bytes: Uint8Array, replace: boolean): Promise<void> {
  await save(path, [bytes], replace);
}

async function save(path: string, parts: Iterable<string | Uint8Array>, replace: boolean): Promise<string> {
  const sum = createHash("sha256");
  let file: Awaited<ReturnType<typeof open>>;
  try {
    file = await open(path, replace ? "w" : "wx");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") {
      throw new OpenDataError(
        "file-exists",
        `There is a file called ${path} already, and it was left as it is. Choose another name, or write { replace: true } after the name.`,
        { cause: error },
      );
    }
    throw fileError(error, path, [".csv"]);
  }
  try {
    for (const part of parts) {
      sum.update(part);
      await file.writeFile(part, "utf8");
    }
  } finally {
    await file.close();
  }
  return sum.digest("hex");
}
