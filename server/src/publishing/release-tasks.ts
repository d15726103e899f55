/** What is done with data files, in the process beside the server (`release-process.ts`): nothing here runs in the server's own thread. */
import {
  applyRemedy,
  chartableColumns,
  draftRecord,
  finishInFolder,
  loadPackage,
  parquetOf,
  planRelease,
  previewRemedy,
  publishToFolder,
  readPublished,
  remedyWords,
  retireInFolder,
  type PublishedTable,
  type Release,
  type ReleaseFinding,
  type Remedy,
  type Retirement,
  type TableToPublish,
} from "@data-surgery/opendata/publish";
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

/** A draft as it lies on the disk: the data file in a folder of its own, and its record. */
export interface Prepared {
  readonly folder: string;
  readonly record: object;
  readonly site: string;
  readonly siteTitle: string;
}

export type ReleaseTask =
  | { readonly type: "look"; readonly prepared: Prepared; readonly file: string }
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
  | { readonly type: "finish"; readonly site: string };

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
  /** Columns that a chart can be made of. */
  readonly chartable: readonly string[];
  /** The page as it will be. */
  readonly page: string;
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
      : null;

/** @param tell hears each step, in words for people. @throws OpenDataError */
export async function runReleaseTask(
  task: ReleaseTask,
  tell: (step: string) => void,
): Promise<Looked | Checked | PublishedNow | null> {
  switch (task.type) {
    case "look":
      return look(task.prepared, task.file, tell);
    case "check":
      return check(task.prepared, task.now, tell);
    case "publish":
      return publish(task.prepared, task.now, tell);
    case "finish":
      await finishInFolder(task.site);
      return null;
    case "retire":
    default:
      await retireInFolder(task.site, task.id, { ...task.retirement, at: new Date(task.now) });
      return null;
  }
}

async function look({ folder, record }: Prepared, file: string, tell: (step: string) => void): Promise<Looked> {
  tell("Reading the file");
  const { table, lineage } = await loadOne(folder, withoutRemedies(record));
  tell("Looking at each column");
  const guesses = await guessesOf(folder, file);
  return {
    rows: table.length,
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

/** The command's draft knows what columns look like; it is made aside, from the same file. */
async function guessesOf(folder: string, file: string): Promise<ReadonlyMap<string, string>> {
  const aside = await mkdtemp(join(folder, ".look-"));
  try {
    await copyFile(join(folder, file), join(aside, basename(file)));
    const draft = JSON.parse(await readFile(await draftRecord(aside), "utf8")) as {
      readonly tables: readonly { readonly columns: Readonly<Record<string, { readonly guess?: string }>> }[];
    };
    return new Map(
      draft.tables.flatMap(({ columns }) =>
        Object.entries(columns).map(([name, { guess }]) => [name, guess ?? ""] as const),
      ),
    );
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

async function check({ folder, record, site }: Prepared, now: number, tell: (step: string) => void): Promise<Checked> {
  tell("Reading the file");
  const loaded = await loadOne(folder, record);
  const { kept, done, lost, after } = tryRemedies(loaded.table, remediesOf(record));
  tell("Comparing with what is published");
  const previous = await readPublished(site, idOf(record));
  tell("Looking for people who could be named or singled out");
  const { record: parsed } = await loadRecord(folder, withRemedies(record, kept));
  const release = await planRelease([loaded], parsed, previous, { now: new Date(now) });
  return {
    findings: release.findings.map((finding) => ({ ...finding, remedies: offered(after, finding.remedies) })),
    done,
    lost,
    version: release.summary.version,
    changes: release.summary.changes,
    rows: after.length,
    files: release.files.map(({ path, bytes }) => ({ path, size: bytes.length })),
    openness: { stars: release.summary.openness.stars, next: release.summary.openness.next },
    ready: release.ready,
    chartable: chartableColumns(after, parsed),
    page: pageOf(release),
  };
}

async function publish(
  { folder, record, site, siteTitle }: Prepared,
  now: number,
  tell: (step: string) => void,
): Promise<PublishedNow> {
  tell("Reading the file");
  const loaded = await loadOne(folder, record);
  const { kept } = tryRemedies(loaded.table, remediesOf(record));
  const { record: parsed } = await loadRecord(folder, withRemedies(record, kept));
  tell("Making the files");
  const release = await publishToFolder(
    site,
    idOf(record),
    (previous) => planRelease([loaded], parsed, previous, { now: new Date(now), parquet: parquetOf }),
    { words: { title: siteTitle, publisher: siteTitle }, onStep: (step) => tell(stepWords(step)) },
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

async function loadOne(folder: string, record: object): Promise<TableToPublish> {
  const [one] = (await loadRecord(folder, record)).tables;
  if (one === undefined) throw new Error("A record without a table was not refused.");
  return one;
}

async function loadRecord(folder: string, record: object): ReturnType<typeof loadPackage> {
  await writeFile(join(folder, "publish.json"), JSON.stringify(record));
  return loadPackage(folder);
}

interface RecordParts {
  readonly id: string;
  readonly tables: readonly { readonly remedies: readonly Remedy[] }[];
}

const idOf = (record: object): string => (record as RecordParts).id;
/** Looked at by the record's parser before this is used: `loadPackage` refuses others. */
const remediesOf = (record: object): readonly Remedy[] => (record as RecordParts).tables[0]?.remedies ?? [];
const withoutRemedies = (record: object): object => withRemedies(record, []);

function withRemedies(record: object, remedies: readonly Remedy[]): object {
  return { ...record, tables: (record as RecordParts).tables.map((table) => ({ ...table, remedies })) };
}

function pageOf({ files }: Release): string {
  const page = files.find(({ path }) => path === "index.html");
  return page === undefined ? "" : new TextDecoder().decode(page.bytes);
}

const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
