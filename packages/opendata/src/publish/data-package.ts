/** `datapackage.json`: Data Package v2 with Table Schema (datapackage.org, 2024). Constraints are written only where every row keeps them. */
import type { ReleasedColumn, ReleasedTable, ReleaseRecord } from "./release.js";
import { licences } from "./licences.js";
import { partThatWrote } from "./lineage-parts.js";

export function dataPackage(release: Omit<ReleaseRecord, "openness">): object {
  const { record, tables, version, published } = release;
  const licence = licences[record.licence];
  return {
    $schema: "https://datapackage.org/profiles/2.0/datapackage.json",
    name: record.id,
    title: record.title,
    description: record.description,
    version: `${version.slice(1)}.0.0`,
    created: published,
    ...(record.keywords.length === 0 ? {} : { keywords: record.keywords }),
    licenses: [{ name: licence.id, path: licence.url, title: licence.title }],
    contributors: [
      {
        title: record.keeper.name,
        roles: ["publisher", "contact"],
        ...(record.keeper.email === undefined ? {} : { email: record.keeper.email }),
        ...(record.keeper.url === undefined ? {} : { path: record.keeper.url }),
      },
    ],
    ...(record.sources.length === 0 ? {} : { sources: record.sources.map(sourceOf) }),
    resources: tables.map(resourceOf),
  };
}

function sourceOf({ title, url }: { readonly title: string; readonly url?: string | undefined }): object {
  return { title, ...(url === undefined ? {} : { path: url }) };
}

function resourceOf(table: ReleasedTable): object {
  return {
    name: table.name,
    type: "table",
    path: table.csv.path,
    title: table.title,
    format: "csv",
    mediatype: "text/csv",
    encoding: "utf-8",
    bytes: table.csv.size,
    hash: `sha256:${table.csv.sha256}`,
    dialect: { delimiter: ",", lineTerminator: "\r\n", quoteChar: '"', doubleQuote: true, header: true },
    sources: fileSources(table.lineage),
    schema: {
      $schema: "https://datapackage.org/profiles/2.0/tableschema.json",
      fields: table.columns.map(fieldOf),
      missingValues: [""],
      ...(table.key.length === 0 ? {} : { primaryKey: table.key }),
    },
  };
}

/** The file that was published, and the files behind it that no notebook wrote. */
function fileSources({ file, url, made }: ReleasedTable["lineage"]): object[] {
  const { from = [], earlier = [] } = made ?? {};
  const parts = [...earlier.map((one) => one.from), from];
  const raw = parts.flatMap((read, at) => read.filter((one) => partThatWrote(one, earlier, at + 1) === 0));
  const all = [{ name: file, url }, ...raw].map(({ name, url: address }) => sourceOf({ title: name, url: address }));
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

function fieldOf({ facts, words }: ReleasedColumn): object {
  const constraints = {
    ...(facts.required ? { required: true } : {}),
    ...(facts.unique ? { unique: true } : {}),
    ...ends(facts),
    ...(facts.allowed === undefined ? {} : { enum: facts.allowed }),
    ...(facts.pattern === undefined ? {} : { pattern: facts.pattern }),
  };
  return {
    name: facts.name,
    type: facts.type,
    ...(words.meaning === "" ? {} : { description: words.meaning }),
    ...(words.unit === undefined ? {} : { unit: words.unit }),
    ...(words.codes === undefined
      ? {}
      : { categories: Object.entries(words.codes).map(([value, label]) => ({ value, label })) }),
    ...(Object.keys(constraints).length === 0 ? {} : { constraints }),
  };
}

function ends({ type, least, greatest }: ReleasedColumn["facts"]): object {
  if (least === undefined || greatest === undefined) return {};
  if (type === "integer" || type === "number") return { minimum: Number(least), maximum: Number(greatest) };
  return type === "date" ? { minimum: least, maximum: greatest } : {};
}
