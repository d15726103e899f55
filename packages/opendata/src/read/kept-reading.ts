/** How a person said that a file is to be read, kept for the files after it. Plain data. */
import type { ReadOptions } from "./read-options.js";
import type { SourceTable } from "./source-table.js";

/** What a person can choose otherwise about reading. */
export type ReadingWish = Pick<
  ReadOptions,
  "encoding" | "delimiter" | "headerRow" | "headerRows" | "footerRows" | "sheet"
>;

export interface KeptReading {
  readonly wish: ReadingWish;
  /** As they stand in the file: by them the row is found again, and a sheet whose name has changed. */
  readonly headings?: readonly string[] | undefined;
  /** The sheets with a table, when it was chosen: one that is new since may be the one that is meant. */
  readonly sheets?: readonly string[] | undefined;
  /** SHA-256 of the file that it was chosen for: there it holds as it is. Without it, it was written for no certain file. */
  readonly file?: string | undefined;
}

/** What is kept of a table that somebody has looked at, as it was read and before it was mended. */
export function keptReading(table: SourceTable, wish: ReadingWish): KeptReading {
  const { tableSheets } = table.reading;
  const { sheet: wished, ...others } = wish;
  // Who saw one of several sheets and went on has chosen it.
  const sheet = tableSheets.length > 1 ? readSheet(table) : wished;
  return {
    wish: sheet === undefined || !isShort(sheet) ? others : { ...others, sheet },
    headings: headingsIn(table).filter(isShort).slice(0, mostNames),
    sheets: tableSheets.filter(isShort).slice(0, mostNames),
  };
}

/** Enough to know a table by. */
export const mostNames = 100;
/** Questions of surveys are longer than names, and a hostile file gives a sheet any name; of these, too, others are enough. */
const isShort = (name: string): boolean => name !== "" && name.length <= 300;

export const isWished = ({ wish }: KeptReading): boolean => Object.values(wish).some((value) => value !== undefined);

/** "" where the file has no sheets. */
export const readSheet = ({ choices }: SourceTable): string =>
  choices.find(({ about }) => about === "sheet")?.chosen ?? "";

export const headingsIn = ({ columns, layout }: SourceTable): string[] =>
  layout.headerRows.length === 0 ? [] : columns.map(({ heading }) => heading).filter((heading) => heading !== "");
