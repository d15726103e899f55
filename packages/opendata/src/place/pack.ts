import Papa from "papaparse";
import { nearestName } from "../nearest-name.js";
import { OpenDataError } from "../open-data-error.js";
import { createRowMaker, type Cell } from "../row.js";
import type { Provenance } from "../table/provenance.js";
import { Table } from "../table/table.js";
import type { Boundaries } from "./boundaries.js";
import { brokenPack, type LookupPart, type PackManifest, type TablePart } from "./pack-manifest.js";
import { postcodeArea } from "./place-kind.js";
import { readShard, type PostcodeShard } from "./postcode-shard.js";
import { readBoundaries } from "./read-boundaries.js";

/** Gives the text of a file of the pack, proved against its checksum. */
export type ReadPart = (file: string) => string;

/** A look-up of postcodes; the file of an area is read with its first postcode. */
export interface Postcodes {
  readonly columns: readonly string[];
  readonly areas: readonly string[];
  /** @param plain without spaces, in capitals */
  readonly find: (plain: string) => readonly Cell[] | undefined;
}

/**
 * Look-ups and outlines of one publisher with their licence and date, kept on this computer: it works without a network.
 * @example
 * let london = await openPack("london-boroughs");
 * chart.map(table, { area: "borough", value: "grants", boundaries: london.boundaries(), axis: "Grants", title: "…" })
 */
export class Pack {
  /** Who published it, its licence, its date, and what it holds. */
  readonly about: PackManifest;
  readonly #read: ReadPart;
  readonly #outlines = new Map<string, Boundaries>();
  readonly #tables = new Map<string, Table>();
  readonly #shards = new Map<string, PostcodeShard>();
  #changes: readonly (readonly [string, string])[] | undefined;

  constructor(about: PackManifest, read: ReadPart) {
    this.about = about;
    this.#read = read;
  }

  /** The outlines of its areas; with a level ("ward") where it has several, else the first. */
  boundaries(level?: string): Boundaries {
    const levels = this.about.boundaries.map((part) => part.level);
    const part =
      level === undefined ? this.about.boundaries[0] : this.about.boundaries.find((one) => one.level === level);
    if (part === undefined) throw noSuchPart(this.about, "outlines", level, levels);
    const made = this.#outlines.get(part.level);
    if (made !== undefined) return made;
    const { title, publisher, date, id } = this.about;
    try {
      const features = readBoundaries(JSON.parse(this.#read(part.file)), { code: "code", name: "name" });
      if (features.length !== part.areas)
        throw new Error(`its areas are ${features.length}, and pack.json says ${part.areas}`);
      const outlines = { name: title, publisher, licence: this.#terms(), date, features };
      this.#outlines.set(part.level, outlines);
      return outlines;
    } catch (error) {
      if (error instanceof OpenDataError) throw error;
      throw brokenPack(id, `${part.file} can't be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** One of its tables by name, else the first. */
  table(name?: string): Table {
    const part = this.part(name);
    const made = this.#tables.get(part.name);
    if (made !== undefined) return made;
    const { id } = this.about;
    const parsed = Papa.parse<string[]>(this.#read(part.file), { delimiter: ",", skipEmptyLines: true });
    const [headings = [], ...records] = parsed.data;
    const expected = part.columns.map((column) => column.name);
    if (headings.join("\n") !== expected.join("\n") || records.some((record) => record.length !== headings.length)) {
      throw brokenPack(id, `the columns of ${part.file} are not those that pack.json lists`);
    }
    if (records.length !== part.rows) {
      throw brokenPack(id, `${part.file} has ${records.length} rows, and pack.json says ${part.rows}`);
    }
    const make = createRowMaker(expected, null);
    const rows = records.map((record) =>
      make(part.columns.map((column, at): Cell => cellOf(record[at] ?? "", column.type, id, part.file))),
    );
    const about = this.provenance(this.about.tables.length === 1 ? undefined : part.name);
    const table = new Table(rows, expected, about);
    this.#tables.set(part.name, table);
    return table;
  }

  /** Publisher, licence and date, as they stand under what is made from it. */
  provenance(part?: string): Provenance {
    const { title, publisher, date, url } = this.about;
    return {
      name: part === undefined ? title : `${title}: ${part}`,
      publisher,
      licence: this.#terms(),
      published: date,
      ...(url === undefined ? {} : { url }),
      steps: [],
    };
  }

  /** One of its look-ups of postcodes by name, else the first. */
  postcodes(name?: string): Postcodes {
    const { lookups } = this.about;
    const names = lookups.map((one) => one.name);
    const part = name === undefined ? lookups[0] : lookups.find((one) => one.name === name);
    if (part === undefined) throw noSuchPart(this.about, "a look-up of postcodes", name, names);
    return {
      columns: part.columns.map((column) => column.name),
      areas: part.shards.map(({ area }) => area),
      find: (plain) =>
        this.#shard(part, postcodeArea(plain))
          ?.find(plain)
          ?.map((text, at) => cellOf(text, part.columns[at]?.type ?? "text", this.about.id, part.name)),
    };
  }

  /** Codes that were replaced, each with its successor. */
  changes(): readonly (readonly [old: string, now: string])[] {
    const { changes, id } = this.about;
    if (changes === undefined) return [];
    if (this.#changes !== undefined) return this.#changes;
    const parsed = Papa.parse<string[]>(this.#read(changes.file), { delimiter: ",", skipEmptyLines: true });
    const [headings = [], ...records] = parsed.data;
    if (headings.join() !== "old,new" || records.length !== changes.rows) {
      throw brokenPack(id, `${changes.file} is not the list of changes that pack.json describes`);
    }
    this.#changes = records.map(([old = "", now = ""]) => [old, now] as const);
    return this.#changes;
  }

  #shard({ name, columns, shards }: LookupPart, area: string): PostcodeShard | undefined {
    const part = shards.find((shard) => shard.area === area);
    if (part === undefined) return undefined;
    const key = `${name}/${area}`;
    const read = this.#shards.get(key);
    if (read !== undefined) return read;
    const { id } = this.about;
    const text = this.#read(part.file);
    let shard: PostcodeShard;
    try {
      const names = columns.map((column) => column.name);
      shard = readShard(text, names, area);
    } catch (error) {
      throw brokenPack(id, `${part.file} can't be read: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (shard.size !== part.rows) {
      throw brokenPack(id, `${part.file} has ${shard.size} postcodes, and pack.json says ${part.rows}`);
    }
    this.#shards.set(key, shard);
    return shard;
  }

  /** What pack.json says of a table. */
  part(name?: string): TablePart {
    const { tables } = this.about;
    const part =
      name === undefined
        ? (tables.find(({ key }) => key !== undefined) ?? tables[0])
        : tables.find((one) => one.name === name);
    if (part === undefined)
      throw noSuchPart(
        this.about,
        "a table",
        name,
        tables.map((one) => one.name),
      );
    return part;
  }

  /** The licence with the sentences that it asks for, so that they stand under every chart. */
  #terms(): string {
    return `${this.about.licence.name} (${this.about.attribution.join("; ")})`;
  }
}

function cellOf(text: string, type: "text" | "number", pack: string, file: string): Cell {
  if (text === "") return null;
  if (type === "text") return text;
  const number = Number(text);
  if (Number.isFinite(number)) return number;
  throw brokenPack(pack, `“${text}” in ${file} should be a number`);
}

function noSuchPart(
  about: PackManifest,
  what: string,
  name: string | undefined,
  has: readonly string[],
): OpenDataError {
  const nearest = name === undefined ? undefined : nearestName(name, has);
  const meant = nearest === undefined ? "" : ` Did you mean "${nearest}"?`;
  const wanted = name === undefined ? "" : ` called "${name}"`;
  const holds = has.length === 0 ? `It has none at all.` : `It has: ${has.join(", ")}.`;
  return new OpenDataError(
    "no-such-part",
    `The pack “${about.title}” does not have ${what}${wanted}.${meant} ${holds}`,
  );
}
