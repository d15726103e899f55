/** A data file in plain words: what it is, how it was read, what each column holds, and what a step does. */
import type { Choice, ColumnType, Fault, FixPreview, LeftOutReason } from "@data-surgery/opendata/browser";
import type { ColumnView, DataFileView, ReadingWish } from "./data-file-view.js";

const many = (count: number, one: string, more = `${one}s`): string =>
  `${count.toLocaleString("en-GB")} ${count === 1 ? one : more}`;

/** What it is, the most important first. */
export function aboutSentences(view: DataFileView): string[] {
  const { reading, headerRow, leftOutCount } = view;
  return [
    `${view.name} has ${many(view.rows, "row")} and ${many(view.columns.length, "column")}.`,
    leftOutCount === 0
      ? undefined
      : `${many(leftOutCount, "line")} of it ${leftOutCount === 1 ? "is" : "are"} not data (titles, notes, totals or repeated headings), so ${leftOutCount === 1 ? "it was" : "they were"} left out.`,
    headerRow === null ? "It has no row of headings." : `The headings are in row ${headerRow.toLocaleString("en-GB")}.`,
    reading.format === "csv"
      ? `It is text in ${encodingWords(reading.encoding ?? "")}, with ${delimiterWords(reading.delimiter)} between the cells.`
      : `It is ${formatWords[reading.format]}.`,
  ].filter((sentence) => sentence !== undefined);
}

const formatWords: Readonly<Record<Exclude<DataFileView["reading"]["format"], "csv">, string>> = {
  excel: "a spreadsheet",
  json: "JSON: a list of records as programs hand them on",
  geojson: "GeoJSON: places with their outlines",
  html: "a web page with a table in it",
};

/** How many things there are to know, in one sentence. */
export function doneWords({ faults }: DataFileView): string {
  const open = faults.filter(({ fix }) => !fix.done).length;
  return open === 0 ? "Nothing more was found that needs a look." : `${many(open, "thing")} to look at.`;
}

const encodings: readonly (readonly [string, string])[] = [
  ["utf-8", "UTF-8 (most files of today)"],
  ["windows-1252", "Windows-1252 (older files from Windows)"],
  ["utf-16le", "UTF-16 (Excel’s “Unicode text”)"],
  ["utf-16be", "UTF-16, the other way round"],
  ["iso-8859-15", "ISO 8859-15 (older files with €)"],
  ["macintosh", "Macintosh (files from old Macs)"],
  ["cp850", "DOS, code page 850"],
];

function encodingWords(encoding: string): string {
  if (encoding === "utf-8-bom") return "UTF-8";
  return (encodings.find(([name]) => name === encoding)?.[1] ?? encoding).replace(/ \(.*$/, "");
}

const delimiters: readonly (readonly [string, string])[] = [
  [",", "commas"],
  [";", "semicolons"],
  ["\t", "tabs"],
  ["|", "upright bars"],
];

function delimiterWords(delimiter: string | null): string {
  return delimiters.find(([sign]) => sign === delimiter)?.[1] ?? `“${delimiter ?? ""}”`;
}

/** One decision of the reader, and how to decide otherwise. */
export interface ChoiceWords {
  readonly key: Choice["about"];
  readonly label: string;
  /** What was decided. */
  readonly chosen: string;
  readonly reason: string;
  /** Undefined where there is nothing to choose. */
  readonly options: readonly (readonly [value: string, words: string])[] | undefined;
  /** The value of the option that holds now; empty for "as found". */
  readonly value: string;
}

export function choiceWords(view: DataFileView): ChoiceWords[] {
  return view.choices.map((choice) => {
    const options = optionsOf(choice, view);
    return {
      key: choice.about,
      label: choiceLabels[choice.about],
      chosen: chosenWords(choice),
      reason: choice.reason,
      options: options === undefined ? undefined : [["", "As the reader finds it"], ...options],
      value: wishedValue(choice.about, view.wish),
    };
  });
}

const choiceLabels: Readonly<Record<Choice["about"], string>> = {
  format: "Kind of file",
  encoding: "How letters are stored",
  delimiter: "Between the cells stand",
  "line-ending": "Ends of lines",
  sheet: "Sheet",
  header: "Row with the headings",
  rows: "Rows at the end that are not data",
  type: "Kind of column",
  "date-order": "Day or month first",
};

function chosenWords({ about, chosen }: Choice): string {
  if (about === "encoding") return encodingWords(chosen);
  if (about === "delimiter") return delimiterWords(chosen === "tab" ? "\t" : chosen);
  return chosen;
}

function optionsOf({ about, chosen }: Choice, view: DataFileView): (readonly [string, string])[] | undefined {
  switch (about) {
    case "encoding": {
      const isListed = encodings.some(([name]) => name === chosen) || chosen === "utf-8-bom";
      return isListed ? [...encodings] : [[chosen, chosen], ...encodings];
    }
    case "delimiter":
      return [...delimiters];
    case "header":
      return numbers(0, 15, (row) => (row === 0 ? "There are no headings" : `Row ${row}`));
    case "rows":
      return numbers(0, 15, (count) => (count === 0 ? "None at the end" : `The last ${many(count, "row")}`));
    case "sheet":
      return view.reading.sheets.map((sheet) => [sheet, sheet]);
    default:
      return undefined;
  }
}

function numbers(from: number, to: number, words: (count: number) => string): (readonly [string, string])[] {
  return Array.from({ length: to - from + 1 }, (_, at) => [String(from + at), words(from + at)]);
}

const wishKeys = {
  encoding: "encoding",
  delimiter: "delimiter",
  header: "headerRow",
  rows: "footerRows",
  sheet: "sheet",
} as const satisfies Partial<Record<Choice["about"], keyof ReadingWish>>;

const hasWish = (about: Choice["about"]): about is keyof typeof wishKeys => about in wishKeys;

function wishedValue(about: Choice["about"], wish: ReadingWish): string {
  return hasWish(about) ? String(wish[wishKeys[about]] ?? "") : "";
}

/** The wishes with one more, or one fewer where the value is empty. */
export function wishWith(wish: ReadingWish, about: Choice["about"], value: string): ReadingWish {
  if (!hasWish(about)) return wish;
  const { [wishKeys[about]]: _before, ...others } = wish;
  if (value === "") return others;
  const isNumber = about === "header" || about === "rows";
  return { ...others, [wishKeys[about]]: isNumber ? Number(value) : value };
}

const typeNames: Readonly<Record<ColumnType, string>> = {
  text: "text",
  code: "code (kept as text)",
  integer: "whole number",
  number: "number",
  currency: "money",
  date: "date",
  datetime: "date and time",
  time: "time of day",
  boolean: "yes or no",
  postcode: "postcode",
  empty: "empty",
};

/** What a person can say a column is. */
export const typeOptions: readonly (readonly [value: string, words: string])[] = [
  ...(["text", "code", "integer", "number", "currency"] as const).map((type) => [type, typeNames[type]] as const),
  ["date:day-first", "date, day first (3/4 is 3 April)"],
  ["date:month-first", "date, month first (3/4 is 4 March)"],
  ...(["date", "datetime", "time", "boolean", "postcode", "empty"] as const).map(
    (type) => [type, typeNames[type]] as const,
  ),
];

export function typeValue({ type, dateOrder }: ColumnView): string {
  return type === "date" && dateOrder !== null ? `date:${dateOrder}` : type;
}

export interface ColumnWords {
  readonly name: string;
  readonly type: string;
  readonly missing: string;
  /** What it holds, from least to greatest or how many different. */
  readonly holds: string;
  readonly meaning: string;
  readonly reason: string;
}

export function columnWords(column: ColumnView): ColumnWords {
  const { name, type, missing, missingAs, meaning, least, greatest, reason } = column;
  const written = missingAs.filter((one) => one.written !== "").map((one) => `“${one.written}”`);
  const isRange = least !== null && type !== "text" && type !== "code" && type !== "postcode" && type !== "boolean";
  const outliers = column.outliers.length;
  return {
    name,
    type: typeNames[type],
    missing:
      missing === 0
        ? "none"
        : `${missing.toLocaleString("en-GB")}${written.length === 0 ? "" : ` (some say ${written.slice(0, 3).join(", ")})`}`,
    holds: [
      isRange ? `${shown(least)} to ${shown(greatest)}` : many(column.distinct, "different value"),
      outliers === 0 ? undefined : `${many(outliers, "value")} far from the others`,
    ]
      .filter((part) => part !== undefined)
      .join("; "),
    meaning: meaning === null || meaning === typeNames[type] ? "" : meaning,
    reason,
  };
}

function shown(value: string | number | null): string {
  return typeof value === "number" ? value.toLocaleString("en-GB", { maximumFractionDigits: 2 }) : (value ?? "");
}

export const leftOutWords: Readonly<Record<LeftOutReason, string>> = {
  preamble: "a title or note above the table",
  blank: "blank",
  "repeated-header": "the headings again",
  total: "a total",
  note: "a note below the table",
  "you-said-so": "left out by you",
};

/** Said before a file is brought. As `mayTouchPath` of the contract has it. */
export function whoCanOpen(folder: string): string {
  return folder === "shared" || folder.startsWith("shared/")
    ? "Everybody in the room can open it there: this notebook is shared."
    : "You and the trainers can open it there.";
}

const beforeSharing: ReadonlySet<string> = new Set(["personal-data", "small-numbers"]);

/** Faults in the order in which a person should see them. */
export interface FaultGroups {
  readonly beforeSharing: readonly Fault[];
  readonly open: readonly Fault[];
  /** Reading has cured them already. */
  readonly done: readonly Fault[];
}

export function faultGroups({ faults }: DataFileView): FaultGroups {
  const share = faults.filter(({ code }) => beforeSharing.has(code));
  const others = faults.filter(({ code }) => !beforeSharing.has(code));
  return {
    beforeSharing: share,
    open: others.filter(({ fix }) => !fix.done),
    done: others.filter(({ fix }) => fix.done),
  };
}

/** Where it begins; empty where it is in no one place. */
export function whereWords({ first: { row, column }, unit }: Fault): string {
  if (row === null || unit === "file") return column === null || unit === "file" ? "" : `In “${column}”.`;
  return `First in row ${row.toLocaleString("en-GB")}${column === null ? "" : `, “${column}”`}.`;
}

/** What a step would do, in one or two sentences. */
export function previewWords(seen: FixPreview): string {
  const parts = [
    seen.cells === 0 ? undefined : `${many(seen.cells, "cell")} would change.`,
    seen.rowsBefore === seen.rowsAfter
      ? undefined
      : `There would be ${many(seen.rowsAfter, "row")} and not ${seen.rowsBefore.toLocaleString("en-GB")}.`,
    columnChange(seen),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? "Nothing would look different." : parts.join(" ");
}

function columnChange({ columnsBefore, columnsAfter }: FixPreview): string | undefined {
  const gone = columnsBefore.filter((name) => !columnsAfter.includes(name));
  const come = columnsAfter.filter((name) => !columnsBefore.includes(name));
  if (gone.length === 0) return undefined;
  const names = (list: readonly string[]): string => list.map((name) => `“${name}”`).join(", ");
  if (come.length === gone.length && columnsBefore.length === columnsAfter.length)
    return `${names(gone)} would be called ${names(come)}.`;
  return `${names(gone)} would be left out.`;
}

/** Spaces at the ends of a cell are what often is wrong with it: they are made visible. */
export function visibleEdges(cell: string): string {
  return cell
    .replace(/^[^\S\n]+|[^\S\n]+$/g, (spaces) => "·".repeat(spaces.length))
    .replaceAll("\n", "↵")
    .replaceAll("\u00a0", "·");
}
