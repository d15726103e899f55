import { OpenDataError } from "../open-data-error.js";
import type { Layout } from "./source-table.js";

export interface JsonTable {
  readonly format: "json" | "geojson";
  /** The names of the fields, then one record for each object. */
  readonly records: string[][];
  readonly layout: Layout;
  readonly reason: string;
}

export function looksLikeJson(text: string, name: string): boolean {
  const start = text.trimStart();
  if (/\.(?:geo)?json[l]?$|\.ndjson$/i.test(name)) return /^[[{]/.test(start);
  return /^\{\s*"|^\[\s*[[{]/.test(start.slice(0, 400));
}

/**
 * JSON to records of text: a list of objects, the longest such list inside an answer of a service, GeoJSON features, or
 * one object a line. Objects within objects become `outer.inner`; lists stay JSON. Row 1 stands for the field names.
 */
export function jsonRecords(text: string, name: string): JsonTable {
  const value = parse(text, name);
  try {
    return tableIn(value, name);
  } catch (error) {
    // Deep JSON can be read, but writing a part of it into a cell runs out of stack.
    if (!(error instanceof RangeError)) throw error;
    throw new OpenDataError(
      "not-a-table",
      `${name} is JSON that is nested too deeply: lists within lists, thousands of times. There is no table to show in that. Check that it is the right file.`,
      { cause: error },
    );
  }
}

function tableIn(value: unknown, name: string): JsonTable {
  if (isObject(value) && Array.isArray(value["features"])) return geoTable(value["features"]);
  if (isObject(value) && value["type"] === "Feature") return geoTable([value]);
  const { list, where } = findList(value);
  if (list === undefined) throw noTable(value, name);
  if (list.every((item) => Array.isArray(item))) {
    const records = list.map((item) => item.map(cellText));
    return tableOf(
      records[0] ?? [],
      records.slice(1),
      "json",
      `A list of lists${where}: the first holds the headings.`,
    );
  }
  return objectsTable(list, "json", `A list of ${list.length} objects${where}.`);
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
    try {
      if (lines.length > 1) return lines.map((line) => JSON.parse(line) as unknown);
    } catch {
      // Not one object a line either: the first error is the one to tell.
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new OpenDataError(
      "broken-json",
      `${name} is JSON that breaks off or has a slip in it (${reason}). Most likely the download stopped half way: fetch it again.`,
      { cause: error },
    );
  }
}

function findList(
  value: unknown,
  where = "",
  depth = 0,
): { readonly list?: readonly unknown[]; readonly where: string } {
  if (Array.isArray(value))
    return value.some((item) => isObject(item) || Array.isArray(item)) ? { list: value, where } : { where };
  if (!isObject(value) || depth > 3) return { where };
  let best: { readonly list?: readonly unknown[]; readonly where: string } = { where };
  for (const [key, inner] of Object.entries(value)) {
    const found = findList(inner, where === "" ? ` under “${key}”` : `${where.slice(0, -1)}.${key}”`, depth + 1);
    if ((found.list?.length ?? 0) > (best.list?.length ?? 0)) best = found;
  }
  return best;
}

function noTable(value: unknown, name: string): OpenDataError {
  const told = isObject(value) ? (value["error"] ?? value["message"] ?? value["detail"]) : undefined;
  const said = isObject(told) ? told["message"] : told;
  if (typeof said === "string") {
    return new OpenDataError(
      "not-a-table",
      `${name} holds no data but an answer of the service: “${said.slice(0, 200)}”. Check the address, or try again later.`,
    );
  }
  return new OpenDataError(
    "not-a-table",
    `${name} is JSON, but there is no list of rows in it, so there is no table to show.`,
  );
}

function geoTable(features: readonly unknown[]): JsonTable {
  const rows = features.filter(isObject).map((feature) => {
    const geometry = isObject(feature["geometry"]) ? feature["geometry"] : undefined;
    const point =
      geometry?.["type"] === "Point" && Array.isArray(geometry["coordinates"]) ? geometry["coordinates"] : undefined;
    const properties = isObject(feature["properties"]) ? feature["properties"] : {};
    const id = feature["id"] === undefined || Object.hasOwn(properties, "id") ? {} : { id: feature["id"] };
    const place = point === undefined ? {} : { longitude: point[0] as unknown, latitude: point[1] as unknown };
    const shape = geometry === undefined || point !== undefined ? {} : { geometry };
    return { ...id, ...properties, ...withoutOwn(place, properties), ...shape };
  });
  return objectsTable(
    rows,
    "geojson",
    `${rows.length} places (GeoJSON features): their properties, and where they are.`,
  );
}

function withoutOwn(place: Record<string, unknown>, properties: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(place).filter(([key]) => !Object.hasOwn(properties, key)));
}

function objectsTable(list: readonly unknown[], format: "json" | "geojson", reason: string): JsonTable {
  const places = new Map<string, number>();
  const rows = list.map((item) => {
    const cells: string[] = [];
    const put = (key: string, value: unknown): void => {
      let at = places.get(key);
      if (at === undefined) {
        at = places.size;
        places.set(key, at);
      }
      cells[at] = cellText(value);
    };
    flatten(item, "", put);
    return cells;
  });
  const names = [...places.keys()];
  return tableOf(
    names,
    rows.map((cells) => names.map((_, at) => cells[at] ?? "")),
    format,
    reason,
  );
}

function flatten(item: unknown, prefix: string, put: (key: string, value: unknown) => void, depth = 0): void {
  if (!isObject(item)) {
    put(prefix === "" ? "value" : prefix, item);
    return;
  }
  for (const [key, value] of Object.entries(item)) {
    const name = prefix === "" ? key : `${prefix}.${key}`;
    if (isObject(value) && depth < 3 && key !== "geometry") flatten(value, name, put, depth + 1);
    else put(name, value);
  }
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  return JSON.stringify(value) ?? "";
}

function tableOf(
  names: readonly string[],
  rows: readonly string[][],
  format: "json" | "geojson",
  reason: string,
): JsonTable {
  const layout = {
    headerRows: [1],
    leftOut: new Map(),
    width: Math.max(1, names.length),
    reason: "The names of the fields are the headings.",
  };
  return { format, records: [[...names], ...rows], layout, reason };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
