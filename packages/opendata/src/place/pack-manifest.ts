import { OpenDataError } from "../open-data-error.js";
import { JsonEntry } from "./json-entry.js";

/** What stands in `pack.json` first, so that a later format is told apart from a broken file. */
export const packFormat = "data-surgery-pack/1";

/** One file of a pack may have this many bytes at most. */
export const mostPartBytes: number = 64 * 1024 * 1024;

/** What a pack holds, who published it and how it may be used: the text of `pack.json`. The rules are in SPEC.md. */
export interface PackManifest {
  readonly format: typeof packFormat;
  /** What it calls itself: small letters, digits and dashes. */
  readonly id: string;
  readonly title: string;
  readonly publisher: string;
  readonly licence: { readonly name: string; readonly url: string };
  /** Sentences that must stand wherever its content is shown. */
  readonly attribution: readonly string[];
  /** The date for which it holds, as the publisher writes it. */
  readonly date: string;
  readonly url?: string;
  /** What a user should know: "invented for teaching", "simplified". */
  readonly note?: string;
  readonly boundaries: readonly BoundaryPart[];
  readonly tables: readonly TablePart[];
  /** Look-ups too large for one table: the postcodes of a country. */
  readonly lookups: readonly LookupPart[];
  /** Which codes were replaced by which: a CSV file with the columns `old` and `new`. */
  readonly changes?: ChangesPart;
}

export interface PartFile {
  /** Beside pack.json; no folders. */
  readonly file: string;
  readonly bytes: number;
  /** SHA-256 of the file, in hexadecimal. */
  readonly sha256: string;
}

export interface BoundaryPart extends PartFile {
  /** What kind of area: "borough", "ward". */
  readonly level: string;
  readonly areas: number;
}

export interface TablePart extends PartFile {
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly PackColumn[];
  /** The column that names each row: a code or a postcode. Without one it can be read, but not joined to. */
  readonly key?: string;
  /** The column with the area's name, for files that have names and no codes. */
  readonly label?: string;
  /** What kind of place the key names, so that a column of such codes finds it: "ward", "lsoa", "local-authority". */
  readonly place?: string;
}

export interface LookupPart {
  readonly name: string;
  readonly place: string;
  /** How many places, all files together. */
  readonly rows: number;
  readonly columns: readonly PackColumn[];
  /** One file for each area of postcodes, packed with gzip; see postcode-shard.ts. */
  readonly shards: readonly ShardPart[];
}

export interface ShardPart extends PartFile {
  /** "B", "SW". */
  readonly area: string;
  readonly rows: number;
}

export interface ChangesPart extends PartFile {
  readonly rows: number;
}

/** Every file that pack.json lists. */
export function filesOfPack({ boundaries, tables, lookups, changes }: PackManifest): readonly PartFile[] {
  const shards = lookups.flatMap((lookup) => lookup.shards);
  return [...boundaries, ...tables, ...shards, ...(changes === undefined ? [] : [changes])];
}

export interface PackColumn {
  readonly name: string;
  readonly type: "text" | "number";
  /** What it means, for people. */
  readonly about: string;
}

/** @throws OpenDataError (`broken-pack`) that says which entry of pack.json is wrong and what belongs there */
export function parseManifest(text: string, name: string): PackManifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw brokenPack(name, `its pack.json is not JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  const whole = new JsonEntry(value, "pack.json", (what) => brokenPack(name, what));
  if (whole.text("format") !== packFormat) {
    throw brokenPack(name, `its format is “${whole.text("format")}”, and this version reads “${packFormat}”`);
  }
  const id = whole.text("id");
  if (!isPackId(id)) throw brokenPack(name, `its id “${id}” may have small letters, digits and dashes only`);
  const licence = whole.entry("licence");
  const manifest: PackManifest = {
    format: packFormat,
    id,
    title: whole.text("title"),
    publisher: whole.text("publisher"),
    licence: { name: licence.text("name"), url: licence.text("url") },
    attribution: whole.texts("attribution"),
    date: whole.text("date"),
    ...whole.optional("url"),
    ...whole.optional("note"),
    boundaries: whole.entries("boundaries").map((part) => ({
      ...fileOf(part, name),
      level: part.text("level"),
      areas: part.count("areas"),
    })),
    tables: whole.entries("tables").map((part) => tablePart(part, name)),
    lookups: whole.has("lookups") ? whole.entries("lookups").map((part) => lookupPart(part, name)) : [],
    ...(whole.has("changes") ? { changes: changesPart(whole.entry("changes"), name) } : {}),
  };
  refuseRepeated(
    name,
    "level",
    manifest.boundaries.map(({ level }) => level),
  );
  refuseRepeated(
    name,
    "table",
    [...manifest.tables, ...manifest.lookups].map((part) => part.name),
  );
  refuseRepeated(
    name,
    "file",
    filesOfPack(manifest).map(({ file }) => file),
  );
  return manifest;
}

export function isPackId(id: string): boolean {
  return /^[a-z\d]+(?:-[a-z\d]+)*$/.test(id) && id.length <= 60;
}

export function brokenPack(name: string, what: string): OpenDataError {
  return new OpenDataError(
    "broken-pack",
    `The pack ${name} can't be used: ${what}. Copy the whole pack again from where it came from.`,
  );
}

function fileOf(part: JsonEntry, name: string): PartFile {
  const file = part.text("file");
  if (!/^[\w-][\w.-]*$/.test(file)) throw brokenPack(name, `“${file}” is not the name of a file beside pack.json`);
  const sha256 = part.text("sha256");
  if (!/^[\da-f]{64}$/.test(sha256)) throw brokenPack(name, `the checksum of ${file} is not a SHA-256`);
  return { file, bytes: part.count("bytes"), sha256 };
}

function tablePart(part: JsonEntry, name: string): TablePart {
  const columns = columnsOf(part, name);
  const names = new Set(columns.map((column) => column.name));
  const has = (column: string): string => {
    if (!names.has(column)) throw brokenPack(name, `a table names the column “${column}”, which it does not have`);
    return column;
  };
  const { key, label, place } = { ...part.optional("key"), ...part.optional("label"), ...part.optional("place") };
  return {
    ...fileOf(part, name),
    name: part.text("name"),
    rows: part.count("rows"),
    columns,
    ...(key === undefined ? {} : { key: has(key) }),
    ...(label === undefined ? {} : { label: has(label) }),
    ...(place === undefined ? {} : { place }),
  };
}

function lookupPart(part: JsonEntry, name: string): LookupPart {
  const shards = part.entries("shards").map((shard): ShardPart => {
    const area = shard.text("area");
    if (!/^[A-Z]{1,2}$/.test(area)) throw brokenPack(name, `“${area}” is no area of postcodes`);
    return { ...fileOf(shard, name), area, rows: shard.count("rows") };
  });
  const about = { name: part.text("name"), place: part.text("place"), rows: part.count("rows") };
  refuseRepeated(
    name,
    "area",
    shards.map(({ area }) => area),
  );
  return { ...about, columns: columnsOf(part, name), shards };
}

function changesPart(part: JsonEntry, name: string): ChangesPart {
  return { ...fileOf(part, name), rows: part.count("rows") };
}

function columnsOf(part: JsonEntry, name: string): PackColumn[] {
  return part.entries("columns").map((column) => {
    const type = column.text("type");
    if (type !== "text" && type !== "number") {
      throw brokenPack(name, `a column is of type “${type}”, and may be “text” or “number”`);
    }
    return { name: column.text("name"), type, about: column.text("about") };
  });
}

function refuseRepeated(name: string, what: string, values: readonly string[]): void {
  const twice = values.find((value, at) => values.indexOf(value) !== at);
  if (twice !== undefined) throw brokenPack(name, `it has two parts with the ${what} “${twice}”`);
}
