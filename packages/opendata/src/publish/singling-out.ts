/**
 * Could somebody be found in the rows? Names and the like are found by the profile's own checks. Here: rows about people that few others
 * share (age, sex and street together name a person as surely as a name), and small counts.
 */
import { namingCells, personalFaults } from "../profile/checks/personal-checks.js";
import { headingWords } from "../read/code-shapes.js";
import { countOf, namesOf } from "../say.js";
import { asSourceTable } from "./as-source-table.js";
import type { DataSetRecord, RowSubject } from "./data-set-record.js";
import { findTotals, sumsAfter } from "./find-totals.js";
import { groupSizes } from "./group-sizes.js";
import { givenAway } from "./protect-counts.js";
import { countsOf, type PublishedColumn, type PublishedTable } from "./published-table.js";
import type { ReleaseFinding } from "./release-finding.js";
import type { Remedy } from "./remedies.js";

/** Fewer than so many people who look alike can be told apart by somebody who knows one of them. */
export const fewest = 5;

/** @param before the table before its remedies: what adds up in it is known to whoever reads its headings */
export function privacyFindings(
  table: PublishedTable,
  record: Pick<DataSetRecord, "rowIs" | "decisions">,
  before: PublishedTable = table,
): ReleaseFinding[] {
  const found = [
    ...namedPeople(table),
    ...smallCounts(table, record.rowIs),
    ...workedOutCounts(table, before, record.rowIs),
    ...aloneInGroup(table, record.rowIs),
  ];
  return found.filter(({ code, columns }) => !isDecided(code, columns, record.decisions));
}

function isDecided(code: string, columns: readonly string[], decisions: DataSetRecord["decisions"]): boolean {
  return columns.every((column) =>
    decisions.some((decision) => decision.code === code && decision.columns.includes(column)),
  );
}

/** The profile's check for people who can be named, on what would be published. */
function namedPeople(table: PublishedTable): ReleaseFinding[] {
  return personalFaults(asSourceTable(table))
    .filter(({ code }) => code === "personal-data")
    .map(({ columns, what }) => ({
      code: "personal-data" as const,
      level: "blocks" as const,
      table: table.name,
      columns,
      what,
      why: "What is published can't be called back, and the law asks for a reason before anybody is named.",
      toDo: "Leave these columns out. If they name no living person, say so in the record under “decisions”, with the reason.",
      remedies: remediesForNames(table, columns),
    }));
}

/** Columns that are about people go. Of others, in which somebody is named here and there, those cells are enough. */
function remediesForNames(table: PublishedTable, columns: readonly string[]): Remedy[] {
  const named = namingCells(asSourceTable(table));
  const partly = table.columns.flatMap((column) => {
    const texts = named.get(column.name);
    if (!columns.includes(column.name) || texts === undefined) return [];
    const counts = countsOf(column);
    const hits = column.texts.reduce((sum, text, code) => sum + (texts.has(text) ? (counts[code] ?? 0) : 0), 0);
    const filled = column.texts.reduce((sum, text, code) => sum + (text === "" ? 0 : (counts[code] ?? 0)), 0);
    return hits * 2 <= filled ? [column.name] : [];
  });
  const whole = columns.filter((name) => !partly.includes(name));
  return [
    { type: "drop", columns },
    ...(partly.length === 0 ? [] : [{ type: "blank-people", columns: partly } as const]),
    ...(partly.length === 0 || whole.length === 0 ? [] : [{ type: "drop", columns: whole } as const]),
  ];
}

const countWords =
  /^(?:count|counts|number|no|total|people|persons?|residents?|claimants?|pupils?|children|child|patients?|victims?|offenders?|cases?|deaths?|births?|clients?|users?|carers?|households?|tenants?|applicants?|visits?|visitors?|attendees?|attendance|members?|volunteers?|referrals?|males?|females?|men|women|boys|girls)$/;
const personCountWords =
  /^(?:people|persons?|residents?|claimants?|pupils?|children|child|patients?|victims?|offenders?|cases?|deaths?|births?|clients?|users?|carers?|households?|tenants?|applicants?|referrals?|males?|females?|men|women|boys|girls)$/;

/** Counts of people from 1 to 4. Where the record says that rows are counts, every whole number with a counting name is looked at. */
function smallCounts(table: PublishedTable, rowIs: RowSubject | undefined): ReleaseFinding[] {
  const small = countedColumns(table, rowIs).flatMap((column) => {
    const counts = countsOf(column);
    const many = column.texts.reduce((sum, text, code) => sum + (/^[1-4]$/.test(text) ? (counts[code] ?? 0) : 0), 0);
    return many === 0 ? [] : [{ name: column.name, many }];
  });
  if (small.length === 0) return [];
  const columns = small.map(({ name }) => name);
  const many = small.reduce((sum, one) => sum + one.many, 0);
  return [
    {
      code: "small-numbers",
      level: "blocks",
      table: table.name,
      columns,
      what: `${countOf(many, "count")} in ${namesOf(columns)} ${many === 1 ? "is" : "are"} between 1 and 4.`,
      why: "Neighbours may know who is meant, most of all when two such figures are put together.",
      toDo: "Empty or round them. Where a total stands beside them, others are emptied with them, so that it gives none away.",
      remedies: [
        { type: "suppress", columns, below: fewest, totals: true },
        { type: "round", columns, to: fewest },
      ],
    },
  ];
}

/** Emptied counts that a total beside them gives away. */
function workedOutCounts(
  table: PublishedTable,
  before: PublishedTable,
  rowIs: RowSubject | undefined,
): ReleaseFinding[] {
  const counted = countedColumns(table, rowIs);
  const holes = counted.filter(({ texts, codes }) => {
    const empty = texts.indexOf("");
    return empty !== -1 && codes.includes(empty);
  });
  if (holes.length === 0 || table.length !== before.length) return [];
  const totals = findTotals(before);
  const found = [...givenAway(table, sumsAfter(before, table, totals), fewest).keys()];
  const columns = holes
    .map(({ name }) => name)
    .filter((name) => found.some((cell) => table.columns[Math.floor(cell / table.length)]?.name === name));
  const many = found.filter((cell) =>
    columns.includes(table.columns[Math.floor(cell / table.length)]?.name ?? ""),
  ).length;
  if (many === 0) return [];
  const sums = totals.columns.filter((name) => table.columns.some((column) => column.name === name));
  return [
    {
      code: "worked-out",
      level: "blocks",
      table: table.name,
      columns,
      what: `${countOf(many, "emptied count")} in ${namesOf(columns)} can be worked out: others and a total stand beside ${many === 1 ? "it" : "them"}.`,
      why: "Whoever takes the counts that are shown from their total has the small number that was to be left out.",
      toDo: "Empty another count beside each of them, or leave the total out.",
      remedies: [
        { type: "protect-totals", columns, below: fewest },
        ...(sums.length === 0 ? [] : [{ type: "drop", columns: sums } as const]),
      ],
    },
  ];
}

function countedColumns(table: PublishedTable, rowIs: RowSubject | undefined): PublishedColumn[] {
  if (rowIs === "place" || rowIs === "organisation") return [];
  const words = rowIs === "count" ? countWords : personCountWords;
  return table.columns.filter(
    ({ type, name }) => type === "integer" && headingWords(name).some((word) => words.test(word)),
  );
}

interface Trait {
  readonly pattern: RegExp;
  /** About the person, not only where they live: without one of these, rows are not taken to be people. */
  readonly personal: boolean;
}

/** What people know of each other: the usual quasi-identifiers (age, sex, origin, belief, health, work, home). */
const traits: readonly Trait[] = [
  { pattern: /^(?:age|ages|agegroup|ageband|birth|born|dob|birthday)$/, personal: true },
  { pattern: /^(?:sex|gender)$/, personal: true },
  { pattern: /^(?:ethnicity|ethnic|nationality|religion|faith|language)$/, personal: true },
  { pattern: /^(?:disability|disabled|diagnosis|condition|health|pregnant)$/, personal: true },
  {
    pattern: /^(?:occupation|job|employment|benefit|benefits|income|salary|marital|household|tenure)$/,
    personal: true,
  },
  {
    pattern: /^(?:postcode|ward|street|address|lsoa|parish|town|village|neighbourhood|area|district)$/,
    personal: false,
  },
];

function traitOf(column: PublishedColumn): Trait | undefined {
  const words = headingWords(column.name);
  return traits.find(({ pattern }) => words.some((word) => pattern.test(word)));
}

/** Rows about people that fewer than five share in all that others may know of them. */
function aloneInGroup(table: PublishedTable, rowIs: RowSubject | undefined): ReleaseFinding[] {
  if (rowIs !== undefined && rowIs !== "person" && rowIs !== "household" && rowIs !== "event") return [];
  const known = table.columns.flatMap((column) => {
    const trait = traitOf(column);
    return trait === undefined || column.texts.length < 2 ? [] : [{ column, personal: trait.personal }];
  });
  const personal = known.filter((one) => one.personal).length;
  // Not told what a row is, two traits of a person are what it takes to look like one; an aggregate has a count beside them.
  const counted = table.columns.some(
    (column) => column.type === "integer" && headingWords(column.name).some((word) => countWords.test(word)),
  );
  const mayBePeople =
    rowIs === undefined
      ? personal > 0 && known.length > 1 && !counted
      : rowIs === "event"
        ? personal > 0
        : known.length > 0;
  if (!mayBePeople) return [];
  const columns = known.map(({ column }) => column.name);
  const alone = groupSizes(table, columns).reduce((sum, size) => sum + (size < fewest ? 1 : 0), 0);
  if (alone === 0) return [];
  return [
    {
      code: "singling-out",
      level: "blocks",
      table: table.name,
      columns,
      what: `${countOf(alone, "row")} of ${table.length.toLocaleString("en-GB")} ${alone === 1 ? "is" : "are"} alike with fewer than ${fewest - 1} others in ${namesOf(columns, 6)}.`,
      why: "Somebody who knows a person’s age, sex and street finds their row, and with it all that the other columns say.",
      toDo: "Make these columns coarser first, then leave out or empty what is still rare. Each remedy shows beforehand what it changes.",
      remedies: remediesFor(
        table,
        known.map(({ column }) => column),
      ),
    },
  ];
}

/** Coarser first; to leave the most telling column out, and to empty what is rare, come last. */
function remediesFor(table: PublishedTable, columns: readonly PublishedColumn[]): Remedy[] {
  const coarser = columns.flatMap((column): Remedy[] => {
    if (column.type === "integer" || column.type === "number")
      return [{ type: "group", column: column.name, by: "band", width: 10 }];
    if (column.type === "date") return [{ type: "group", column: column.name, by: "year" }];
    if (column.kind === "postcode") return [{ type: "group", column: column.name, by: "district" }];
    return column.type === "string" && column.texts.length > 2
      ? [{ type: "group", column: column.name, by: "rare", width: fewest }]
      : [];
  });
  const telling = columns.toSorted((one, other) => other.texts.length - one.texts.length)[0];
  return [
    ...coarser,
    ...(telling === undefined ? [] : [{ type: "drop", columns: [telling.name] } as const]),
    { type: "hide-rare", columns: columns.map(({ name }) => name), below: fewest },
  ];
}
