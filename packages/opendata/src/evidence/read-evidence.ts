/** An evidence zip, or the folder that it was unpacked to, read by somebody who did not make it: nothing in it is believed. */
import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { buffer } from "node:stream/consumers";
import { fileError } from "../file-error.js";
import { OpenDataError } from "../open-data-error.js";
import { brokenZip, openZipFile } from "../packs/zip-file.js";
import { parseEvidence, recordName, type EvidenceRecord } from "./evidence-record.js";

export type EvidenceFiles = ReadonlyMap<string, Uint8Array>;

const mostBytes = 512 * 1024 * 1024;
const mostFiles = 1000;
const sumsName = "SHA256SUMS";

/** @throws OpenDataError `file-not-found`, `broken-zip`, `too-large` */
export async function readEvidence(path: string): Promise<EvidenceFiles> {
  const found = await stat(path).catch((error: unknown) => {
    throw fileError(error, path, [".zip"]);
  });
  return found.isDirectory() ? readFolder(path) : readZip(path);
}

async function readZip(path: string): Promise<EvidenceFiles> {
  const zip = openZipFile(path);
  const entries = zip.entries.filter(({ kind }) => kind === "file");
  refuseMany(
    path,
    entries.length,
    entries.reduce((sum, { bytes }) => sum + bytes, 0),
  );
  const files = new Map<string, Uint8Array>();
  for (const entry of entries) {
    const { name } = entry;
    if (!isSafe(name)) throw brokenZip(path, `${name} would lie outside the folder`);
    if (files.has(name)) throw brokenZip(path, `${name} is in it twice`);
    files.set(name, await buffer(zip.stream(entry)));
  }
  return files;
}

async function readFolder(path: string): Promise<EvidenceFiles> {
  const entries = (await readdir(path, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    entries.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size),
  );
  refuseMany(
    path,
    entries.length,
    sizes.reduce((sum, size) => sum + size, 0),
  );
  const files = new Map<string, Uint8Array>();
  for (const { parentPath, name } of entries) {
    const place = join(parentPath, name);
    files.set(relative(path, place).split(sep).join("/"), await readFile(place));
  }
  return files;
}

function refuseMany(path: string, many: number, bytes: number): void {
  if (many <= mostFiles && bytes <= mostBytes) return;
  throw new OpenDataError(
    "too-large",
    `${path} has ${many.toLocaleString("en-GB")} files with ${Math.round(bytes / 1024 / 1024).toLocaleString("en-GB")} MB. Up to ${mostFiles.toLocaleString("en-GB")} files with 512 MB are looked at here.`,
  );
}

function isSafe(name: string): boolean {
  return !/^[/\\]|^[A-Za-z]:|\\|\0/.test(name) && name.split("/").every((part) => part !== ".." && part !== "");
}

export interface EvidenceCheck {
  readonly record: Pick<EvidenceRecord, "question" | "findings" | "data" | "notebook">;
  /** What is not as it was made, in sentences; empty where all is whole. */
  readonly faults: readonly string[];
}

/** @throws OpenDataError `broken-record` where it is no evidence at all */
export function checkEvidence(files: EvidenceFiles): EvidenceCheck {
  const text = (name: string): string | undefined => {
    const bytes = files.get(name);
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  };
  const [record, sums] = [text(recordName), text(sumsName)];
  if (record === undefined || sums === undefined) {
    throw new OpenDataError(
      "broken-record",
      `This is no evidence that Data Surgery made: there is no ${record === undefined ? recordName : sumsName} in it.`,
    );
  }
  const listed = new Map<string, string>();
  const faults: string[] = [];
  for (const line of sums.split("\n").filter((one) => one !== "")) {
    const [, sum, name] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
    if (sum === undefined || name === undefined) faults.push(`${sumsName} has a line that is no checksum: ${line}`);
    else listed.set(name, sum);
  }
  for (const [name, sum] of listed) {
    const bytes = files.get(name);
    if (bytes === undefined) faults.push(`${name} is missing.`);
    else if (hashOf(bytes) !== sum) faults.push(`${name} is not the file that was packed: its checksum differs.`);
  }
  for (const name of files.keys())
    if (name !== sumsName && !listed.has(name)) faults.push(`${name} was put in later: ${sumsName} does not list it.`);
  const read = parseEvidence(record);
  for (const { name, packed, sha256 } of read.data)
    if (packed !== undefined && listed.get(packed) !== sha256)
      faults.push(`${packed} is not the data that the page names as ${name}.`);
  return { record: read, faults };
}

function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
