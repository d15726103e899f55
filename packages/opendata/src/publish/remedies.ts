/**
 * What can be done so that nobody is named or singled out, as plain data: it is kept in the record, previewed with what it would change,
 * and done again to next month's file.
 */
import { OpenDataError } from "../open-data-error.js";
import { namingCells } from "../profile/checks/personal-checks.js";
import { countOf, namesOf } from "../say.js";
import { columnOf, countsOf, withTexts, type PublishedColumn, type PublishedTable } from "./published-table.js";
import { asSourceTable } from "./as-source-table.js";
import { groupSizes } from "./group-sizes.js";
import { protectEmptied, suppressWithTotals } from "./protect-counts.js";

export type Remedy =
  /** Leaves columns out. */
  | { readonly type: "drop"; readonly columns: readonly string[] }
  /** Makes cells coarser: numbers in bands of `width`, dates to their year or month, postcodes to their district, rare words to "Other". */
  | {
      readonly type: "group";
      readonly column: string;
      readonly by: "band" | "year" | "month" | "district" | "rare";
      readonly width?: number;
    }
  /** Rounds counts to a multiple. */
  | { readonly type: "round"; readonly columns: readonly string[]; readonly to: number }
  /** Empties the cells in which somebody is named; the others of the column stay. Which they are is found anew in each file. */
  | { readonly type: "blank-people"; readonly columns: readonly string[] }
  /** Empties counts above nought that are below a number; with `totals` as many others as it takes that no total gives them away. */
  | {
      readonly type: "suppress";
      readonly columns: readonly string[];
      readonly below: number;
      readonly totals?: boolean;
    }
  /** The same for counts that are empty already: empties more beside them. */
  | { readonly type: "protect-totals"; readonly columns: readonly string[]; readonly below: number }
  /** Empties these columns in rows that fewer than `below` rows share in all of them. */
  | { readonly type: "hide-rare"; readonly columns: readonly string[]; readonly below: number };

/** What a remedy would do. */
export interface RemedyPreview {
  /** As something that was done: for the record of what was. */
  readonly words: string;
  /** As something to choose. */
  readonly offer: string;
  readonly rows: number;
  readonly values: number;
  /** Some of the cells, before and after. */
  readonly examples: readonly { readonly column: string; readonly from: string; readonly to: string }[];
}

/** @throws OpenDataError `no-such-column` when the table has no such column */
export function applyRemedy(table: PublishedTable, remedy: Remedy): PublishedTable {
  const change = (names: readonly string[], of: (column: PublishedColumn) => PublishedColumn): PublishedTable => {
    requireColumns(table, names);
    return { ...table, columns: table.columns.map((column) => (names.includes(column.name) ? of(column) : column)) };
  };
  switch (remedy.type) {
    case "drop":
      requireColumns(table, remedy.columns);
      return { ...table, columns: table.columns.filter(({ name }) => !remedy.columns.includes(name)) };
    case "group":
      return change([remedy.column], (column) => grouped(column, remedy));
    case "round":
      return change(remedy.columns, (column) =>
        withTexts(column, (text) => (isNumber(text) ? String(Math.round(Number(text) / remedy.to) * remedy.to) : text)),
      );
    case "blank-people": {
      requireColumns(table, remedy.columns);
      const named = namingCells(asSourceTable(table));
      return change(remedy.columns, (column) => {
        const texts = named.get(column.name);
        return texts === undefined ? column : withTexts(column, (text) => (texts.has(text) ? "" : text));
      });
    }
    case "protect-totals":
      requireColumns(table, remedy.columns);
      return protectEmptied(table, remedy.below);
    case "suppress":
      if (remedy.totals === true) {
        requireColumns(table, remedy.columns);
        return suppressWithTotals(table, remedy.columns, remedy.below);
      }
      return change(remedy.columns, (column) =>
        withTexts(column, (text) => (isNumber(text) && Number(text) > 0 && Number(text) < remedy.below ? "" : text)),
      );
    case "hide-rare":
    default: {
      requireColumns(table, remedy.columns);
      const sizes = groupSizes(table, remedy.columns);
      return change(remedy.columns, (column) => {
        const texts = [...column.texts, ""];
        const codes = column.codes.map((code, row) => ((sizes[row] ?? 0) < remedy.below ? texts.length - 1 : code));
        return columnOf(column.name, column.kind, codes, texts);
      });
    }
  }
}

const mostExamples = 9;

/** @throws OpenDataError `no-such-column` */
export function previewRemedy(table: PublishedTable, remedy: Remedy): RemedyPreview {
  const after = applyRemedy(table, remedy);
  const touched = new Uint8Array(table.length);
  const examples: { column: string; from: string; to: string }[] = [];
  let values = 0;
  // Three of each column, so that no column of several stands for all.
  for (const column of table.columns) {
    const changed = after.columns.find(({ name }) => name === column.name);
    if (changed === column) continue;
    const shown = new Set<number>();
    for (let row = 0; row < table.length; row++) {
      const from = column.texts[column.codes[row] ?? 0] ?? "";
      const to = changed === undefined ? "" : (changed.texts[changed.codes[row] ?? 0] ?? "");
      if (from === to) continue;
      values += 1;
      touched[row] = 1;
      const code = column.codes[row] ?? 0;
      if (shown.size < 3 && examples.length < mostExamples && !shown.has(code)) {
        shown.add(code);
        examples.push({ column: column.name, from, to });
      }
    }
  }
  const rows = touched.reduce((sum, one) => sum + one, 0);
  const many = `${countOf(values, "value")} in ${countOf(rows, "row")} ${values === 1 ? "changes" : "change"}.`;
  return {
    words: `${remedyWords(remedy)} ${many}`,
    offer: `${remedyOffer(remedy)} ${many}`,
    rows,
    values,
    examples,
  };
}

/** A remedy in words, for the list of what was done. */
export function remedyWords(remedy: Remedy): string {
  return wordsFor(remedy, {
    leave: "Left out",
    empty: "Emptied",
    round: "Rounded",
    put: "Put",
    keep: "Kept",
    write: "Wrote",
  });
}

/** A remedy in words, for somebody who may choose it. */
export function remedyOffer(remedy: Remedy): string {
  return wordsFor(remedy, {
    leave: "Leave out",
    empty: "Empty",
    round: "Round",
    put: "Put",
    keep: "Keep",
    write: "Write",
  });
}

type Verbs = Readonly<Record<"leave" | "empty" | "round" | "put" | "keep" | "write", string>>;

function wordsFor(remedy: Remedy, verbs: Verbs): string {
  switch (remedy.type) {
    case "drop":
      return `${verbs.leave} ${namesOf(remedy.columns)}.`;
    case "group":
      return groupWords(remedy, verbs);
    case "round":
      return `${verbs.round} ${namesOf(remedy.columns)} to the nearest ${remedy.to}.`;
    case "blank-people":
      return `${verbs.empty} only the cells of ${namesOf(remedy.columns)} in which somebody is named.`;
    case "suppress": {
      const counts = `${verbs.empty} counts from 1 to ${remedy.below - 1} in ${namesOf(remedy.columns)}`;
      return remedy.totals === true
        ? `${counts}, and others beside them where a total would give them away.`
        : `${counts}.`;
    }
    case "protect-totals":
      return `${verbs.empty} more counts beside those of ${namesOf(remedy.columns)}, so that no total gives them away.`;
    case "hide-rare":
    default:
      return `${verbs.empty} ${namesOf(remedy.columns)} in rows that fewer than ${remedy.below} rows share.`;
  }
}

type Grouping = Extract<Remedy, { type: "group" }>;

function groupWords({ column, by, width }: Grouping, verbs: Verbs): string {
  const name = namesOf([column]);
  if (by === "band") return `${verbs.put} the numbers of ${name} into bands of ${width ?? 10}.`;
  if (by === "district") return `${verbs.keep} only the first half of the postcodes in ${name}.`;
  if (by === "rare") return `${verbs.write} “Other” for what fewer than ${width ?? 5} rows share in ${name}.`;
  return `${verbs.keep} only the ${by} of the dates in ${name}.`;
}

function grouped(column: PublishedColumn, { by, width }: Grouping): PublishedColumn {
  if (by === "rare") {
    const counts = countsOf(column);
    const rare = new Set(column.texts.filter((text, code) => text !== "" && (counts[code] ?? 0) < (width ?? 5)));
    return withTexts(column, (text) => (rare.has(text) ? "Other" : text));
  }
  return withTexts(column, (text) => {
    if (text === "") return text;
    if (by === "year") return /^\d{4}(?=-)/.exec(text)?.[0] ?? text;
    if (by === "month") return /^\d{4}-\d{2}(?=-)/.exec(text)?.[0] ?? text;
    // The second half of a postcode is always a digit and two letters.
    if (by === "district")
      return text
        .trim()
        .replace(/\s*\d[A-Z]{2}$/i, "")
        .toUpperCase();
    if (!isNumber(text)) return text;
    const step = width ?? 10;
    const from = Math.floor(Number(text) / step) * step;
    return Number.isInteger(step) ? `${from} to ${from + step - 1}` : `${from} to under ${from + step}`;
  });
}

function isNumber(text: string): boolean {
  return text !== "" && Number.isFinite(Number(text));
}

function requireColumns(table: PublishedTable, names: readonly string[]): void {
  const missing = names.filter((name) => !table.columns.some((column) => column.name === name));
  if (missing.length === 0) return;
  throw new OpenDataError(
    "no-such-column",
    `There is no column called ${namesOf(missing)} in “${table.name}”. The columns are: ${table.columns.map(({ name }) => name).join(", ")}. Look at the remedies in the record.`,
  );
}
