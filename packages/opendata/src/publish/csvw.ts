/** `<file>-metadata.json`: CSV on the Web (W3C, 2015), found by its name beside the file. */
import type { ReleasedColumn, ReleasedTable, ReleaseRecord } from "./release.js";
import { licences } from "./licences.js";

export function csvwMetadata(
  table: ReleasedTable,
  { record, published }: Pick<ReleaseRecord, "record" | "published">,
): object {
  const names = columnNames(table.columns.map(({ facts }) => facts.name));
  return {
    "@context": ["http://www.w3.org/ns/csvw", { "@language": "en" }],
    url: table.csv.path,
    "dc:title": table.title,
    "dc:description": record.description,
    "dc:publisher": record.keeper.name,
    "dc:license": { "@id": licences[record.licence].url },
    "dc:modified": { "@value": published.slice(0, 10), "@type": "xsd:date" },
    ...(record.keywords.length === 0 ? {} : { "dcat:keyword": record.keywords }),
    dialect: { encoding: "utf-8", delimiter: ",", quoteChar: '"', doubleQuote: true, header: true, headerRowCount: 1 },
    tableSchema: {
      columns: table.columns.map((column, at) => columnOf(column, names[at] ?? "")),
      ...(table.key.length === 0
        ? {}
        : {
            primaryKey: table.key.map(
              (key) => names[table.columns.findIndex(({ facts }) => facts.name === key)] ?? key,
            ),
          }),
    },
  };
}

function columnOf({ facts, words }: ReleasedColumn, name: string): object {
  const { type, least, greatest, pattern } = facts;
  const bounds =
    least !== undefined && greatest !== undefined && (type === "integer" || type === "number" || type === "date")
      ? { minimum: least, maximum: greatest }
      : {};
  const base = type === "number" ? "decimal" : type;
  const plain = Object.keys(bounds).length === 0 && pattern === undefined;
  return {
    name,
    titles: [facts.name],
    ...(words.meaning === "" ? {} : { "dc:description": words.meaning }),
    ...(words.unit === undefined ? {} : { "schema:unitText": words.unit }),
    datatype: plain ? base : { base, ...bounds, ...(pattern === undefined ? {} : { format: pattern }) },
    required: facts.required,
  };
}

/** Names as URI templates allow them: letters, digits and underscores; each once. A heading that is such a name keeps it before others are given one. */
function columnNames(titles: readonly string[]): string[] {
  const taken = new Set<string>();
  const names = titles.map((title) =>
    /^[A-Za-z0-9][A-Za-z0-9_]*$/.test(title) && !taken.has(title) ? title : undefined,
  );
  for (const name of names) if (name !== undefined) taken.add(name);
  return titles.map((title, at) => {
    const own = names[at];
    if (own !== undefined) return own;
    const plain = title
      .normalize("NFKD")
      .replace(/[^A-Za-z0-9]+/g, "_")
      .replace(/^_+|_+$/g, "")
      .toLowerCase();
    const wished = plain === "" ? `column_${at + 1}` : plain;
    let name = wished;
    for (let number = 2; taken.has(name); number++) name = `${wished}_${number}`;
    taken.add(name);
    return name;
  });
}
