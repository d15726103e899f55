import { gssPattern, promisesCodes } from "../read/code-shapes.js";
import { countsOf, type PublishedColumn, type PublishedTable } from "./published-table.js";
import type { ColumnWords } from "./data-set-record.js";

/** What is true of every cell of a column, for constraints, pages and comparisons. */
export interface ColumnFacts {
  readonly name: string;
  readonly type: PublishedColumn["type"];
  readonly missing: number;
  readonly distinct: number;
  /** No cell is missing. */
  readonly required: boolean;
  /** No cell stands twice. */
  readonly unique: boolean;
  /** Ends of numbers and dates, as they are written. */
  readonly least?: string;
  readonly greatest?: string;
  /** All that may stand in it: codes that the keeper listed, or the few words that repeat. */
  readonly allowed?: readonly string[];
  readonly pattern?: string;
}

/** A rule is only promised of more than a handful of rows: of three, anything is true. */
const enoughRows = 10;
const mostWords = 25;

/** Text patterns that are promised where every cell keeps them, in the syntax of XML Schema, which both standards use. */
const patterns: readonly (readonly [RegExp, string])[] = [
  [gssPattern, "[EWSNKJLM][0-9]{8}"],
  [/^[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}$/, "[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}"],
  [/^\d{4}-\d{2}$/, "[0-9]{4}-[0-9]{2}"],
  [/^\d{4}\/\d{2}$/, "[0-9]{4}/[0-9]{2}"],
];

export function columnFacts(
  table: PublishedTable,
  column: PublishedColumn,
  words: ColumnWords | undefined,
): ColumnFacts {
  const counts = countsOf(column);
  const held = column.texts.filter((text, code) => text !== "" && (counts[code] ?? 0) > 0);
  const missing = column.texts.reduce((sum, text, code) => sum + (text === "" ? (counts[code] ?? 0) : 0), 0);
  const present = table.length - missing;
  const unique = present > 0 && held.length === present;
  const pattern =
    column.type === "string" && held.length > 1
      ? patterns.find(([test]) => held.every((text) => test.test(text)))
      : undefined;
  const listed = words?.codes === undefined ? undefined : Object.keys(words.codes);
  const known = listed !== undefined && held.length > 0 && held.every((text) => listed.includes(text));
  const few =
    column.type === "string" &&
    pattern === undefined &&
    present >= enoughRows &&
    // One word everywhere is no list of words.
    held.length > 1 &&
    held.length <= Math.min(mostWords, present / 4);
  return {
    name: column.name,
    type: column.type,
    missing,
    distinct: held.length,
    required: missing === 0 && table.length > 0,
    // Measures that happen to differ promise nothing.
    unique: unique && table.length >= enoughRows && (column.type === "string" || promisesCodes(column.name)),
    ...endsOf(column.type, held),
    ...(known ? { allowed: listed } : few ? { allowed: held.toSorted() } : {}),
    ...(pattern === undefined ? {} : { pattern: pattern[1] }),
  };
}

function endsOf(type: PublishedColumn["type"], held: readonly string[]): Pick<ColumnFacts, "least" | "greatest"> {
  if (held.length === 0 || type === "string" || type === "boolean") return {};
  const number = type === "integer" || type === "number";
  let [least, greatest] = [held[0] as string, held[0] as string];
  for (const text of held) {
    if (number ? Number(text) < Number(least) : text < least) least = text;
    if (number ? Number(text) > Number(greatest) : text > greatest) greatest = text;
  }
  return { least, greatest };
}

/**
 * The columns that tell each row from every other, as few as do: one, or two that stand first. Columns that are measured are not tried.
 * Undefined where there is none.
 */
export function findKey(
  table: PublishedTable,
  groupSizes: (names: readonly string[]) => Uint32Array,
): string[] | undefined {
  if (table.length === 0) return undefined;
  const whole = table.columns.filter((column) => column.type !== "number" && !hasMissing(column));
  const one = whole.find(
    ({ texts, codes }) =>
      texts.length === table.length && codes.length === table.length && isUnique(codes, texts.length),
  );
  if (one !== undefined) return [one.name];
  const tried = whole.filter(({ texts }) => texts.length > 1).slice(0, 6);
  for (let first = 0; first < tried.length; first++) {
    for (let second = first + 1; second < tried.length; second++) {
      const [a, b] = [tried[first], tried[second]];
      if (a === undefined || b === undefined || a.texts.length * b.texts.length < table.length) continue;
      const names = [a.name, b.name];
      if (groupSizes(names).every((size) => size === 1)) return names;
    }
  }
  return undefined;
}

function hasMissing(column: PublishedColumn): boolean {
  const code = column.texts.indexOf("");
  return code >= 0 && column.codes.includes(code);
}

function isUnique(codes: Uint32Array, many: number): boolean {
  const seen = new Uint8Array(many);
  return codes.every((code) => seen[code] === 0 && (seen[code] = 1) === 1);
}
