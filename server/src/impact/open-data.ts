/**
 * The figures as open data: CSV files with a Data Package (version 2) that says what each column is, notes for people, the same as
 * JSON, and all of it in a zip. Made from the public rows, so nothing small is in it.
 */
import { createHash } from "node:crypto";
import { dateIn } from "../surgeries/index.js";
import { definitions, intervalWords } from "./definitions.js";
import type { PublicFigures } from "./public-figures.js";
import { zone } from "./report.js";
import { threshold } from "./suppress.js";
import { zipOf } from "./zip.js";

export interface OpenDataLicence {
  /** Of the SPDX or Open Definition list. */
  readonly name: string;
  readonly title: string;
  readonly path: string;
}

export type LicenceName = "CC-BY-4.0" | "OGL-UK-3.0";

export const licences: Readonly<Record<LicenceName, OpenDataLicence>> = {
  "CC-BY-4.0": {
    name: "CC-BY-4.0",
    title: "Creative Commons Attribution 4.0 International",
    path: "https://creativecommons.org/licenses/by/4.0/",
  },
  "OGL-UK-3.0": {
    name: "OGL-UK-3.0",
    title: "Open Government Licence v3.0",
    path: "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
  },
};

export interface OpenDataFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

export interface OpenDataOptions {
  readonly figures: PublicFigures;
  readonly venues: readonly { readonly id: string; readonly slug: string; readonly name: string }[];
  readonly licence: OpenDataLicence;
  readonly home: string;
  /** Nothing in it is real. */
  readonly invented: boolean;
}

interface Field {
  readonly name: string;
  readonly type: "string" | "number" | "integer" | "year" | "boolean";
  readonly title: string;
  readonly description: string;
  readonly constraints?: object;
}

type Value = string | number | boolean | undefined;

interface Table {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly fields: readonly Field[];
  readonly key: readonly string[];
  readonly foreignKeys?: readonly object[];
  readonly rows: readonly (readonly Value[])[];
}

export function openDataFiles(options: OpenDataOptions): OpenDataFile[] {
  const tables = tablesOf(options);
  const csv = tables.map((table) => ({
    name: `${table.name}.csv`,
    type: "text/csv; charset=utf-8",
    bytes: Buffer.from(csvText([table.fields.map(({ name }) => name), ...table.rows])),
  }));
  const descriptor = packageOf(options, tables, csv);
  const files: OpenDataFile[] = [
    json("datapackage.json", descriptor),
    { name: "README.md", type: "text/markdown; charset=utf-8", bytes: Buffer.from(readme(options, tables)) },
    ...csv,
    json("figures.json", {
      ...aboutOf(options),
      tables: Object.fromEntries(tables.map((table) => [table.name, objectsOf(table)])),
    }),
  ];
  return [...files, { name: "impact.zip", type: "application/zip", bytes: zipOf(files) }];
}

const indicatorKey = [{ fields: ["indicator"], reference: { resource: "indicators", fields: ["indicator"] } }];

const indicator: Field = {
  name: "indicator",
  type: "string",
  title: "What is counted",
  description: "Its definition is in indicators.csv.",
  constraints: { required: true },
};
const value: Field = {
  name: "value",
  type: "number",
  title: "Value",
  description: "Empty where it is held back or where there is nothing to count yet.",
};
const hidden: Field = {
  name: "hidden",
  type: "boolean",
  title: "Held back",
  description: `True where the value is held back, because it or another of its line is above 0 and below ${threshold}.`,
  constraints: { required: true },
};
const year: Field = {
  name: "year",
  type: "string",
  title: "Year",
  description: "Calendar year in which the surgery was.",
  constraints: { required: true, pattern: "\\d{4}" },
};

function tablesOf({ figures, venues }: OpenDataOptions): Table[] {
  const bySlug = new Map(venues.map((venue) => [venue.id, venue]));
  return [
    {
      name: "city",
      title: "The whole city, by year and over all years",
      description: "Counts, and shares and means with their 95% interval.",
      fields: [
        { ...year, description: `${year.description} “all”: all years together.`, constraints: { required: true } },
        indicator,
        value,
        {
          name: "of",
          type: "integer",
          title: "Of how many",
          description: "How many answered, where it is a share or a mean.",
        },
        {
          name: "low",
          type: "number",
          title: "Low end",
          description: "Of the 95% interval: of the share, or of the mean change.",
        },
        { name: "high", type: "number", title: "High end", description: "Of the same interval." },
        hidden,
      ],
      key: ["year", "indicator"],
      foreignKeys: indicatorKey,
      rows: figures.city.map((row) => [row.year, row.indicator, row.value, row.of, row.low, row.high, row.hidden]),
    },
    {
      name: "quarters",
      title: "The whole city, by quarter",
      description: "The last quarter may not be over: it holds its whole months that are.",
      fields: [
        {
          name: "quarter",
          type: "string",
          title: "Quarter",
          description: "Such as 2026-Q4: October to December 2026.",
          constraints: { required: true, pattern: "\\d{4}-Q[1-4]" },
        },
        indicator,
        value,
        hidden,
      ],
      key: ["quarter", "indicator"],
      foreignKeys: indicatorKey,
      rows: figures.quarters.map((row) => [row.quarter, row.indicator, row.value, row.value === undefined]),
    },
    {
      name: "venues",
      title: "Each place, by year",
      description: "People who went to several places are counted at each.",
      fields: [
        year,
        {
          name: "venue",
          type: "string",
          title: "Place",
          description: "Short name, as in the address of its page.",
          constraints: { required: true },
        },
        { name: "venue_name", type: "string", title: "Name of the place", description: "As it is announced." },
        indicator,
        value,
        hidden,
      ],
      key: ["year", "venue", "indicator"],
      foreignKeys: indicatorKey,
      rows: figures.venues.map((row) => {
        const venue = bySlug.get(row.venueId);
        return [row.year, venue?.slug ?? row.venueId, venue?.name, row.indicator, row.value, row.value === undefined];
      }),
    },
    {
      name: "indicators",
      title: "What each indicator counts",
      description: "Arranged as inputs, activities, outputs, outcomes and impact.",
      fields: [
        {
          ...indicator,
          description: "Short name, as in the other tables.",
          constraints: { required: true, unique: true },
        },
        {
          name: "stage",
          type: "string",
          title: "Stage",
          description: "inputs, activities, outputs, outcomes or impact.",
        },
        { name: "title", type: "string", title: "Title", description: "In words." },
        { name: "counts", type: "string", title: "What it counts", description: "And what it leaves out." },
      ],
      key: ["indicator"],
      rows: [
        ...definitions.map(({ id, stage, title, counts }) => [id, stage, title, counts]),
        [
          "confidence-change",
          "outcomes",
          "Change in how sure people feel",
          "Mean of the last answer after less the first answer before, over people who gave both; scale 1 to 5.",
        ],
      ],
    },
  ];
}

function aboutOf({ figures, licence, home, invented }: OpenDataOptions): Record<string, unknown> {
  return {
    title: `${invented ? "Invented data: " : ""}Impact of open data surgeries`,
    description: `${invented ? "Everything in this package is invented, to try things out with. " : ""}What came of surgeries at which volunteers sit beside people from voluntary and community groups. Whole months before ${dateIn(figures.until, zone)}. Counts above 0 and below ${threshold} are held back.`,
    homepage: home,
    created: new Date(figures.until).toISOString(),
    licenses: [licence],
  };
}

function packageOf(options: OpenDataOptions, tables: readonly Table[], files: readonly OpenDataFile[]): object {
  return {
    $schema: "https://datapackage.org/profiles/2.0/datapackage.json",
    name: "surgeries-impact",
    ...aboutOf(options),
    version: dateIn(options.figures.until, zone),
    keywords: ["open data", "volunteering", "impact"],
    sources: [{ title: "Records of the surgeries on this server", path: options.home }],
    resources: tables.map((table, at) => {
      const { name, bytes } = files[at]!;
      return {
        name: table.name,
        type: "table",
        title: table.title,
        description: table.description,
        path: name,
        format: "csv",
        mediatype: "text/csv",
        encoding: "utf-8",
        bytes: bytes.length,
        hash: `sha256:${createHash("sha256").update(bytes).digest("hex")}`,
        schema: {
          $schema: "https://datapackage.org/profiles/2.0/tableschema.json",
          fields: table.fields,
          missingValues: [""],
          primaryKey: table.key,
          ...(table.foreignKeys === undefined ? {} : { foreignKeys: table.foreignKeys }),
        },
      };
    }),
  };
}

function readme({ figures, licence, invented }: OpenDataOptions, tables: readonly Table[]): string {
  const columns = tables.map(
    ({ name, title, description, fields }) =>
      `## ${name}.csv\n\n${title}. ${description}\n\n| column | what it is |\n|---|---|\n${fields
        .map((field) => `| \`${field.name}\` | ${field.title}. ${field.description} |`)
        .join("\n")}\n`,
  );
  return [
    `# Impact of open data surgeries\n`,
    invented ? "**Everything in this package is invented**, to try things out with. Don’t use it as a record.\n" : "",
    `Counted from the records of the surgeries on this server. Whole months before ${dateIn(figures.until, zone)} are in it; a month comes in when it is over.\n`,
    `Licence: [${licence.title}](${licence.path}).\n`,
    "## What is held back, and what that can’t do\n",
    `Nobody’s name, words or single answers are in it. Counts above 0 and below ${threshold} are held back (\`hidden\` is true). Where a total is told, at least one more count of its line is held back too, so that none follows from the others by subtraction. Shares are held back where few said yes or few said no. Who keeps the files of several months can compare them: what came in with one month may be few.\n`,
    intervalWords,
    "",
    ...columns,
  ]
    .filter((part, at) => part !== "" || at > 2)
    .join("\n");
}

function objectsOf({ fields, rows }: Table): Record<string, Value | null>[] {
  return rows.map((row) => Object.fromEntries(fields.map(({ name }, at) => [name, row[at] ?? null])));
}

/** RFC 4180. Words that a spreadsheet would take for a formula are none of ours, but names of places are people's. */
function csvText(rows: readonly (readonly Value[])[]): string {
  return rows.map((row) => `${row.map(csvValue).join(",")}\r\n`).join("");
}

function csvValue(given: Value): string {
  if (given === undefined) return "";
  if (typeof given !== "string") return String(given);
  const text = /^[=+\-@\t\r]/.test(given) ? `'${given}` : given;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function json(name: string, content: object): OpenDataFile {
  return {
    name,
    type: "application/json; charset=utf-8",
    bytes: Buffer.from(`${JSON.stringify(content, undefined, 2)}\n`),
  };
}
