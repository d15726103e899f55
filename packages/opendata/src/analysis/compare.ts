import { barChart } from "../bar-chart.js";
import { cellText } from "../cell-text.js";
import { partsOf } from "../charts/with-source.js";
import { OpenDataError } from "../open-data-error.js";
import { cellOf, requireColumn, type Row } from "../row.js";
import { countOf, listed } from "../say.js";
import type { TableLike } from "../table/table.js";
import { nearestName } from "../nearest-name.js";
import { compareCounts, compareShares, compareValues, type Comparison } from "./comparisons.js";
import { createFinding, type Finding } from "./finding.js";
import type { FindingWords } from "./finding-words.js";
import { numbersTable } from "./series-finding.js";
import { begin } from "./words-of.js";

export interface CompareOptions extends FindingWords {
  /** The column that says which group a row belongs to. */
  readonly by: string;
  /** The two groups to compare, if there are more. */
  readonly between?: readonly [string, string];
  /** The column of numbers: compares the middles of the groups. */
  readonly value?: string;
  /** With `value`: compares the share of rows in which it is this: { value: "helped", is: "yes" }. */
  readonly is?: string | number | boolean;
  /** "median" or "mean"; chosen by how skewed the numbers are if you don't say. */
  readonly middle?: "median" | "mean";
  /** The columns of counts and of people: compares rates. */
  readonly count?: string;
  readonly population?: string;
  /** For how many people the rate is; 1,000 if you don't say. */
  readonly per?: number;
}

/** The rows of one group. */
export interface Group {
  readonly name: string;
  readonly rows: readonly Row[];
}

const mostGroups = 20;

/**
 * Two groups side by side, or more: medians or means of a number, shares of rows, or rates. Says how large the difference is and between what
 * it lies 19 times out of 20; if nought lies between, it says that they can't be told apart. A share's difference is said in percentage
 * points and in per cent, which are not the same. The numbers have one row for each group.
 * @example compare(grants, { value: "amount", by: "sector", between: ["arts", "sport"], unit: "£" })
 * @example compare(people, { value: "helped", is: "yes", by: "area" })
 * @example compare(wards, { count: "referrals", population: "people", by: "side" })
 */
export function compare(table: TableLike, options: CompareOptions): Finding {
  const { rows, source } = partsOf(table, options.source);
  requireColumn(rows, options.by);
  const groups = groupsOf(rows, options);
  const comparison = comparisonOf(rows, groups, options);
  const nameless = rows.filter((row) => (cellOf(row, options.by) ?? null) === null).length;
  const warnings = [
    ...comparison.warnings,
    ...(nameless === 0
      ? []
      : [`${countOf(nameless, "row")} without a group ${nameless === 1 ? "is" : "are"} left out.`]),
  ];
  const numbers = numbersTable(table, [options.by, ...comparison.columns], comparison.cells, "Compared groups");
  const [value, low, high] = comparison.drawn;
  return createFinding({
    sentence: comparison.sentence,
    numbers,
    chart: (around) =>
      barChart(numbers.rows(), {
        label: options.by,
        value,
        low,
        high,
        axis: begin(comparison.axis),
        title: options.title ?? comparison.title,
        source,
        ...around,
      }),
    warnings,
    facts: comparison.facts,
  });
}

function comparisonOf(rows: readonly Row[], groups: readonly Group[], options: CompareOptions): Comparison {
  const { value, count, population, is } = options;
  if (count !== undefined && population !== undefined && value === undefined) {
    return compareCounts(groups, { ...options, count, population });
  }
  if (value === undefined || count !== undefined || population !== undefined) {
    throw new OpenDataError(
      "options-not-understood",
      'Say what to compare: value: "amount" for numbers, value: "helped" with is: "yes" for shares, or count and population for rates.',
    );
  }
  requireColumn(rows, value);
  return is === undefined
    ? compareValues(groups, { ...options, value })
    : compareShares(groups, { ...options, value, is });
}

function groupsOf(rows: readonly Row[], { by, between }: CompareOptions): Group[] {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const cell = cellOf(row, by) ?? null;
    if (cell === null) continue;
    const name = cellText(cell);
    const group = found.get(name);
    if (group === undefined) found.set(name, [row]);
    else group.push(row);
  }
  const names = [...found.keys()].toSorted();
  const chosen = between ?? names;
  const unknown = chosen.find((name) => !found.has(name));
  if (unknown !== undefined) {
    const nearest = nearestName(unknown, names);
    const meant = nearest === undefined ? "" : ` Did you mean "${nearest}"?`;
    throw new OpenDataError(
      "options-not-understood",
      `There is no "${unknown}" under "${by}".${meant} There are: ${listed(names, 8)}.`,
    );
  }
  if (new Set(chosen).size < 2) {
    throw new OpenDataError(
      "too-few-figures",
      `Under "${by}" there ${names.length === 1 ? "is only one group" : "are no groups"}, and it takes two to compare.`,
    );
  }
  if (chosen.length > mostGroups) {
    throw new OpenDataError(
      "options-not-understood",
      `${chosen.length} groups are too many to compare. Choose two with between, or up to ${mostGroups} with filter.`,
    );
  }
  return chosen.map((name) => ({ name, rows: found.get(name) ?? [] }));
}
