import { Sign, censusOf } from "../../read/census.js";
import { emailPattern, gssKind, headingWords } from "../../read/code-shapes.js";
import type { SourceColumn, SourceTable } from "../../read/source-table.js";
import type { Fault } from "../fault.js";
import { countOf, namesOf } from "../../say.js";
import { tallied, tallyCells, type CellTest } from "../tally.js";

/** What must be looked at before anything is shared: people who can be named, and counts so small that they single people out. */
export function personalFaults(table: SourceTable): Fault[] {
  return [...peopleFaults(table), ...smallNumberFaults(table)];
}

/** Words in the name of a mailbox that belongs to an office and not to a person. */
const roleWords =
  /^(?:info\w*|freedom\w*|requests?|access|legal\w*|legdem|governance\w*|enquir\w*|inquir\w*|contact\w*|office|admin\w*|hello|mail|post|clerk|secretary|treasurer|chair\w*|planning|customers?|service\w*|help\w*|support|press|media|data|foi\w*|team|reception|bookings?|events?|member\w*|general|council|parish\w*|libr\w*|school|head|noreply|reply|webmaster|web|manager|centre|center|charity|trust|elections?|licensing|housing|hub|community|youth|sport\w*|leisure|sales|accounts?|finance|hr|jobs|recruitment|volunteer\w*|project|advice|association|club|group|church|museum|gallery|theatre|college|academy|nursery|surgery|clinic|feedback|complaints?|consultation|democracy|transparency|opendata|open)$/i;

function isOfPerson(email: string): boolean {
  const name = email.slice(0, email.indexOf("@"));
  if (name.split(/[^A-Za-z]+/).some((word) => roleWords.test(word))) return false;
  // The office's own name in front of its own domain: `brixton@brixton.example`.
  return !email
    .slice(email.indexOf("@") + 1)
    .toLowerCase()
    .startsWith(name.toLowerCase());
}

const titled = /^(?:mr|mrs|miss|ms|mx|master)\.?\s+(?:and mrs\.?\s+)?\p{Lu}|^dr\.?\s+\p{Lu}/u;
const titledCapitals = /^(?:MR|MRS|MISS|MS|DR)\.?\s+\p{Lu}/u;
const organisation =
  /\b(?:ltd|limited|plc|llp|inc|company|co|group|trust|council|school|college|surgery|practice|centre|center|clinic|associates?|partners\w*|solicitors|services|consult\w*|& sons?|& co|cic|association|society|church|hotel|store|shop|foods?|kitchens?|pizza|clutch|charit\w*|fund|foundation|bequest|memorial|almshouses?|congo)\b|['’]s?\b(?= )/i;
/** Where Mr and Dr stand before the names of works and places: films, songs, countries. */
const works =
  /^(?:titles?|films?|movies?|songs?|tracks?|artists?|albums?|books?|country|countries|products?|programmes?|episodes?|brands?|characters?|competitorname)$/;
/** Numbers of other kinds that can have the form of a National Insurance number. */
const otherNumbers = /^(?:invoice|order|transaction|document|vehicle|product|part|stock|company|charity|vat|supplier)$/;
const insurance = /^[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]$/i;
const mobile = /^(?:\+44\s?\(?0?\)?|0)7(?:[\s-]*\d){9}$/;

interface PersonTest {
  readonly kind: string;
  readonly columns: readonly SourceColumn[];
  readonly test: CellTest;
}

/** By the names of columns, the cells in which somebody is named; columns that are about people as a whole are not among them. */
export function namingCells(table: SourceTable): ReadonlyMap<string, ReadonlySet<string>> {
  const cells = new Map<string, Set<string>>();
  for (const { columns, test } of personTests(table).slice(1))
    for (const column of columns) {
      const census = censusOf(column.raw);
      for (const [place, value] of census.values.entries()) {
        if (!test(place, census, column)) continue;
        const there = cells.get(column.name);
        if (there === undefined) cells.set(column.name, new Set([value]));
        else there.add(value);
      }
    }
  return cells;
}

/** The first is for whole columns, the others for cells. */
function personTests(table: SourceTable): PersonTest[] {
  const found: PersonTest[] = [];
  const personalColumns = table.columns.filter(isPersonalHeading);
  const wordy = table.columns.filter(({ type }) => type === "text" || type === "code");
  const others = wordy.filter((column) => !personalColumns.includes(column));
  const notBlank: CellTest = (place, census) => ((census.signs[place] ?? 0) & Sign.blank) === 0;
  found.push({ kind: "columns about a person", columns: personalColumns, test: notBlank });
  found.push({
    kind: "e-mail addresses",
    columns: others,
    test: (place, census) =>
      ((census.signs[place] ?? 0) & Sign.at) !== 0 &&
      emailPattern.test(census.values[place] ?? "") &&
      isOfPerson(emailPattern.exec(census.values[place] ?? "")?.[0] ?? ""),
  });
  found.push({
    kind: "mobile numbers",
    columns: others,
    test: (place, census) =>
      ((census.signs[place] ?? 0) & Sign.digit) !== 0 && mobile.test(census.trimmed[place] ?? ""),
  });
  found.push({
    kind: "National Insurance numbers",
    columns: others.filter(({ heading }) => !headingWords(heading).some((word) => otherNumbers.test(word))),
    test: (place, census) => insurance.test(census.trimmed[place] ?? ""),
  });
  found.push({
    kind: "names of people",
    columns: others.filter(
      ({ type, heading }) => type === "text" && !headingWords(heading).some((word) => works.test(word)),
    ),
    test: (place, census) => {
      const value = census.trimmed[place] ?? "";
      return (
        value.length <= 60 &&
        (titled.test(capitalised(value)) || titledCapitals.test(value)) &&
        !organisation.test(value)
      );
    },
  });
  return found;
}

function peopleFaults(table: SourceTable): Fault[] {
  const found = personTests(table);
  const rows = new Set<number>();
  const kinds: string[] = [];
  const names = new Set<string>();
  for (const { kind, columns, test } of found) {
    for (const column of columns) {
      const census = censusOf(column.raw);
      const hits = census.values.map((_, place) => test(place, census, column));
      if (!hits.includes(true)) continue;
      if (!kinds.includes(kind)) kinds.push(kind);
      names.add(column.name);
      census.indexes.forEach((place, at) => {
        if (hits[place] === true) rows.add(table.rowNumbers[at] ?? 0);
      });
    }
  }
  const first = [...rows].toSorted((a, b) => a - b);
  if (first.length === 0) return [];
  const columns = [...names];
  return [
    {
      code: "personal-data",
      count: first.length,
      unit: "rows",
      columns,
      first: { row: first[0] ?? null, column: columns[0] ?? null },
      places: first.slice(0, 50).map((row) => ({ row, column: columns[0] ?? null })),
      what: `${countOf(first.length, "row seems", "rows seem")} to be about people who can be named: ${kinds.join(", ")}, in ${namesOf(columns)}.`,
      why: "Sharing it may harm somebody and break the law. Even what is published already deserves a thought before you pass it on.",
      fix: {
        words: "Leave these columns out before you share, or ask whoever is responsible.",
        done: false,
        fix: { type: "leave-out-columns", columns },
      },
    },
  ];
}

/** `mr`, `Mr` and `MR` alike, without making every capital word a name. */
function capitalised(value: string): string {
  return value.replace(/^(mr|mrs|miss|ms|mx|master|dr)\b/i, (word) =>
    word.toLowerCase() === "dr" ? "dr" : word.toLowerCase(),
  );
}

function isPersonalHeading(column: SourceColumn): boolean {
  const words = headingWords(column.heading);
  const text = words.join(" ");
  if (column.type === "empty") return false;
  if (
    /\b(?:organisation|company|council|business|supplier|ward|school|councillor|member|officer|recipient org|funding org)\b/.test(
      text,
    )
  )
    return false;
  return (
    /\b(?:forenames?|first names?|firstname|surnames?|last names?|lastname|family name|given names?|middle names?|date of birth|birth date|dob|national insurance|ni (?:no|number)|nino|nhs (?:no|number)|home address|home (?:phone|tel)|personal e ?mail|next of kin|ethnicity|religion|sexual orientation|disability|passport)\b/.test(
      text,
    ) &&
    column.type !== "boolean" &&
    !(column.type === "integer" || column.type === "number")
  );
}

const peopleWords =
  /^(?:people|persons?|residents?|claimants?|pupils?|children|child|patients?|victims?|offenders?|cases?|deaths?|births?|clients?|users?|carers?|households?|tenants?|applicants?|suspects?|offences?|incidents?|males?|females?|men|women|boys|girls|unemployed|pensioners)$/;

/** Counts of one to four people in a small area. Withheld in official statistics for a reason. */
function smallNumberFaults(table: SourceTable): Fault[] {
  const small = table.columns.some((column) => {
    const { trimmed } = censusOf(column.raw);
    const kinds = trimmed.slice(0, 50).map((value) => gssKind(value) ?? "");
    const few = kinds.filter((kind) => /census|ward|parish|data zone/.test(kind)).length;
    return few * 2 > kinds.length || (column.type === "postcode" && column.missing < column.raw.length * 0.5);
  });
  if (!small) return [];
  const counts = table.columns.filter(
    (column) => column.type === "integer" && headingWords(column.heading).some((word) => peopleWords.test(word)),
  );
  const found = tallyCells(table, (place, census) => /^[1-4]$/.test(census.trimmed[place] ?? ""), counts);
  if (found.count === 0) return [];
  return [
    {
      ...tallied(found),
      code: "small-numbers",
      unit: "cells",
      what: `${countOf(found.count, "count")} in ${namesOf(found.columns)} ${found.count === 1 ? "is" : "are"} between 1 and 4, for a small area.`,
      why: "Neighbours may know who is meant, most of all when two such figures are put together.",
      fix: { words: "Before you share, put areas together or write “fewer than 5”.", done: false, fix: null },
    },
  ];
}
