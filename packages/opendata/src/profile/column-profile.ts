import { quantile } from "../quantile.js";
import { censusOf } from "../read/census.js";
import type { ColumnType, SourceColumn } from "../read/source-table.js";
import { columnMeaning } from "./column-meaning.js";

export interface ColumnProfile {
  readonly name: string;
  /** As it stands in the file. */
  readonly heading: string;
  readonly type: ColumnType;
  /** Why this type. */
  readonly reason: string;
  /** What it most likely means, or null. */
  readonly meaning: string | null;
  /** Cells without a value: blank ones, and words for "nothing here". */
  readonly missing: number;
  /** The ways in which missing is written; "" stands for blank cells. */
  readonly missingAs: readonly { readonly written: string; readonly count: number }[];
  /** How many different values. */
  readonly distinct: number;
  /** Least and greatest: numbers for numbers, ISO text for dates, alphabetical for text. */
  readonly least: string | number | null;
  readonly greatest: string | number | null;
  readonly median: number | null;
  /** Numbers far from all others (three times the middle half's width away from it), at most ten, with their rows. */
  readonly outliers: readonly { readonly value: number; readonly row: number }[];
  /** The commonest values, at most five. */
  readonly common: readonly { readonly value: string; readonly count: number }[];
}

export function profileColumn(column: SourceColumn, rowNumbers: readonly number[], reason: string): ColumnProfile {
  const census = censusOf(column.raw);
  const present = census.values.map((_, place) => column.values[census.firsts[place] ?? 0] ?? null);
  const missingCounts = new Map<string, number>();
  const different = new Set<string | number | boolean>();
  const common: { value: string; count: number }[] = [];
  present.forEach((value, place) => {
    const count = census.counts[place] ?? 0;
    if (value === null) {
      const written = census.trimmed[place] ?? "";
      missingCounts.set(written, (missingCounts.get(written) ?? 0) + count);
      return;
    }
    different.add(value);
    if (common.length === 5 && count <= (common[4]?.count ?? 0)) return;
    common.push({ value: census.values[place] ?? "", count });
    common.sort((one, other) => other.count - one.count);
    common.length = Math.min(common.length, 5);
  });
  const missingAs = [...missingCounts]
    .map(([written, count]) => ({ written, count }))
    .toSorted((one, other) => other.count - one.count)
    .slice(0, 10);
  const { name, heading, type, missing } = column;
  const base = {
    name,
    heading,
    type,
    reason,
    meaning: columnMeaning(column),
    missing,
    missingAs,
    distinct: different.size,
    common,
  };
  return {
    ...base,
    ...(type === "integer" || type === "number" || type === "currency"
      ? numberRange(column, rowNumbers)
      : textRange(present)),
  };
}

type Range = Pick<ColumnProfile, "least" | "greatest" | "median" | "outliers">;

function numberRange({ values }: SourceColumn, rowNumbers: readonly number[]): Range {
  const numbers = Float64Array.from(values.filter((value) => typeof value === "number")).sort();
  if (numbers.length === 0) return { least: null, greatest: null, median: null, outliers: [] };
  const at = (share: number): number => quantile(numbers, share);
  const [low, high] = [at(0.25), at(0.75)];
  const reach = (high - low) * 3;
  const outliers: { value: number; row: number }[] = [];
  // Of few numbers, or of many alike, none can be called far away.
  if (numbers.length >= 12 && reach > 0) {
    values.forEach((value, place) => {
      if (typeof value === "number" && (value < low - reach || value > high + reach))
        outliers.push({ value, row: rowNumbers[place] ?? 0 });
    });
    const middle = at(0.5);
    outliers.sort((a, b) => Math.abs(b.value - middle) - Math.abs(a.value - middle));
  }
  return {
    least: numbers[0] ?? null,
    greatest: numbers.at(-1) ?? null,
    median: at(0.5),
    outliers: outliers.slice(0, 10),
  };
}

function textRange(present: readonly (string | number | boolean | null)[]): Range {
  let least: string | null = null;
  let greatest: string | null = null;
  for (const value of present) {
    if (typeof value !== "string") continue;
    if (least === null || value < least) least = value;
    if (greatest === null || value > greatest) greatest = value;
  }
  return { least, greatest, median: null, outliers: [] };
}
