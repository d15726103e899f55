import { OpenDataError } from "../open-data-error.js";

/** What stands in `pack.json` first, so that a later format is told apart from a broken file. */
const packFormat = "data-surgery-pack/1";

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
}

interface PartFile {
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
  const whole = new Entry(value, name, "pack.json");
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
  };
  refuseRepeated(
    name,
    "level",
    manifest.boundaries.map(({ level }) => level),
  );
  refuseRepeated(
    name,
    "table",
    manifest.tables.map((part) => part.name),
  );
  return manifest;
}

function isPackId(id: string): boolean {
  return /^[a-z\d]+(?:-[a-z\d]+)*$/.test(id) && id.length <= 60;
}

export function brokenPack(name: string, what: string): OpenDataError {
  return new OpenDataError(
    "broken-pack",
    `The pack ${name} can't be used: ${what}. Copy the whole pack again from where it came from.`,
  );
}

function fileOf(part: Entry, name: string): PartFile {
  const file = part.text("file");
  if (!/^[\w-][\w.-]*$/.test(file)) throw brokenPack(name, `“${file}” is not the name of a file beside pack.json`);
  const sha256 = part.text("sha256");
  if (!/^[\da-f]{64}$/.test(sha256)) throw brokenPack(name, `the checksum of ${file} is not a SHA-256`);
  return { file, bytes: part.count("bytes"), sha256 };
}

function tablePart(part: Entry, name: string): TablePart {
  const columns = part.entries("columns").map((column): PackColumn => {
    const type = column.text("type");
    if (type !== "text" && type !== "number") {
      throw brokenPack(name, `a column is of type “${type}”, and may be “text” or “number”`);
    }
    return { name: column.text("name"), type, about: column.text("about") };
  });
  const names = new Set(columns.map((column) => column.name));
  const has = (column: string): string => {
    if (!names.has(column)) throw brokenPack(name, `a table names the column “${column}”, which it does not have`);
    return column;
  };
  const { key, label } = { ...part.optional("key"), ...part.optional("label") };
  return {
    ...fileOf(part, name),
    name: part.text("name"),
    rows: part.count("rows"),
    columns,
    ...(key === undefined ? {} : { key: has(key) }),
    ...(label === undefined ? {} : { label: has(label) }),
  };
}

function refuseRepeated(name: string, what: string, values: readonly string[]): void {
  const twice = values.find((value, at) => values.indexOf(value) !== at);
  if (twice !== undefined) throw brokenPack(name, `it has two parts with the ${what} “${twice}”`);
}

/** One object of pack.json, asked for its parts by name. */
class Entry {
  readonly #value: Record<string, unknown>;
  readonly #pack: string;
  readonly #where: string;

  constructor(value: unknown, pack: string, where: string) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw brokenPack(pack, `${where} should be an object`);
    }
    this.#value = value as Record<string, unknown>;
    this.#pack = pack;
    this.#where = where;
  }

  has(key: string): boolean {
    return this.#value[key] !== undefined;
  }

  text(key: string): string {
    const value = this.#value[key];
    if (typeof value === "string" && value.trim() !== "") return value;
    throw brokenPack(this.#pack, `“${key}” in ${this.#where} should be a text`);
  }

  optional<Key extends string>(key: Key): { readonly [key in Key]?: string } {
    return (this.has(key) ? { [key]: this.text(key) } : {}) as { readonly [key in Key]?: string };
  }

  count(key: string): number {
    const value = this.#value[key];
    if (typeof value === "number" && Number.isInteger(value) && value >= 0) return value;
    throw brokenPack(this.#pack, `“${key}” in ${this.#where} should be a whole number`);
  }

  texts(key: string): string[] {
    const value = this.#value[key];
    if (Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === "string")) return value;
    throw brokenPack(this.#pack, `“${key}” in ${this.#where} should be a list of texts`);
  }

  entry(key: string): Entry {
    return new Entry(this.#value[key], this.#pack, `“${key}” in ${this.#where}`);
  }

  entries(key: string): Entry[] {
    const value = this.#value[key];
    if (!Array.isArray(value)) throw brokenPack(this.#pack, `“${key}” in ${this.#where} should be a list`);
    return value.map((item) => new Entry(item, this.#pack, `“${key}” in ${this.#where}`));
  }
}
