import { createHash } from "node:crypto";
import type { SourceFile } from "./source-table.js";

/** What is remembered of a file that was read: its name, where it is, and the checksum of these very bytes. */
export function fileMark(bytes: Uint8Array, from: Pick<SourceFile, "name" | "path" | "url">): SourceFile {
  return { ...from, sha256: createHash("sha256").update(bytes).digest("hex"), size: bytes.length };
}
