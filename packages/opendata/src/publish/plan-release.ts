/**
 * A release, planned: every file with its bytes and checksum, and every reason why it should not go out like this. Nothing is written.
 * Works in a page as well as in Node; what needs Node (Parquet) is handed in.
 */
import { previewRows, type PageParts } from "./page-parts.js";
import { columnFacts } from "./column-facts.js";
import { compareTables } from "./compare-tables.js";
import { csvwMetadata } from "./csvw.js";
import type { DataSetRecord, TableRecord } from "./data-set-record.js";
import { dataPackage } from "./data-package.js";
import { dcatDataset } from "./dcat.js";
import { differenceWords } from "./difference-words.js";
import { groupSizes } from "./group-sizes.js";
import { hasProv, lineageProv, provName } from "./lineage-prov.js";
import { opennessOf } from "./openness.js";
import type { PublishedTable } from "./published-table.js";
import { publishedCsv } from "./published-csv.js";
import { releaseCharts } from "./release-charts.js";
import { releaseFindings } from "./release-findings.js";
import { applyRemedy, previewRemedy } from "./remedies.js";
import { renderReadme } from "./readme.js";
import { renderSetPage } from "./set-page.js";
import { sha256Of } from "./sha256.js";
import type { Difference } from "./difference.js";
import {
  versionAfter,
  type FileMark,
  type Lineage,
  type LineageStep,
  type Release,
  type ReleasedTable,
  type ReleaseFile,
  type ReleaseRecord,
} from "./release.js";

/** A table with where it came from. Steps of mending are in its lineage; remedies are added here. */
export interface TableToPublish {
  readonly table: PublishedTable;
  readonly lineage: Lineage;
}

/** The version before: its record, and its tables to compare with. */
export interface PreviousRelease {
  readonly summary: ReleaseRecord;
  readonly tables: readonly PublishedTable[];
}

export interface PlanOptions {
  /** When it is published. */
  readonly now: Date;
  /** Writes a table as Parquet, where that can be done. */
  readonly parquet?: (table: PublishedTable, csv: Uint8Array) => Promise<Uint8Array>;
}

/** From so many bytes of CSV on, Parquet comes with it. */
export const parquetFrom = 1_000_000;

export async function planRelease(
  given: readonly TableToPublish[],
  record: DataSetRecord,
  previous: PreviousRelease | undefined,
  { now, parquet }: PlanOptions,
): Promise<Release> {
  const remedied = given.map((one) => withRemedies(one, tableRecordOf(record, one.table.name)));
  const tables = remedied.map(({ table }) => table);
  const differences = tables.map((table): Difference | undefined => {
    const before = previous?.tables.find(({ name }) => name === table.name);
    const key = tableRecordOf(record, table.name)?.key;
    return before === undefined ? undefined : compareTables(before, table, key === undefined ? {} : { key });
  });
  const findings = releaseFindings(
    tables,
    record,
    differences,
    previous?.summary,
    given.map(({ table }) => table),
  );
  const version = versionAfter(previous?.summary.version);
  const published = now.toISOString();
  const files: ReleaseFile[] = [];
  const add = async (path: string, mediaType: string, content: string | Uint8Array): Promise<FileMark> => {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    const file = { path, mediaType, bytes, sha256: await sha256Of(bytes) };
    files.push(file);
    return { path, mediaType, sha256: file.sha256, size: bytes.length };
  };
  const released: ReleasedTable[] = [];
  for (const { table, lineage } of remedied) {
    const words = tableRecordOf(record, table.name);
    const csv = await add(`${table.name}.csv`, "text/csv", publishedCsv(table));
    const large = csv.size >= parquetFrom && parquet !== undefined;
    const mark = large
      ? await add(
          `${table.name}.parquet`,
          "application/vnd.apache.parquet",
          await parquet(table, files.at(-1)?.bytes ?? new Uint8Array()),
        )
      : undefined;
    released.push({
      name: table.name,
      title: words?.title ?? table.name,
      rows: table.length,
      columns: table.columns.map((column) => {
        const said = wordsOf(words, column.name);
        return { facts: columnFacts(table, column, said), kind: column.kind, words: said };
      }),
      key: keyOf(table, words),
      csv,
      ...(mark === undefined ? {} : { parquet: mark }),
      lineage,
    });
  }
  const summary: ReleaseRecord = {
    format: 1,
    version,
    published,
    issued: previous?.summary.issued ?? published,
    ...(previous === undefined ? {} : { previous: previous.summary.version }),
    record,
    tables: released,
    changes: changesOf(tables, differences, previous),
    warnings: findings.filter(({ level }) => level === "warns").map(({ what, why }) => `${what} ${why}`),
    openness: opennessOf(tables, record),
    ...(hasProv(released) ? { hasProv: true as const } : {}),
  };
  const parts: PageParts = {
    previews: tables.map((table) => ({ table: table.name, rows: firstRows(table) })),
    charts: tables
      .slice(0, 2)
      .flatMap((table) => releaseCharts(table, record, version).map((chart) => ({ ...chart, table: table.name }))),
  };
  await add("datapackage.json", "application/json", json(dataPackage(summary)));
  for (const table of released)
    await add(`${table.csv.path}-metadata.json`, "application/csvm+json", json(csvwMetadata(table, summary)));
  await add("dcat.jsonld", "application/ld+json", json(dcatDataset(summary, { set: "../", version: "./" })));
  if (summary.hasProv === true) await add(provName, "application/ld+json", json(lineageProv(summary)));
  if (previous !== undefined) {
    const told = tables.map((table, at) => ({ table: table.name, difference: differences[at] ?? null }));
    await add("changes.json", "application/json", json({ from: previous.summary.version, to: version, tables: told }));
  }
  const versions = [{ version, published, changes: summary.changes }];
  await add("index.html", "text/html", renderSetPage({ release: summary, parts }, { files: "", set: "../", versions }));
  await add("README.md", "text/markdown", renderReadme(summary));
  await add("page.json", "application/json", json(parts));
  await add("release.json", "application/json", json(summary));
  const sums = files.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join("");
  await add("SHA256SUMS", "text/plain", sums);
  return { summary, files, findings, ready: findings.every(({ level }) => level !== "blocks") };
}

/** The table after its remedies, each told in its lineage with what it changed. */
function withRemedies({ table, lineage }: TableToPublish, words: TableRecord | undefined): TableToPublish {
  let done = table;
  const steps: LineageStep[] = [...lineage.steps];
  for (const remedy of words?.remedies ?? []) {
    const after = applyRemedy(done, remedy);
    steps.push({ words: previewRemedy(done, remedy, after).words });
    done = after;
  }
  if (table.disarmed > 0)
    steps.push({
      words: `Put an apostrophe before ${table.disarmed.toLocaleString("en-GB")} ${table.disarmed === 1 ? "cell" : "cells"} that a spreadsheet program would have run as a formula.`,
    });
  return { table: done, lineage: { ...lineage, steps } };
}

/** Only what the keeper says: that something happens to stand once is no promise for next month. */
function keyOf(table: PublishedTable, words: TableRecord | undefined): readonly string[] {
  const said = words?.key;
  if (said === undefined) return [];
  const there = said.every((name) => table.columns.some((column) => column.name === name));
  return there && groupSizes(table, said).every((size) => size === 1) ? said : [];
}

function changesOf(
  tables: readonly PublishedTable[],
  differences: readonly (Difference | undefined)[],
  previous: PreviousRelease | undefined,
): string[] {
  if (previous === undefined) return [];
  const gone = previous.tables.filter(({ name }) => !tables.some((table) => table.name === name));
  const several = tables.length > 1;
  return [
    ...tables.flatMap((table, at) => {
      const difference = differences[at];
      const said = difference === undefined ? [`The table “${table.name}” is new.`] : differenceWords(difference);
      return several && difference !== undefined ? said.map((sentence) => `${table.name}: ${sentence}`) : said;
    }),
    ...gone.map(({ name }) => `The table “${name}” is no longer in it.`),
  ];
}

function firstRows(table: PublishedTable): string[][] {
  return Array.from({ length: Math.min(previewRows, table.length) }, (_, row) =>
    table.columns.map(({ codes, texts }) => {
      const text = texts[codes[row] ?? 0] ?? "";
      return text.length > 120 ? `${text.slice(0, 119)}…` : text;
    }),
  );
}

export function tableRecordOf(record: DataSetRecord, name: string): TableRecord | undefined {
  return record.tables.find((table) => table.name === name);
}

function wordsOf(table: TableRecord | undefined, name: string): TableRecord["columns"][string] {
  const columns = table?.columns ?? {};
  return (Object.hasOwn(columns, name) ? columns[name] : undefined) ?? { meaning: "" };
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
