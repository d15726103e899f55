/** A folder with data files and a record (`publish.json`, or a `datapackage.json`), read and mended: what `surgery publish` publishes. */
import { readFile, stat } from "node:fs/promises";
import { basename, isAbsolute, join, relative, resolve } from "node:path";
import { fileError } from "../../file-error.js";
import { applyFix } from "../../mend/apply-fix.js";
import { fixCode, fixWords } from "../../mend/fix-words.js";
import type { Fix } from "../../mend/fix.js";
import { mendAgain, type KeptMend, type MendedStep } from "../../mend/mend-again.js";
import { OpenDataError } from "../../open-data-error.js";
import { fetchBytes } from "../../read/fetch-bytes.js";
import { namedPeople } from "../../profile/checks/named-people.js";
import { readSheet, type KeptReading } from "../../read/kept-reading.js";
import { readAgain } from "../../read/read-again.js";
import type { MetWish } from "../../read/wishes-met.js";
import { refuseTooLarge } from "../../read/size-limit.js";
import type { LeftOutReason, SourceTable } from "../../read/source-table.js";
import { countOf } from "../../say.js";
import type { DataSetRecord, TableRecord } from "../data-set-record.js";
import { parseRecord } from "../parse-record.js";
import type { TableToPublish } from "../plan-release.js";
import { publishedTable } from "../published-table.js";
import { recordOfDataPackage } from "../record-of-data-package.js";
import type { LineageStep } from "../release.js";
import { sha256Of } from "../sha256.js";
import { tellableMends } from "../tellable-mends.js";
import { nothingThere } from "./durable-files.js";
import { loadMadeBy, type FoundMade } from "./load-made-by.js";

export interface DataPackage {
  /** With the steps of mending that were done, and none that hold what is kept from readers. */
  readonly record: DataSetRecord;
  readonly tables: readonly LoadedTable[];
}

export interface LoadedTable extends TableToPublish {
  /** As it is after mending. */
  readonly source: SourceTable;
  /** As it was read, before mending. */
  readonly read: SourceTable;
  /** What became of how it was wished to be read. */
  readonly wishes: readonly MetWish[];
  /** What became of the steps that were kept from an earlier file. */
  readonly mended: readonly MendedStep[];
}

/** What a keeper chose for the file before; it goes before what the record says. */
export interface KeptWork {
  readonly reading?: KeptReading | undefined;
  readonly mends: readonly KeptMend[];
}

export const recordName = "publish.json";

/**
 * @param kept by the names of the tables
 * @throws OpenDataError with what is missing or wrong, in words
 */
export async function loadPackage(folder: string, kept: Readonly<Record<string, KeptWork>> = {}): Promise<DataPackage> {
  const record = parseRecord(await readRecord(folder));
  const tables: LoadedTable[] = [];
  const told: TableRecord[] = [];
  for (const words of record.tables) {
    const { mend, ...table } = await loadTable(folder, words, kept[words.name]);
    tables.push(table);
    const { read: _ours, ...published } = words;
    told.push({ ...published, mend });
  }
  return { record: { ...record, tables: told }, tables };
}

async function readRecord(folder: string): Promise<unknown> {
  const text = await readFile(join(folder, recordName), "utf8").catch(nothingThere);
  if (text !== undefined) return parseJson(text, recordName);
  const other = await readFile(join(folder, "datapackage.json"), "utf8").catch(nothingThere);
  if (other !== undefined) return recordOfDataPackage(parseJson(other, "datapackage.json"));
  throw new OpenDataError(
    "file-not-found",
    `There is no ${recordName} in ${folder}: the record that says what the data are. Write one to fill in with: surgery publish ${folder} --draft`,
  );
}

async function loadTable(
  folder: string,
  words: TableRecord,
  kept: KeptWork | undefined,
): Promise<LoadedTable & { readonly mend: readonly Fix[] }> {
  const { bytes, name, url, readAt } = await bytesOf(folder, words.file);
  const sha256 = await sha256Of(bytes);
  const told: FoundMade =
    url === undefined ? await loadMadeBy(resolve(folder, words.file), sha256, words.showCode === true) : { steps: [] };
  const notebook = words.notebook ?? told.notebook;
  const from = {
    name,
    ...(url === undefined ? {} : { url }),
    ...(readAt === undefined ? {} : { readAt }),
  };
  const { table: read, wishes } = await readAgain(
    bytes,
    from,
    kept === undefined ? recorded(words) : kept.reading,
    sha256,
  );
  const { source, fixes, mended } = mendedBy(read, words, kept?.mends, sha256);
  const table = publishedTable(source, words.name);
  const tellable = tellableMends(
    fixes,
    table.columns.map((column) => column.name),
    words.remedies,
  );
  return {
    table,
    source,
    read,
    wishes,
    mended,
    mend: fixes.filter((_, at) => tellable[at] === true),
    lineage: {
      file: name,
      ...(url === undefined ? {} : { url }),
      sha256,
      readAt: read.source.readAt,
      steps: [
        ...told.steps,
        ...wishSteps(wishes, read),
        ...readingSteps(read),
        ...fixes.map((fix, at): LineageStep =>
          tellable[at] === true ? { words: fixWords(fix), code: fixCode([fix]) } : { words: fixWords(fix) },
        ),
        ...dateSteps(source),
      ],
      ...(notebook === undefined ? {} : { notebook }),
      ...(told.made === undefined ? {} : { made: told.made }),
    },
  };
}

function mendedBy(
  read: SourceTable,
  { mend }: TableRecord,
  kept: readonly KeptMend[] | undefined,
  sha256: string,
): { source: SourceTable; fixes: readonly Fix[]; mended: readonly MendedStep[] } {
  if (kept === undefined) return { source: mend.reduce(applyFix, read), fixes: mend, mended: [] };
  const { table, steps } = mendAgain(read, kept, sha256);
  const fixes = steps.flatMap((step) => (step.outcome === "done" ? [step.fix] : []));
  return { source: table, fixes, mended: steps };
}

async function bytesOf(
  folder: string,
  file: string,
): Promise<{ bytes: Uint8Array; name: string; url?: string; readAt?: string }> {
  if (/^https?:\/\//i.test(file)) {
    const url = new URL(file);
    const name = basename(url.pathname) || url.hostname;
    const { bytes, keptAt } = await fetchBytes(url, name, {});
    return { bytes, name, url: url.href, ...(keptAt === undefined ? {} : { readAt: keptAt }) };
  }
  const path = resolve(folder, file);
  const within = relative(resolve(folder), path);
  if (within.startsWith("..") || isAbsolute(within)) {
    throw new OpenDataError(
      "file-not-readable",
      `The record names ${file}, which lies outside ${folder}. Put the file into that folder, so that it travels with its record.`,
    );
  }
  try {
    // Asked first: a file of 2 GB must not be loaded to learn that it is too large.
    refuseTooLarge((await stat(path)).size, basename(file));
    return { bytes: await readFile(path), name: basename(file) };
  } catch (error) {
    if (error instanceof OpenDataError) throw error;
    throw fileError(error, path, [".csv", ".tsv", ".xlsx", ".xls", ".ods", ".json", ".geojson"]);
  }
}

const leftOutWords: Readonly<Record<LeftOutReason, readonly [string, string]>> = {
  preamble: ["row above the headings", "rows above the headings"],
  blank: ["blank row", "blank rows"],
  "repeated-header": ["repeated row of headings", "repeated rows of headings"],
  total: ["row of totals", "rows of totals"],
  note: ["row of notes", "rows of notes"],
  "you-said-so": ["row that somebody chose", "rows that somebody chose"],
};

/** As the record says it; the columns that it names are the headings, under the names that they had before they were renamed. */
function recorded({ read, columns, mend }: TableRecord): KeptReading | undefined {
  if (read === undefined) return undefined;
  const renamed = new Map(
    mend.flatMap((fix) => (fix.type === "rename-columns" ? fix.names.map(({ from, to }) => [to, from] as const) : [])),
  );
  return { wish: read, headings: Object.keys(columns).map((name) => renamed.get(name) ?? name) };
}

/** What was chosen otherwise than by itself; encodings are told in any case. The name of a sheet that names people stays here. */
function wishSteps(wishes: readonly MetWish[], read: SourceTable): LineageStep[] {
  const told = wishes.filter(({ about }) => about !== "encoding" && about !== "sheet");
  const sheet = readSheet(read);
  return [
    ...(read.reading.tableSheets.length > 1 && namedPeople([sheet]).length === 0
      ? [{ words: `Read the sheet “${sheet}”.` }]
      : []),
    ...told.flatMap((wish) => (wish.outcome === "done" ? [{ words: wish.words }] : [])),
  ];
}

/** What reading itself did: readers of the result must be able to do it again. */
function readingSteps({ leftOut, reading }: SourceTable): LineageStep[] {
  const counts = new Map<LeftOutReason, number>();
  for (const { reason } of leftOut) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [
    ...(reading.encoding === null || reading.encoding === "utf-8"
      ? []
      : [{ words: `Read as ${reading.encoding}, written as UTF-8.` }]),
    ...[...counts].map(([reason, count]) => ({ words: `Left out ${countOf(count, ...leftOutWords[reason])}.` })),
  ];
}

function dateSteps({ columns }: SourceTable): LineageStep[] {
  const dates = columns.filter(({ dateOrder }) => dateOrder !== undefined).map(({ name }) => name);
  return dates.length === 0 ? [] : [{ words: `Wrote the dates of ${dates.join(", ")} as year-month-day.` }];
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, "")) as unknown;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new OpenDataError(
      "broken-json",
      `${name} is not JSON that can be read: ${said}. Look for a comma or a quotation mark too many or too few there.`,
      { cause: error },
    );
  }
}
