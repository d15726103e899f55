/** One version of a data set as it will stand on a disk: files with checksums, what readers are told, and what stood in the way. */
import type { ColumnType } from "../read/source-table.js";
import type { ColumnFacts } from "./column-facts.js";
import type { ColumnWords, DataSetRecord, NotebookCell } from "./data-set-record.js";
import type { MadeCell, MadeFrom } from "../lineage/made-by.js";
import type { Openness } from "./openness.js";
import type { ReleaseFinding } from "./release-finding.js";

export interface ReleaseFile {
  /** Name beside the others, without a folder. */
  readonly path: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

/** A file as the release tells of it. */
export type FileMark = Omit<ReleaseFile, "bytes"> & { readonly size: number };

/** Where a published table came from: the file, what was done to it, the cell that did it. */
export interface Lineage {
  readonly file: string;
  readonly url?: string;
  readonly sha256: string;
  readonly readAt: string;
  readonly steps: readonly LineageStep[];
  readonly notebook?: NotebookCell;
  /** Where a notebook wrote that file: what it was made from, and how. */
  readonly made?: LineageMade;
}

export interface LineageMade {
  readonly from: readonly MadeFrom[];
  /** In words, in the order in which they were done. */
  readonly steps: readonly string[];
  /** The cells that had run; the last is the one that wrote the file. Only where the keeper wishes it. */
  readonly cells?: readonly MadeCell[];
  /** Why the code is not shown, where the keeper wished it. */
  readonly withheld?: string;
  /** The files on the way that a notebook wrote as well: oldest first. Those in `from` are told by their checksums. */
  readonly earlier?: readonly LineageEarlier[];
  /** More came before these than are told. */
  readonly earlierCut?: true;
}

export interface LineageEarlier extends Pick<LineageMade, "from" | "steps" | "cells" | "withheld"> {
  readonly file: string;
  readonly sha256: string;
  readonly notebook?: NotebookCell;
}

export interface LineageStep {
  readonly words: string;
  /** The same as code of the toolkit, where it is a step of mending. */
  readonly code?: string;
}

export interface ReleasedColumn {
  readonly facts: ColumnFacts;
  readonly kind: ColumnType;
  readonly words: ColumnWords;
}

export interface ReleasedTable {
  readonly name: string;
  readonly title: string;
  readonly rows: number;
  readonly columns: readonly ReleasedColumn[];
  readonly key: readonly string[];
  readonly csv: FileMark;
  readonly parquet?: FileMark;
  readonly lineage: Lineage;
}

/** What is kept of a version in `release.json`: enough to make pages and catalogues again, and to compare the next version with. */
export interface ReleaseRecord {
  readonly format: 1;
  readonly version: string;
  /** ISO 8601 in UTC. */
  readonly published: string;
  /** When the first version came out. */
  readonly issued: string;
  readonly previous?: string;
  readonly record: DataSetRecord;
  readonly tables: readonly ReleasedTable[];
  /** What changed since the version before, in sentences; empty for the first. */
  readonly changes: readonly string[];
  readonly warnings: readonly string[];
  readonly openness: Openness;
  /** Whether `lineage.jsonld` lies in its folder: earlier releases have none. */
  readonly hasProv?: true;
}

export interface Release {
  readonly summary: ReleaseRecord;
  readonly files: readonly ReleaseFile[];
  readonly findings: readonly ReleaseFinding[];
  /** Whether nothing stands in the way. */
  readonly ready: boolean;
}

/** `v1`, `v2` …: the name of a version and of its folder. */
export function versionAfter(previous: string | undefined): string {
  return `v${previous === undefined ? 1 : Number(previous.slice(1)) + 1}`;
}

export const versionPattern: RegExp = /^v[1-9]\d{0,8}$/;
