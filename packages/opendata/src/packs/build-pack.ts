/** A pack from files as their publisher gives them out, by a recipe. Nothing is downloaded here: whoever makes it has the files. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { OpenDataError } from "../open-data-error.js";
import type { BoundaryFeature } from "../place/boundaries.js";
import {
  mostPartBytes,
  packFormat,
  parseManifest,
  type BoundaryPart,
  type ChangesPart,
  type LookupPart,
  type PackColumn,
  type PackManifest,
  type PartFile,
  type TablePart,
} from "../place/pack-manifest.js";
import { placeKindOf, plainPostcode, postcodeArea } from "../place/place-kind.js";
import { shardText, type PostcodeRow } from "../place/postcode-shard.js";
import { readBoundaries, type FeatureNames } from "../place/read-boundaries.js";
import { listed } from "../say.js";
import { csvText } from "../write/csv-text.js";
import { findSources, type SourceFile } from "./find-sources.js";
import { firstFitting } from "./name-pattern.js";
import type { BoundaryRecipe, Recipe, TableRecipe } from "./recipe.js";
import { featuresOf, sourceJson, sourceRows, textOf } from "./source-rows.js";

export interface BuildRequest {
  readonly recipe: Recipe;
  /** Files, folders and zips in which the recipe's sources are. */
  readonly from: readonly string[];
  /** The folder of the pack, which must not be there yet. */
  readonly out: string;
  /** The edition, as the publisher calls it: "February 2024". A year in it goes into the attribution. */
  readonly date: string;
  /** Only rows and outlines that have one of these values in a column: `local_authority` → E08000025. */
  readonly where: ReadonlyMap<string, readonly string[]>;
}

/** @throws OpenDataError with what is missing; then nothing is left behind */
export async function buildPack(request: BuildRequest): Promise<PackManifest> {
  const { recipe, from, out, date, where } = request;
  if (existsSync(out))
    throw new OpenDataError("pack-there", `${out} is there already. Choose another folder, or remove it first.`);
  const year = /\b\d{4}\b/.exec(date)?.[0];
  if (year === undefined)
    throw new OpenDataError(
      "broken-recipe",
      `The edition “${date}” has no year in it. Say which it is: --date "February 2024".`,
    );
  const sources = findSources(recipe, from);
  const unfinished = join(dirname(out), `.${recipe.id}-${process.pid}.new`);
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  try {
    const bench: Bench = {
      folder: unfinished,
      where,
      source: (name) => sources.get(name) as SourceFile,
      codes: new Map(),
    };
    const tables: TablePart[] = [];
    for (const part of recipe.tables) tables.push(await buildTable(part, bench));
    const boundaries: BoundaryPart[] = [];
    for (const part of recipe.boundaries) boundaries.push(await buildOutlines(part, bench));
    const lookups: LookupPart[] = [];
    for (const part of recipe.lookups) lookups.push(await buildLookup(part, bench));
    const changes = recipe.changes === undefined ? undefined : await buildChanges(recipe.changes, bench);
    const manifest = {
      format: packFormat,
      id: recipe.id,
      title: recipe.title,
      publisher: recipe.publisher,
      licence: recipe.licence,
      attribution: recipe.attribution.map((sentence) => sentence.replaceAll("{year}", year)),
      date,
      ...(recipe.url === undefined ? {} : { url: recipe.url }),
      ...(recipe.note === undefined ? {} : { note: noteWith(recipe.note, where) }),
      boundaries,
      tables,
      ...(lookups.length === 0 ? {} : { lookups }),
      ...(changes === undefined ? {} : { changes }),
    };
    const text = `${JSON.stringify(manifest, null, 2)}\n`;
    const proved = parseManifest(text, recipe.id);
    writeFileSync(join(unfinished, "pack.json"), text);
    renameSync(unfinished, out);
    return proved;
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw error;
  }
}

interface Bench {
  readonly folder: string;
  readonly where: BuildRequest["where"];
  readonly source: (name: string) => SourceFile;
  /** The codes in each table that is made already. */
  readonly codes: Map<string, ReadonlySet<string>>;
}

/** A part of a country must not look like the whole. */
function noteWith(note: string, where: BuildRequest["where"]): string {
  const parts = [...where].map(([column, values]) => `${column} ${values.join(" or ")}`);
  return parts.length === 0 ? note : `${note} Only a part: ${parts.join(", ")}.`;
}

async function buildTable(recipe: TableRecipe, bench: Bench): Promise<TablePart> {
  const { name, columns, place, label } = recipe;
  const key = columns.find((column) => column.name === recipe.key[0])?.name;
  if (key === undefined)
    throw new OpenDataError("broken-recipe", `The table ${name} has no column “${recipe.key[0] ?? ""}”.`);
  const rows = new Map<string, readonly string[]>();
  for await (const { cells } of chosenRows(
    recipe,
    columns.map(({ from }) => from),
    bench,
  )) {
    const code = cells[columns.findIndex((column) => column.name === key)] ?? "";
    if (code !== "" && !rows.has(code)) rows.set(code, cells);
  }
  if (rows.size === 0) throw nothingLeft(name, bench.where);
  bench.codes.set(name, new Set(rows.keys()));
  const sorted = [...rows.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, cells]) => cells);
  const names = columns.map((column) => column.name);
  const file = write(bench, `${name}.csv`, csvText(names, sorted));
  return {
    name,
    rows: rows.size,
    key,
    ...(label === undefined ? {} : { label }),
    place,
    columns: aboutColumns(columns),
    ...file,
  };
}

async function buildLookup(recipe: TableRecipe, bench: Bench): Promise<LookupPart> {
  const { name, columns, place } = recipe;
  const areas = new Map<string, Map<string, PostcodeRow>>();
  for await (const { cells, key } of chosenRows(
    recipe,
    columns.map(({ from }) => from),
    bench,
    recipe.key,
  )) {
    const postcode = plainPostcode(key);
    if (postcode === undefined) continue;
    const area = postcodeArea(postcode);
    if (recipe.leaveOutAreas.includes(area)) continue;
    const rows = areas.get(area) ?? new Map<string, PostcodeRow>();
    areas.set(area, rows);
    if (!rows.has(postcode)) rows.set(postcode, { postcode, cells });
  }
  if (areas.size === 0) throw nothingLeft(name, bench.where);
  const names = columns.map((column) => column.name);
  const shards = [...areas.entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([area, rows]) => {
      const packed = gzipSync(shardText(names, area, [...rows.values()]), { level: 9 });
      return { area, rows: rows.size, ...write(bench, `${name}-${area}.txt.gz`, packed) };
    });
  const rows = shards.reduce((sum, shard) => sum + shard.rows, 0);
  return { name, place, rows, columns: aboutColumns(columns), shards };
}

interface ChosenRow {
  readonly cells: readonly string[];
  readonly key: string;
}

/** The rows of a source that have not ended, and that have what was chosen in the columns of the pack. */
async function* chosenRows(
  { name, columns, from, emptyIn }: TableRecipe,
  wanted: readonly (readonly string[])[],
  { where, source }: Bench,
  key: readonly string[] = [],
): AsyncGenerator<ChosenRow> {
  const chosen = [...where].map(([column, values]) => {
    const at = columns.findIndex((one) => one.name === column);
    if (at < 0)
      throw noSuchChoice(
        column,
        name,
        columns.map((one) => one.name),
      );
    return { at, values: new Set(values) };
  });
  const extra = [...(key.length === 0 ? [] : [key]), ...(emptyIn === undefined ? [] : [[emptyIn]])];
  for await (const record of sourceRows(source(from), [...wanted, ...extra])) {
    if (emptyIn !== undefined && record.at(-1) !== "") continue;
    const cells = record.slice(0, columns.length);
    if (chosen.every(({ at, values }) => values.has(cells[at] ?? ""))) {
      yield { cells, key: key.length === 0 ? "" : (record[columns.length] ?? "") };
    }
  }
}

async function buildOutlines(recipe: BoundaryRecipe, bench: Bench): Promise<BoundaryPart> {
  const { level, from, onlyIn } = recipe;
  const source = bench.source(from);
  const value = await sourceJson(source);
  const properties = featuresOf(value, source.name);
  const names = Object.keys(properties[0] ?? {});
  const property = (patterns: readonly string[]): string => {
    const found = firstFitting(names, patterns);
    if (found !== undefined) return found;
    throw new OpenDataError(
      "no-such-column",
      `The outlines in ${source.name} have no property called ${patterns.join(" or ")}. They have: ${listed(names, 12)}.`,
    );
  };
  const [code, name] = [property(recipe.code), property(recipe.name)];
  const kept = onlyIn === undefined ? undefined : bench.codes.get(onlyIn);
  const features = (value as { readonly features: readonly unknown[] }).features.filter(
    (_, at) => kept === undefined || kept.has(textOf(properties[at]?.[code])),
  );
  if (features.length === 0) throw nothingLeft(level, bench.where);
  const written = readOutlines(features, { code, name }, source.name).map((area) => ({
    type: "Feature",
    properties: { code: area.code, name: area.name },
    geometry: {
      type: "MultiPolygon",
      coordinates: area.polygons.map((rings) => rings.map((ring) => ring.map(rounded))),
    },
  }));
  const text = JSON.stringify({ type: "FeatureCollection", features: written });
  return { level, areas: written.length, ...write(bench, `${level}.geojson`, text) };
}

function readOutlines(features: readonly unknown[], names: FeatureNames, file: string): readonly BoundaryFeature[] {
  try {
    return readBoundaries({ type: "FeatureCollection", features }, names);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new OpenDataError("not-a-table", `${file} can't be used: ${reason}.`, { cause: error });
  }
}

/** Five decimals are a metre. */
function rounded([x, y]: readonly [number, number]): [number, number] {
  return [Number(x.toFixed(5)), Number(y.toFixed(5))];
}

/** Of each old code only its last change: before it ended it may have given up land and gone on. */
async function buildChanges(
  { from, old, now, date, kept }: NonNullable<Recipe["changes"]>,
  bench: Bench,
): Promise<ChangesPart> {
  const last = new Map<string, { readonly day: string; readonly successors: Set<string> }>();
  for await (const [before = "", after = "", when = ""] of sourceRows(bench.source(from), [[old], [now], [date]])) {
    if (before === "" || after === "" || before === after) continue;
    if (kept !== undefined && (placeKindOf([before]) !== kept || placeKindOf([after]) !== kept)) continue;
    const day = sortableDay(when);
    const known = last.get(before);
    if (known === undefined || day > known.day) last.set(before, { day, successors: new Set([after]) });
    else if (day === known.day) known.successors.add(after);
  }
  const rows = [...last].flatMap(([before, { successors }]) => [...successors].map((after) => [before, after]));
  return { rows: rows.length, ...write(bench, "changes.csv", csvText(["old", "new"], rows)) };
}

/** "01/04/2023 00:00:00", day first, or "2023-04-01". */
function sortableDay(text: string): string {
  const [, day, month, year] = /^(\d{2})\/(\d{2})\/(\d{4})/.exec(text) ?? [];
  return year === undefined ? text.slice(0, 10) : `${year}-${month ?? ""}-${day ?? ""}`;
}

function write({ folder }: Bench, file: string, content: string | Uint8Array): PartFile {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  if (bytes.length > mostPartBytes) {
    throw new OpenDataError(
      "too-large",
      `${file} would have ${Math.round(bytes.length / 1024 / 1024)} MB, and 64 MB is the most. Take more generalised outlines, or a part: --where local_authority=E08000025.`,
    );
  }
  writeFileSync(join(folder, file), bytes);
  return { file, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
}

function aboutColumns(columns: TableRecipe["columns"]): PackColumn[] {
  return columns.map(({ name, type, about }) => ({ name, type, about }));
}

function nothingLeft(name: string, where: BuildRequest["where"]): OpenDataError {
  const chosen = [...where].map(([column, wanted]) => `${column}=${wanted.join(",")}`).join(" ");
  return new OpenDataError(
    "no-such-place",
    `Nothing is left for “${name}”${chosen === "" ? "" : ` with ${chosen}`}. Check the codes that were chosen and the file.`,
  );
}

function noSuchChoice(column: string, part: string, has: readonly string[]): OpenDataError {
  return new OpenDataError(
    "no-such-column",
    `“${part}” can't be chosen by “${column}”. It can be by: ${has.join(", ")}.`,
  );
}
