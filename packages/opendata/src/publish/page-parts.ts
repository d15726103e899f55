import type { ReleaseRecord } from "./release.js";

/** What a page shows besides the release's record: kept in `page.json`, so that pages can be made again without the data. */
export interface PageParts {
  readonly previews: readonly Preview[];
  readonly charts: readonly PageChart[];
}

export interface Preview {
  readonly table: string;
  readonly rows: readonly (readonly string[])[];
}

export interface PageChart {
  readonly title: string;
  /** What it shows, in words. */
  readonly says: string;
  /** Where its numbers come from: the table, the column, the version. */
  readonly from: string;
  /** The table's name; absent in pages that were made before it was kept. */
  readonly table?: string;
  readonly svg: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

export const previewRows = 15;

/** A release and what its page shows. */
export interface ReleasePage {
  readonly release: ReleaseRecord;
  readonly parts: PageParts;
}
