/**
 * A record from a `datapackage.json` that somebody has already. What a Data Package has no word for (checklist, update promise, what a row
 * is) stands in it under `publish`. The result is unknown still: it is parsed like any record.
 */
type Fields = Readonly<Record<string, unknown>>;

export function recordOfDataPackage(given: unknown): unknown {
  const source = fields(given);
  const more = fields(source["publish"]);
  const [contributor] = list(source["contributors"]);
  const [licence] = list(source["licenses"]);
  return {
    id: source["name"],
    title: source["title"],
    description: source["description"],
    keeper: {
      name: fields(contributor)["title"],
      email: fields(contributor)["email"],
      url: fields(contributor)["path"] ?? source["homepage"],
    },
    licence: licenceName(fields(licence)["name"]),
    keywords: source["keywords"] ?? [],
    sources: list(source["sources"]).map((one) => {
      const { title, path } = fields(one);
      return { title, url: typeof path === "string" && /^https?:/i.test(path) ? path : undefined };
    }),
    tables: list(source["resources"]).map(tableOf),
    ...more,
  };
}

function tableOf(given: unknown): Fields {
  const resource = fields(given);
  const schema = fields(resource["schema"]);
  const path = resource["path"];
  const key = schema["primaryKey"];
  const columns = list(schema["fields"]).flatMap((one): [string, Fields][] => {
    const { name, description, title, unit } = fields(one);
    return typeof name === "string" ? [[name, { meaning: description ?? title ?? "", unit }]] : [];
  });
  return {
    name: resource["name"],
    title: resource["title"],
    file: Array.isArray(path) ? (path as readonly unknown[])[0] : path,
    columns: Object.fromEntries(columns),
    ...(key === undefined ? {} : { key: typeof key === "string" ? [key] : key }),
  };
}

/** The names of Open Definition, which Data Packages use, in ours. */
function licenceName(name: unknown): unknown {
  const known: Readonly<Record<string, string>> = {
    "CC0-1.0": "CC0-1.0",
    "CC-BY-4.0": "CC-BY-4.0",
    "ODbL-1.0": "ODbL-1.0",
  };
  if (typeof name !== "string") return name;
  if (/^(?:OGL-UK-3\.0|uk-ogl)$/i.test(name)) return "OGL-UK-3.0";
  return Object.entries(known).find(([ours]) => ours.toLowerCase() === name.toLowerCase())?.[1] ?? name;
}

function fields(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}
