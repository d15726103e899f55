/** What a published site says of itself and of each of its sets, as it stands on the disk. */
import { OpenDataError } from "../open-data-error.js";
import { parseRecord } from "./parse-record.js";
import type { CatalogueWords } from "./dcat.js";
import { versionPattern, type ReleaseRecord } from "./release.js";

/** `site.json`. */
export interface Site extends CatalogueWords {
  readonly format: 1;
}

/** A version in the history of a set. */
export interface VersionMark {
  readonly version: string;
  readonly published: string;
  readonly changes: readonly string[];
}

/** `<set>/latest.json`: the switch. What it names is the published version; whatever else lies in the folder is not. */
export interface Latest {
  readonly format: 1;
  readonly id: string;
  readonly title: string;
  readonly version: string;
  /** To the folder of the version, from the folder of the set. */
  readonly path: string;
  /** Newest first. */
  readonly versions: readonly VersionMark[];
}

export function parseSite(text: string): Site {
  const given = parseJson(text, "site.json");
  const { format, title, description, publisher } = given;
  if (format !== 1 || typeof title !== "string" || typeof description !== "string" || typeof publisher !== "string")
    throw brokenSite("site.json");
  return { format, title, description, publisher };
}

export function parseLatest(text: string, id: string): Latest {
  const given = parseJson(text, `${id}/latest.json`);
  const { title, version, versions } = given;
  if (given["format"] !== 1 || typeof title !== "string" || !isVersion(version) || !Array.isArray(versions))
    throw brokenSite(`${id}/latest.json`);
  const marks = (versions as readonly unknown[]).map((one): VersionMark => {
    const mark = one as Partial<VersionMark> | null;
    if (!isVersion(mark?.version) || typeof mark?.published !== "string" || !Array.isArray(mark.changes))
      throw brokenSite(`${id}/latest.json`);
    return { version: mark.version, published: mark.published, changes: mark.changes.map(String) };
  });
  return { format: 1, id, title, version, path: `${version}/`, versions: marks };
}

/** `release.json`, made by this package and kept on a disk that others write to: what is used as a path or a number is looked at. */
export function parseRelease(text: string, place: string): ReleaseRecord {
  const given = parseJson(text, place) as Partial<ReleaseRecord>;
  const { format, version, published, issued, tables, changes, openness } = given;
  const marks = (tables ?? []).flatMap(({ csv, parquet }) => [csv, ...(parquet === undefined ? [] : [parquet])]);
  if (
    format !== 1 ||
    !isVersion(version) ||
    typeof published !== "string" ||
    typeof issued !== "string" ||
    !Array.isArray(changes) ||
    openness === undefined ||
    marks.length === 0 ||
    marks.some(({ path, sha256 }) => !/^[\w-]+\.\w+$/.test(path) || !/^[0-9a-f]{64}$/.test(sha256))
  )
    throw brokenSite(place);
  return { ...(given as ReleaseRecord), record: parseRecord(given.record) };
}

export function brokenSite(place: string): OpenDataError {
  return new OpenDataError(
    "broken-site",
    `${place} is not as it was written: somebody changed it, or it broke off. Put it back from a copy before you publish again. Nothing was written.`,
  );
}

function isVersion(value: unknown): value is string {
  return typeof value === "string" && versionPattern.test(value);
}

function parseJson(text: string, place: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value as Readonly<Record<string, unknown>>;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw brokenSite(place);
}
