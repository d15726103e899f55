/** Everything that stands in the way of a release, or that its readers should know: most serious first. */
import { countOf, namesOf } from "../say.js";
import { unanswered } from "./checklist.js";
import type { DataSetRecord } from "./data-set-record.js";
import type { Difference } from "./difference.js";
import { groupSizes } from "./group-sizes.js";
import { isKnownLicence, licenceConflict, licences, licencesFor } from "./licences.js";
import type { PublishedTable } from "./published-table.js";
import type { ReleaseFinding } from "./release-finding.js";
import type { ReleaseRecord } from "./release.js";
import { privacyFindings } from "./singling-out.js";
import { isSaid } from "../evidence/publishing-checks.js";

export function releaseFindings(
  tables: readonly PublishedTable[],
  record: DataSetRecord,
  differences: readonly (Difference | undefined)[],
  previous: ReleaseRecord | undefined,
  before: readonly PublishedTable[] = tables,
): ReleaseFinding[] {
  const found = [
    ...tables.flatMap((table, at) => [
      ...privacyFindings(table, record, before[at]),
      ...rowFindings(table),
      ...meaningFindings(table, record),
      ...keyFindings(table, record),
    ]),
    ...checklistFindings(record),
    ...licenceFindings(record),
    ...sameAgain(differences, record, previous),
  ];
  return found.toSorted((one, other) => Number(one.level === "warns") - Number(other.level === "warns"));
}

const plain = { columns: [], remedies: [] } as const;

function rowFindings(table: PublishedTable): ReleaseFinding[] {
  const found: ReleaseFinding[] = [];
  if (table.length === 0 || table.columns.length === 0)
    found.push({
      ...plain,
      code: "no-rows",
      level: "blocks",
      table: table.name,
      what: `“${table.name}” has no rows.`,
      why: "Readers would take an empty table for “nothing happened”.",
      toDo: "Look whether the right file was read.",
    });
  if (table.disarmed > 0)
    found.push({
      ...plain,
      code: "formulas-disarmed",
      level: "warns",
      table: table.name,
      what: `${countOf(table.disarmed, "cell")} of “${table.name}” ${table.disarmed === 1 ? "begins" : "begin"} like a formula and got an apostrophe in front.`,
      why: "A spreadsheet program would have run it. Who needs the text as it was takes the apostrophe away.",
      toDo: "Nothing, if you wish that.",
    });
  return found;
}

function meaningFindings(table: PublishedTable, record: DataSetRecord): ReleaseFinding[] {
  const words = record.tables.find(({ name }) => name === table.name)?.columns ?? {};
  const there = new Set(table.columns.map(({ name }) => name));
  const silent = table.columns
    .map(({ name }) => name)
    .filter((name) => !Object.hasOwn(words, name) || !isSaid(words[name]?.meaning ?? ""));
  const gone = Object.keys(words).filter((name) => !there.has(name));
  const left = new Set(
    record.tables
      .find(({ name }) => name === table.name)
      ?.remedies.flatMap((remedy) => (remedy.type === "drop" ? remedy.columns : [])),
  );
  const unknown = gone.filter((name) => !left.has(name));
  return [
    ...(silent.length === 0
      ? []
      : [
          {
            code: "no-meaning",
            level: "blocks",
            table: table.name,
            columns: silent,
            what: `${silent.length === 1 ? "This column does" : "These columns do"} not say what ${silent.length === 1 ? "it means" : "they mean"}: ${namesOf(silent, 8)}.`,
            why: "A column that only you understand can’t be used, and in a year you will not understand it either.",
            toDo: "Write a sentence for each in the record, with its unit.",
            remedies: [{ type: "drop", columns: silent }],
          } satisfies ReleaseFinding,
        ]),
    ...(unknown.length === 0
      ? []
      : [
          {
            ...plain,
            code: "unknown-column",
            level: "warns",
            table: table.name,
            columns: unknown,
            what: `The record explains ${namesOf(unknown, 8)}, which “${table.name}” does not have.`,
            why: "The file may have changed, or a name is spelt otherwise.",
            toDo: "Compare the names with those in the file.",
          } satisfies ReleaseFinding,
        ]),
  ];
}

function keyFindings(table: PublishedTable, record: DataSetRecord): ReleaseFinding[] {
  const key = record.tables.find(({ name }) => name === table.name)?.key ?? [];
  if (key.length === 0) return [];
  const missing = key.filter((name) => !table.columns.some((column) => column.name === name));
  const twice = missing.length > 0 ? 0 : groupSizes(table, key).reduce((sum, size) => sum + (size > 1 ? 1 : 0), 0);
  if (missing.length === 0 && twice === 0) return [];
  return [
    {
      ...plain,
      code: "key-not-unique",
      level: "warns",
      table: table.name,
      columns: key,
      what:
        missing.length > 0
          ? `The key names ${namesOf(missing)}, which “${table.name}” does not have.`
          : `${countOf(twice, "row")} of “${table.name}” share their key (${key.join(", ")}) with another.`,
      why: "Without a key that tells rows apart, changes can’t be told row by row.",
      toDo: "Choose other columns for the key, or look whether rows stand twice.",
    },
  ];
}

function checklistFindings(record: DataSetRecord): ReleaseFinding[] {
  return unanswered(record).map(({ question, why, id }) => ({
    ...plain,
    code: "unanswered",
    level: "blocks",
    what: `Nobody has answered: “${question}”`,
    why,
    toDo: `Answer it in the record, under “answers”, “${id}”.`,
  }));
}

function licenceFindings(record: DataSetRecord): ReleaseFinding[] {
  const found: ReleaseFinding[] = [];
  const own = licences[record.licence].title;
  for (const { title, licence } of record.sources) {
    if (licence === undefined || !isKnownLicence(licence)) {
      found.push({
        ...plain,
        code: "licence-unknown",
        level: "warns",
        what:
          licence === undefined
            ? `The record does not say under which licence “${title}” came.`
            : `We don’t know what the licence of “${title}” asks for: “${licence}”.`,
        why: "Whoever uses your data relies on it.",
        toDo: "Look at the page of the source, or ask its publisher.",
      });
      continue;
    }
    const why = licenceConflict(record.licence, licence);
    if (why === undefined) continue;
    const others = licencesFor(
      record.sources.flatMap((source) => (source.licence === undefined ? [] : [source.licence])),
    );
    found.push({
      ...plain,
      code: "licence-conflict",
      level: "blocks",
      what: `${own} does not go with “${title}” (${licence}).`,
      why: `Of that licence: ${why}.`,
      toDo:
        others.length === 0
          ? "Ask the publisher, or leave out what came from there."
          : `Choose ${others.map((id) => licences[id].title).join(" or ")}.`,
    });
  }
  return found;
}

function sameAgain(
  differences: readonly (Difference | undefined)[],
  record: DataSetRecord,
  previous: ReleaseRecord | undefined,
): ReleaseFinding[] {
  if (previous === undefined || differences.length !== previous.tables.length) return [];
  if (!differences.every((difference) => difference?.same === true)) return [];
  if (JSON.stringify(previous.record) !== JSON.stringify(record)) return [];
  return [
    {
      ...plain,
      code: "nothing-new",
      level: "blocks",
      what: "Nothing has changed since the last version.",
      why: "A new version that says the same makes readers look for a change that is not there.",
      toDo: "Nothing: what is published is what you have.",
    },
  ];
}
