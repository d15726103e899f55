import type { ColumnProfile } from "../profile/column-profile.js";
import type { Profile } from "../profile/profile.js";
import { codeOf, nameInCode } from "../mend/code-of.js";
import type { ColumnRoles } from "./column-roles.js";

/** A first look at one question: what is asked, and the code of a cell that draws it. */
export interface FirstChart {
  readonly id: string;
  readonly question: string;
  readonly code: string;
}

export interface ChartSubject {
  /** The name of the table in code. */
  readonly variable: string;
  /** What the rows are called, in the plural. */
  readonly rows: string;
  readonly profile: Profile;
  readonly roles: ColumnRoles;
}

/** Two to four charts that these columns can carry; of a table that has nothing to compare, how full its columns are. */
export function firstCharts(subject: ChartSubject): FirstChart[] {
  const { roles } = subject;
  const measure = roles.money ?? roles.number;
  const charts = [
    overTime(subject),
    roles.category === null ? undefined : countsOf(subject, roles.category),
    roles.category === null || measure === null ? undefined : sumsOf(subject, roles.category, measure),
    measure === null || roles.label === null ? undefined : largest(subject, roles.label, measure),
  ].filter((one) => one !== undefined);
  return charts.length < 2 ? [...charts, fullness(subject)] : charts;
}

/** Years that lie too far apart, or times of one month, make no line. */
function overTime({ variable, rows, profile, roles }: ChartSubject): FirstChart | undefined {
  const { date, year } = roles;
  if (date !== null) {
    const [first, last] = [String(date.least), String(date.greatest)];
    const years = Number(last.slice(0, 4)) - Number(first.slice(0, 4)) + 1;
    if (years > 40) return undefined;
    const months = years * 12;
    const [unit, letters] = months <= 36 ? ["month", 7] : ["year", 4];
    const key = freeName(unit, profile);
    return {
      id: "over-time",
      question: `How many ${rows} were there in each ${unit}?`,
      code: [
        `let dated = ${variable}.filter((row) => row${at(date.name)} !== undefined);`,
        `let perPeriod = dated`,
        `  .derive(${codeOf(key)}, (row) => row${at(date.name)}.slice(0, ${letters}))`,
        `  .groupBy(${codeOf(key)})`,
        `  .summarise({ ${nameInCode("count")}: count() })`,
        `  .sortBy(${codeOf(key)});`,
        drawn("perPeriod", key, "count", capital(rows), `How many ${rows} were there in each ${unit}?`),
      ].join("\n"),
    };
  }
  if (year === null || year.distinct > 40) return undefined;
  const key = freeName("count", profile);
  return {
    id: "over-time",
    question: `How many ${rows} were there in each year?`,
    code: [
      `let perPeriod = ${variable}`,
      `  .filter((row) => row${at(year.name)} !== undefined)`,
      `  .groupBy(${codeOf(year.name)})`,
      `  .summarise({ ${nameInCode(key)}: count() })`,
      `  .sortBy(${codeOf(year.name)});`,
      drawn("perPeriod", year.name, key, capital(rows), `How many ${rows} were there in each year?`),
    ].join("\n"),
  };
}

function countsOf({ variable, rows, profile }: ChartSubject, category: ColumnProfile): FirstChart {
  const key = freeName("count", profile);
  const question = `Which “${category.name}” has most ${rows}?`;
  return {
    id: "counts",
    question,
    code: [
      `let counted = ${variable}.groupBy(${codeOf(category.name)}).summarise({ ${nameInCode(key)}: count() });`,
      `let mostCommon = counted.sortBy(${codeOf(key)}, "highest first").slice(0, 12);`,
      drawn("mostCommon", category.name, key, capital(rows), question),
    ].join("\n"),
  };
}

function sumsOf(
  { variable, rows, profile }: ChartSubject,
  category: ColumnProfile,
  measure: ColumnProfile,
): FirstChart {
  const [total, middle] = [freeName("total", profile), freeName("middle", profile)];
  // Money and counts add up; ages, rates and scores do not.
  const adds = measure.type === "currency" || measure.meaning === "money" || measure.meaning === "count";
  const question = adds
    ? `Which “${category.name}” has the largest total of “${measure.name}”?`
    : `Which “${category.name}” has the largest “${measure.name}” in the middle?`;
  const value = adds ? total : middle;
  const figures = [
    [freeName(rows, profile), "count()"],
    ...(adds ? [[total, `sum(${codeOf(measure.name)})`]] : []),
    [middle, `median(${codeOf(measure.name)})`],
  ];
  return {
    id: "totals",
    question,
    code: [
      `// The median is the one in the middle: one very large number does not move it.`,
      `let totals = ${variable}`,
      `  .groupBy(${codeOf(category.name)})`,
      `  .summarise({`,
      ...figures.map(([name = "", figure = ""]) => `    ${nameInCode(name)}: ${figure},`),
      `  })`,
      `  .filter((row) => row${at(value)} !== undefined)`,
      `  .sortBy(${codeOf(value)}, "highest first");`,
      `show(totals);`,
      drawn("totals.slice(0, 12)", category.name, value, axisOf(measure, adds ? "Total of " : "Median of "), question),
    ].join("\n"),
  };
}

function largest({ variable, rows }: ChartSubject, label: ColumnProfile, measure: ColumnProfile): FirstChart {
  const question = `Which ${rows} have the largest “${measure.name}”?`;
  return {
    id: "largest",
    question,
    code: [
      `let largest = ${variable}.filter((row) => row${at(measure.name)} !== undefined).sortBy(${codeOf(measure.name)}, "highest first").slice(0, 12);`,
      drawn("largest", label.name, measure.name, axisOf(measure, ""), question),
    ].join("\n"),
  };
}

function fullness({ variable, rows, profile }: ChartSubject): FirstChart {
  const question = "Which columns are filled in, and which have gaps?";
  return {
    id: "gaps",
    question,
    code: [
      `let filled = ${variable}.columns.slice(0, 40).map((name) => ({`,
      `  column: name,`,
      `  filled: ${variable}.column(name).filter((cell) => cell !== null).length,`,
      `}));`,
      drawn(
        "filled",
        "column",
        "filled",
        `${capital(rows)} with a value, of ${profile.rows}`,
        question,
        `sourceLine(${variable}.about)`,
      ),
    ].join("\n"),
  };
}

/** @param source code of the source line, for a list: a table knows its own */
function drawn(table: string, label: string, value: string, axis: string, title: string, source?: string): string {
  return [
    `show(`,
    `  chart.bar(${table}, {`,
    `    label: ${codeOf(label)},`,
    `    value: ${codeOf(value)},`,
    `    axis: ${codeOf(axis)},`,
    `    // When you know the answer, write it here instead of the question.`,
    `    title: ${codeOf(title)},`,
    ...(source === undefined ? [] : [`    source: ${source},`]),
    `  }),`,
    `);`,
  ].join("\n");
}

const axisOf = ({ name, type }: ColumnProfile, before: string): string =>
  `${before}${name}${type === "currency" && !/£|pound/i.test(name) ? " in pounds" : ""}`;

/** How code asks a row for a column. */
const at = (column: string): string => `[${codeOf(column)}]`;

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A name that no column of the table has. */
function freeName(wanted: string, { columns }: Profile): string {
  const taken = new Set(columns.map(({ name }) => name));
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted} ${number}`;
  return name;
}
