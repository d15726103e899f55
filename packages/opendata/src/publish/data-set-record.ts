/** What a group says about a data set: everything that the published pages and metadata are made from, besides the rows themselves. */
import type { Fix } from "../mend/fix.js";
import type { ReadingWish } from "../read/kept-reading.js";
import type { LicenceId } from "./licences.js";
import type { Remedy } from "./remedies.js";
import type { ThemeId } from "./themes.js";

export const updatePromises = ["once", "weekly", "monthly", "quarterly", "yearly", "when it changes"] as const;
export type UpdatePromise = (typeof updatePromises)[number];

/** What one row is about. It decides whether people could be singled out by it. */
export const rowSubjects = ["person", "household", "event", "place", "organisation", "count", "other"] as const;
export type RowSubject = (typeof rowSubjects)[number];

/** The questions that are asked before anything is published, in the order in which they are asked. */
export const questionIds = ["allowed", "whose", "personal", "small", "meaning", "change", "questions"] as const;
export type QuestionId = (typeof questionIds)[number];

export interface Keeper {
  /** The group or office that keeps it; it stays when people go. */
  readonly name: string;
  /** Where readers send questions. */
  readonly email?: string;
  readonly url?: string;
}

export interface DataSource {
  readonly title: string;
  readonly publisher?: string;
  readonly url?: string;
  /** As the source says it, for instance "OGL-UK-3.0". */
  readonly licence?: string;
}

export interface Coverage {
  /** In words: "London Borough of Hackney". */
  readonly place?: string;
  /** First and last day, year-month-day. */
  readonly from?: string;
  readonly to?: string;
}

export interface ColumnWords {
  /** What stands in it, in a sentence. */
  readonly meaning: string;
  readonly unit?: string;
  /** What each code stands for. */
  readonly codes?: Readonly<Record<string, string>>;
}

/** Where the work was done: the notebook, the cell that made the table, and the checksum of the cell's text. */
export interface NotebookCell {
  readonly path: string;
  readonly cell: string;
  readonly sha256?: string;
}

export interface TableRecord {
  /** Name of the published file, without its ending. */
  readonly name: string;
  readonly title?: string;
  /** The file that it is made from. */
  readonly file: string;
  /** By the columns' names. */
  readonly columns: Readonly<Record<string, ColumnWords>>;
  /** The columns that tell one row from another. */
  readonly key?: readonly string[];
  /** Columns with a chart each on the page; empty: none. Left out, one or two are chosen that suit any table. */
  readonly charts?: readonly string[];
  /** How the file is to be read where the reader finds it otherwise. It is not published. */
  readonly read?: ReadingWish;
  readonly mend: readonly Fix[];
  readonly remedies: readonly Remedy[];
  readonly notebook?: NotebookCell;
  /** Whether readers see the code of the notebook that wrote the file. */
  readonly showCode?: boolean;
}

/** What a person may let stand, with a reason that is published. */
export const decidableFindings = ["personal-data", "small-numbers", "worked-out", "singling-out"] as const;

/** Somebody looked at a finding that blocks and says why it may stand. It is published with the data. */
export interface Decision {
  readonly code: (typeof decidableFindings)[number];
  readonly columns: readonly string[];
  readonly reason: string;
}

export interface DataSetRecord {
  /** Name of its folder: small letters, digits and hyphens. It never changes. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly keeper: Keeper;
  readonly licence: LicenceId;
  readonly update: UpdatePromise;
  readonly rowIs?: RowSubject;
  readonly keywords: readonly string[];
  /** What portals sort it under. */
  readonly theme?: ThemeId;
  readonly sources: readonly DataSource[];
  readonly coverage: Coverage;
  readonly tables: readonly TableRecord[];
  readonly answers: Readonly<Partial<Record<QuestionId, string>>>;
  readonly decisions: readonly Decision[];
  /** What this version changes, by whoever made it. */
  readonly note?: string;
}
