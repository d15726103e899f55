/** What is done with data files, in the process beside the server (`release-process.ts`): nothing here runs in the server's own thread. */
import {
  applyRemedy,
  chartableColumns,
  finishInFolder,
  firstLook,
  loadPackage,
  parquetOf,
  parseRecord,
  planRelease,
  previewRemedy,
  publishToFolder,
  readPublished,
  remedyWords,
  retireInFolder,
  withoutCode,
  type CatalogueWords,
  type CkanPushed,
  type DataSetRecord,
  type KeptMend,
  type KeptReading,
  type LineageMade,
  type LoadedTable,
  type PublishedTable,
  type Release,
  type ReleaseFinding,
  type Remedy,
  type Retirement,
} from "@data-surgery/opendata/publish";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { mendedOf, offeredOf, short, type MendedTold, type OfferedMend } from "./mends-told.js";
import { readPlace, readTold, type ReadPlace, type ReadTold } from "./read-told.js";
import { runOutwardTask, type LookedLink, type OutwardTask } from "./outward-tasks.js";

/** A draft as it lies on the disk: the data file in a folder of its own, and its record. */
export interface Prepared {
  readonly folder: string;
  readonly record: object;
  /** How its keeper wished the file to be read. */
  readonly reading: KeptReading | undefined;
  readonly mends: readonly KeptMend[];
  readonly site: string;
  /** What the catalogue is called, where the folder does not say so yet. */
  readonly siteWords: CatalogueWords;
}

export type ReleaseTask =
  | { readonly type: "look"; readonly prepared: Prepared }
  | { readonly type: "check"; readonly prepared: Prepared; readonly now: number }
  | { readonly type: "publish"; readonly prepared: Prepared; readonly now: number }
  | {
      readonly type: "retire";
      readonly site: string;
      readonly id: string;
      readonly retirement: Omit<Retirement, "at">;
      readonly now: number;
    }
  /** What somebody left who was stopped. */
  | { readonly type: "finish"; readonly site: string }
  | OutwardTask;

export interface LookedColumn {
  readonly name: string;
  /** As people say it: "whole number". */
  readonly type: string;
  /** What the reader takes it for, or "". */
  readonly guess: string;
  readonly missing: number;
  readonly distinct: number;
  readonly examples: readonly string[];
}

export interface Looked {
  readonly rows: number;
  /** Of the data file. */
  readonly sha256: string;
  readonly reading: ReadTold;
  /** One for each step that is kept, in their order. */
  readonly mended: readonly MendedTold[];
  readonly offers: readonly OfferedMend[];
  readonly columns: readonly LookedColumn[];
  /** What reading did: left out rows and the like. */
  readonly steps: readonly string[];
}

export interface OfferedRemedy {
  readonly remedy: Remedy;
  /** What it would do, as something to choose. */
  readonly words: string;
  /** How many cells it changes. */
  readonly values: number;
  readonly examples: readonly { readonly column: string; readonly from: string; readonly to: string }[];
}

export interface ShownFinding extends Omit<ReleaseFinding, "remedies"> {
  readonly remedies: readonly OfferedRemedy[];
}

export interface Checked {
  readonly reading: ReadPlace;
  /** One for each step of mending that is kept, in their order. */
  readonly mended: readonly MendedTold[];
  readonly findings: readonly ShownFinding[];
  /** In the order in which they are done. */
  readonly done: readonly { readonly remedy: Remedy; readonly words: string }[];
  /** Chosen for an earlier file, and impossible with this one. */
  readonly lost: readonly { readonly remedy: Remedy; readonly words: string }[];
  readonly version: string;
  readonly changes: readonly string[];
  readonly rows: number;
  readonly files: readonly { readonly path: string; readonly size: number }[];
  readonly openness: { readonly stars: number; readonly next: readonly string[] };
  readonly ready: boolean;
  /** The files on the way that a notebook wrote, oldest first, and the published one last: what readers may see of it. None where no notebook wrote it. */
  readonly made: readonly MadeInNotebook[];
  /** Columns that a chart can be made of. */
  readonly chartable: readonly string[];
  /** The page as it will be. */
  readonly page: string;
}

/** One file that a notebook wrote. */
export interface MadeInNotebook {
  readonly file: string;
  /** "cell 3 of visits.ipynb" */
  readonly by: string;
  readonly steps: readonly string[];
  readonly cells: readonly { readonly name: string; readonly source: string }[];
  /** Why the code can't be shown, or "". */
  readonly withheld: string;
}

export interface PublishedNow {
  readonly ready: boolean;
  readonly version: string;
  readonly changes: readonly string[];
  readonly publishedAt: number;
}

export type ReleaseResult<Task extends ReleaseTask["type"]> = Task extends "look"
  ? Looked
  : Task extends "check"
    ? Checked
    : Task extends "publish"
      ? PublishedNow
      : Task extends "push"
        ? CkanPushed
        : Task extends "links"
          ? readonly LookedLink[]
          : null;

/** @param tell hears each step, in words for people. @throws OpenDataError */
export async function runReleaseTask(
  task: ReleaseTask,
  tell: (step: string) => void,
): Promise<Looked | Checked | PublishedNow | CkanPushed | readonly LookedLink[] | null> {
  switch (task.type) {
    case "look":
      return look(task.prepared, tell);
    case "check":
      return check(task.prepared, task.now, tell);
    case "publish":
      return publish(task.prepared, task.now, tell);
    case "finish":
      await finishInFolder(task.site);
      return null;
    case "push":
    case "links":
      return runOutwardTask(task, tell);
    case "retire":
    default:
      await retireInFolder(task.site, task.id, { ...task.retirement, at: new Date(task.now) });
      return null;
  }
}

async function look(prepared: Prepared, tell: (step: string) => void): Promise<Looked> {
  tell("Reading the file");
  const { loaded } = await loadOne({ ...prepared, record: withRemedies(prepared.record, []) });
  const { table, source, lineage, mended } = loaded;
  tell("Looking at each column");
  const { guesses, offers } = firstLook(source);
  return {
    rows: table.length,
    sha256: lineage.sha256,
    reading: readTold(loaded, prepared.reading?.wish ?? {}),
    mended: mendedOf(mended),
    offers: offeredOf(offers),
    steps: lineage.steps.map(({ words }) => words),
    columns: table.columns.map((column) => {
      const held = new Uint32Array(column.texts.length);
      for (const code of column.codes) held[code] = (held[code] ?? 0) + 1;
      const present = column.texts.filter((text, code) => text !== "" && (held[code] ?? 0) > 0);
      return {
        name: column.name,
        type: typeWords[column.type],
        guess: guesses.get(column.name) ?? "",
        missing: column.texts.reduce((sum, text, code) => sum + (text === "" ? (held[code] ?? 0) : 0), 0),
        distinct: present.length,
        examples: present.slice(0, 3).map((text) => short(text)),
      };
    }),
  };
}

const typeWords: Readonly<Record<PublishedTable["columns"][number]["type"], string>> = {
  string: "text",
  integer: "whole number",
  number: "number",
  date: "date",
  datetime: "date and time",
  time: "time of day",
  boolean: "true or false",
};

async function check(prepared: Prepared, now: number, tell: (step: string) => void): Promise<Checked> {
  const { record, site } = prepared;
  tell("Reading the file");
  // With the code, so that its keeper sees what readers would.
  const { loaded: withCode, parsed } = await loadOne({ ...prepared, record: withTables(record, { showCode: true }) });
  const loaded = showsCode(record) ? withCode : withCodeKept(withCode);
  const { kept, done, lost, after } = tryRemedies(loaded.table, remediesOf(record));
  tell("Comparing with what is published");
  const previous = await readPublished(site, idOf(record));
  tell("Looking for people who could be named or singled out");
  const release = await planRelease([loaded], withKept(parsed, record, kept), previous, { now: new Date(now) });
  return {
    reading: readPlace(loaded.read),
    mended: mendedOf(loaded.mended),
    findings: release.findings.map((finding) => ({ ...finding, remedies: offered(after, finding.remedies) })),
    done,
    lost,
    version: release.summary.version,
    changes: release.summary.changes,
    rows: after.length,
    files: release.files.map(({ path, bytes }) => ({ path, size: bytes.length })),
    openness: { stars: release.summary.openness.stars, next: release.summary.openness.next },
    ready: release.ready,
    made: madeOf(withCode),
    chartable: chartableColumns(after, parsed),
    page: pageOf(release),
  };
}

function madeOf({ lineage: { file, made, notebook } }: LoadedTable): MadeInNotebook[] {
  if (made === undefined || notebook === undefined) return [];
  return [...(made.earlier ?? []), { ...made, file, notebook }].map(toldOf);
}

function toldOf({
  file,
  notebook,
  steps,
  cells = [],
  withheld = "",
}: Omit<NonNullable<LineageMade["earlier"]>[number], "sha256">): MadeInNotebook {
  return {
    file,
    by: notebook === undefined ? "a notebook" : `${notebook.cell} of ${notebook.path}`,
    steps,
    cells: cells.map(({ name, source }) => ({ name, source })),
    withheld,
  };
}

/** Readers see no code. */
function withCodeKept(one: LoadedTable): LoadedTable {
  const { made } = one.lineage;
  return made === undefined ? one : { ...one, lineage: { ...one.lineage, made: withoutCode(made) } };
}

async function publish(prepared: Prepared, now: number, tell: (step: string) => void): Promise<PublishedNow> {
  const { record, site, siteWords } = prepared;
  tell("Reading the file");
  const { loaded, parsed } = await loadOne(prepared);
  const { kept } = tryRemedies(loaded.table, remediesOf(record));
  const settled = withKept(parsed, record, kept);
  tell("Making the files");
  const release = await publishToFolder(
    site,
    idOf(record),
    (previous) => planRelease([loaded], settled, previous, { now: new Date(now), parquet: parquetOf }),
    { firstWords: siteWords, onStep: (step) => tell(stepWords(step)) },
  );
  const { version, changes } = release.summary;
  return { ready: release.ready, version, changes, publishedAt: now };
}

function stepWords(step: string): string {
  if (step.startsWith("write ")) return "Writing the files";
  return step.startsWith("renew") ? "Bringing pages and feeds up to date" : "Putting the new version in its place";
}

/** What was chosen, as far as this table allows it. */
function tryRemedies(
  table: PublishedTable,
  remedies: readonly Remedy[],
): { kept: Remedy[]; done: Checked["done"]; lost: Checked["lost"]; after: PublishedTable } {
  let after = table;
  const done: { remedy: Remedy; words: string }[] = [];
  const lost: { remedy: Remedy; words: string }[] = [];
  for (const remedy of remedies) {
    const named = "columns" in remedy ? remedy.columns : [remedy.column];
    if (named.some((name) => !after.columns.some((column) => column.name === name))) {
      lost.push({ remedy, words: remedyWords(remedy) });
      continue;
    }
    const next = applyRemedy(after, remedy);
    done.push({ remedy, words: previewRemedy(after, remedy, next).words });
    after = next;
  }
  return { kept: done.map(({ remedy }) => remedy), done, lost, after };
}

function offered(table: PublishedTable, remedies: readonly Remedy[]): OfferedRemedy[] {
  return remedies.map((remedy) => {
    const { offer, values, examples } = previewRemedy(table, remedy);
    return {
      remedy,
      words: offer,
      values,
      examples: examples.map(({ column, from, to }) => ({ column, from: short(from), to: short(to) })),
    };
  });
}

async function loadOne({
  folder,
  record,
  reading,
  mends,
}: Prepared): Promise<{ readonly loaded: LoadedTable; readonly parsed: DataSetRecord }> {
  await writeFile(join(folder, "publish.json"), JSON.stringify(record));
  const { record: parsed, tables } = await loadPackage(folder, { [tableOf(record)]: { reading, mends } });
  const [loaded] = tables;
  if (loaded === undefined) throw new Error("A record without a table was not refused.");
  return { loaded, parsed };
}

/** The record with the remedies that can be done to this file. What was mended stands in the parsed one. */
function withKept(parsed: DataSetRecord, record: object, kept: readonly Remedy[]): DataSetRecord {
  const again = parseRecord(withRemedies(record, kept));
  return { ...again, tables: again.tables.map((table, at) => ({ ...table, mend: parsed.tables[at]?.mend ?? [] })) };
}

interface RecordParts {
  readonly id: string;
  readonly tables: readonly {
    readonly name: string;
    readonly remedies: readonly Remedy[];
    readonly showCode?: boolean;
  }[];
}

const idOf = (record: object): string => (record as RecordParts).id;
const tableOf = (record: object): string => (record as RecordParts).tables[0]?.name ?? "";
/** Looked at by the record's parser before this is used: `loadPackage` refuses others. */
const remediesOf = (record: object): readonly Remedy[] => (record as RecordParts).tables[0]?.remedies ?? [];

const withRemedies = (record: object, remedies: readonly Remedy[]): object => withTables(record, { remedies });
const showsCode = (record: object): boolean => (record as RecordParts).tables[0]?.showCode === true;

function withTables(record: object, more: Partial<RecordParts["tables"][number]>): object {
  return { ...record, tables: (record as RecordParts).tables.map((table) => ({ ...table, ...more })) };
}

function pageOf({ files }: Release): string {
  const page = files.find(({ path }) => path === "index.html");
  return page === undefined ? "" : new TextDecoder().decode(page.bytes);
}
