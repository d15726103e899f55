/** The record as it stands in `publish.json`: looked at once, and every slip told with its place, so that it is mended in one go. */
import { OpenDataError } from "../open-data-error.js";
import {
  questionIds,
  decidableFindings,
  rowSubjects,
  updatePromises,
  type ColumnWords,
  type Coverage,
  type DataSetRecord,
  type DataSource,
  type Decision,
  type Keeper,
  type NotebookCell,
  type TableRecord,
} from "./data-set-record.js";
import { licenceIds } from "./licences.js";
import { readingWishOf } from "./parse-reading.js";
import { parseFix, parseRemedy } from "./parse-steps.js";
import { RecordReader } from "./record-reader.js";
import { themeIds } from "./themes.js";

const idPattern = /^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/;
/** A file's name that is safe on every disk and needs no escape in an address. */
const namePattern = /^[a-z0-9](?:[a-z0-9_-]{0,58}[a-z0-9])?$/;
const dayPattern = /^\d{4}(?:-\d{2}(?:-\d{2})?)?$/;

/** Names that the release itself uses beside the data, or that Windows refuses. */
const takenNames = new Set([
  "datapackage",
  "release",
  "page",
  "changes",
  "index",
  "dcat",
  "latest",
  "con",
  "nul",
  "aux",
  "prn",
]);

/** @throws OpenDataError `broken-record` with every slip and its place */
export function parseRecord(given: unknown): DataSetRecord {
  const reader = new RecordReader(given);
  const id = reader.text("id", {
    pattern: idPattern,
    says: "small letters, digits and hyphens, for instance “food-bank-visits”",
  });
  const record: DataSetRecord = {
    id,
    title: reader.text("title", { most: 200 }),
    description: reader.text("description", { most: 5000 }),
    keeper: reader.object("keeper", keeperOf),
    licence: reader.oneOf("licence", licenceIds),
    update: reader.oneOf("update", updatePromises),
    ...optional(
      "rowIs",
      reader.maybe("rowIs", () => reader.oneOf("rowIs", rowSubjects)),
    ),
    keywords: reader.texts("keywords"),
    ...optional(
      "theme",
      reader.maybe("theme", () => reader.oneOf("theme", themeIds)),
    ),
    sources: reader.list("sources", sourceOf),
    coverage: reader.maybe("coverage", () => reader.object("coverage", coverageOf)) ?? {},
    tables: reader.list("tables", tableOf),
    answers: reader.words("answers", questionIds),
    decisions: reader.list("decisions", decisionOf),
    ...optional("note", reader.maybeText("note")),
  };
  if (record.tables.length === 0) reader.slip("tables", "names no table yet: give at least one, with its “file”");
  const names = record.tables.map(({ name }) => name);
  if (new Set(names).size < names.length) reader.slip("tables", "names two tables alike");
  if (reader.slips.length > 0) throw brokenRecord(reader.slips);
  return record;
}

function brokenRecord(slips: readonly string[]): OpenDataError {
  const more = slips.length > 12 ? [`… and ${slips.length - 12} more.`] : [];
  return new OpenDataError(
    "broken-record",
    `The record of the data set needs mending before it can be published:\n${[...slips.slice(0, 12).map((slip) => `- ${slip}`), ...more].join("\n")}`,
  );
}

function keeperOf(reader: RecordReader): Keeper {
  return {
    name: reader.text("name", { most: 200 }),
    ...optional(
      "email",
      reader.maybeText("email", { pattern: /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/, says: "an e-mail address" }),
    ),
    ...optional("url", reader.maybeUrl("url")),
  };
}

function sourceOf(reader: RecordReader): DataSource {
  return {
    title: reader.text("title", { most: 300 }),
    ...optional("publisher", reader.maybeText("publisher")),
    ...optional("url", reader.maybeUrl("url")),
    ...optional("licence", reader.maybeText("licence")),
  };
}

function coverageOf(reader: RecordReader): Coverage {
  const day = { pattern: dayPattern, says: "a day such as 2026-03-31" };
  return {
    ...optional("place", reader.maybeText("place")),
    ...optional("from", reader.maybeText("from", day)),
    ...optional("to", reader.maybeText("to", day)),
  };
}

function tableOf(reader: RecordReader): TableRecord {
  const file = reader.text("file", { most: 1000 });
  const name = reader.text("name", {
    pattern: namePattern,
    says: "small letters, digits and hyphens, for instance “visits”",
  });
  if (takenNames.has(name))
    reader.slip("name", `can't be “${name}”: choose another, that name is used for something else`);
  return {
    name,
    file,
    ...optional("title", reader.maybeText("title")),
    columns: reader.record("columns", columnWordsOf),
    ...optional(
      "key",
      reader.maybe("key", () => reader.texts("key")),
    ),
    ...optional(
      "charts",
      reader.maybe("charts", () => reader.texts("charts")),
    ),
    ...optional(
      "read",
      reader.maybe("read", () => reader.object("read", readingWishOf)),
    ),
    mend: reader.values("mend", parseFix, "a step of mending"),
    remedies: reader.values("remedies", parseRemedy, "a remedy"),
    ...optional(
      "notebook",
      reader.maybe("notebook", () => reader.object("notebook", notebookOf)),
    ),
    ...optional("showCode", reader.maybeTruth("showCode")),
  };
}

function columnWordsOf(reader: RecordReader): ColumnWords {
  return {
    meaning: reader.maybeText("meaning") ?? "",
    ...optional("unit", reader.maybeText("unit")),
    ...optional(
      "codes",
      reader.maybe("codes", () => reader.words("codes")),
    ),
  };
}

function notebookOf(reader: RecordReader): NotebookCell {
  return {
    path: reader.text("path", { most: 1000 }),
    cell: reader.text("cell", { most: 200 }),
    ...optional("sha256", reader.maybeText("sha256", { pattern: /^[0-9a-f]{64}$/, says: "64 signs of a checksum" })),
  };
}

function decisionOf(reader: RecordReader): Decision {
  const reason = reader.text("reason", { most: 2000 });
  if (reason !== "" && reason.trim().split(/\s+/).length < 4)
    reader.slip("reason", "is too short: say in a sentence why it may stand, since readers see it");
  return {
    code: reader.oneOf("code", decidableFindings),
    columns: reader.texts("columns"),
    reason,
  };
}

function optional<Key extends string, Value>(key: Key, value: Value | undefined): { readonly [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [K in Key]?: Value });
}
