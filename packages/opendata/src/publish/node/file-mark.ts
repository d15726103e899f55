import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { FileMark } from "../release.js";
import { brokenSite } from "../site.js";
import { nothingThere } from "./durable-files.js";

/** Size and checksum of a published file, read piece by piece. @throws OpenDataError `broken-site` where it is gone */
export async function markOfFile(folder: string, path: string, mediaType: string): Promise<FileMark> {
  const stats = await stat(join(folder, path)).catch(nothingThere);
  if (stats === undefined) throw brokenSite(join(folder, path));
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(join(folder, path))) hash.update(chunk as Uint8Array);
  return { path, mediaType, size: stats.size, sha256: hash.digest("hex") };
}
