/** A file on the web, from the web, or from its copy where the notebook lies in an evidence zip that was unpacked. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { OpenDataError } from "../open-data-error.js";
import { nothingThere } from "../publish/node/durable-files.js";
import { dayWords } from "../publish/page-frame.js";
import { fetchBytes } from "../read/fetch-bytes.js";
import type { ReadOptions } from "../read/read-options.js";
import type { SourceFile } from "../read/source-table.js";
import { keptWeb, keptWebName, type KeptFile } from "./kept-web.js";
import { noteFile } from "./noted-web.js";

export interface WebBytes {
  readonly bytes: Uint8Array;
  readonly file: SourceFile;
  /** When it came from its publisher, where that is not now. */
  readonly readAt?: string;
  /** What is to be said of how it came, where it is a copy. */
  readonly told?: string;
}

/** @throws OpenDataError as `fetchBytes`; `broken-record` where a copy is not the one that was kept */
export async function webBytes(url: URL, name: string, options: ReadOptions): Promise<WebBytes> {
  const kept = (await keptWeb())?.files.find((one) => one.url === url.href);
  if (kept !== undefined) return copyOf(kept, name);
  const { bytes, keptAt } = await fetchBytes(url, name, options);
  const file = markOf(bytes, name, url.href);
  noteFile({ url: url.href, sha256: file.sha256, readAt: keptAt ?? new Date().toISOString(), bytes });
  return { bytes, file, ...(keptAt === undefined ? {} : { readAt: keptAt }) };
}

async function copyOf({ url, path, sha256, readAt }: KeptFile, name: string): Promise<WebBytes> {
  const bytes = await readFile(resolve(path)).catch(nothingThere);
  const file = bytes === undefined ? undefined : markOf(bytes, name, url);
  if (bytes === undefined || file?.sha256 !== sha256) {
    throw new OpenDataError(
      "broken-record",
      `${path}, the copy of ${url} that ${keptWebName} names, ${bytes === undefined ? "is not there" : "is not the one that was kept"}. Unpack the zip again; or take ${keptWebName} away, and the web itself is asked.`,
    );
  }
  noteFile({ url, sha256, readAt, bytes });
  return {
    bytes,
    file,
    readAt,
    told: `Read from the copy that ${keptWebName} names, as it was on the web on ${dayWords(readAt)}: the web was not asked`,
  };
}

function markOf(bytes: Uint8Array, name: string, url: string): SourceFile & { readonly sha256: string } {
  return { name, url, sha256: createHash("sha256").update(bytes).digest("hex"), size: bytes.length };
}
