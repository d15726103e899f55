import { OpenDataError } from "../open-data-error.js";
import { findList, namesBeside } from "./find-json-list.js";
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
  if (/\.(?:geo)?json[l]?$|\.ndjson$/i.test(name))
    return /^(?:[[{"]|-?\d+\s*$|(?:null|true|false)\s*$|[\w.$]+\(\s*[[{])/.test(start);
  return /^\{\s*"|^\[\s*[[{]|^[\w.$]+\(\s*[[{]\s*["[{]/.test(start.slice(0, 400));
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
  const features = isObject(value) && Array.isArray(value["features"]) ? value["features"] : undefined;
  if (features?.some((feature) => isObject(feature) && isObject(feature["attributes"])) === true)
    return objectsTable(features.map(esriRow), "json", `${features.length} places: what a map server tells of each.`);
  if (features !== undefined) return geoTable(features);
  if (isObject(value) && value["type"] === "Feature") return geoTable([value]);
  const { list, where } = findList(value);
  if (list === undefined) return tableWithoutList(value, name);
  if (list.every((item) => Array.isArray(item))) return listsTable(value, list, where);
  return objectsTable(list, "json", `A list of ${list.length} objects${where}.`);
}

/** Rows as lists: their headings stand beside them, or in the first of them, or nowhere. */
function listsTable(value: unknown, list: readonly (readonly unknown[])[], where: string): JsonTable {
  const records = list.map((item) => item.map(cellText));
  const width = Math.max(...records.map((record) => record.length));
  const names = namesBeside(value, width);
  if (names !== undefined)
    return tableOf(names, records, "json", `A list of lists${where}, and a list of their headings beside it.`);
  if (list[0]?.every((item) => typeof item === "string") !== true) {
    const layout = {
      headerRows: [],
      leftOut: new Map(),
      width,
      reason: "The first row holds values as the others do.",
    };
    return { format: "json", records, layout, reason: `A list of lists${where}, without headings.` };
  }
  return tableOf(records[0] ?? [], records.slice(1), "json", `A list of lists${where}: the first holds the headings.`);
}

/** An object with a list for each column, an object for each row, or one figure for each name. */
function tableWithoutList(value: unknown, name: string): JsonTable {
  const entries = isObject(value) ? Object.entries(value) : [];
  const inner = entries.map(([, one]) => one);
  if (entries.length > 1 && inner.every((one) => Array.isArray(one) && one.length > 1)) {
    const columns = inner as readonly (readonly unknown[])[];
    const most = Math.max(...columns.map((column) => column.length));
    if (columns.every((column) => column.length === most)) {
      const rows = Array.from({ length: most }, (_, row) => columns.map((column) => cellText(column[row])));
      return tableOf(Object.keys(value as object), rows, "json", `${entries.length} lists, one for each column.`);
    }
  }
  if (entries.length > 1 && inner.every((one) => isObject(one))) {
    const objects = inner as readonly Record<string, unknown>[];
    const keys = Object.keys(objects[0] ?? {});
    // {"Ward": {"0": "Ash", "1": "Elm"}, …}: what pandas writes, column by column.
    if (keys.length > 0 && keys.every((key) => /^\d+$/.test(key))) {
      const rows = keys.map((key) => objects.map((column) => cellText(column[key])));
      return tableOf(Object.keys(value as object), rows, "json", `${entries.length} columns, each by row number.`);
    }
    const alike = objects.filter((object) => keys.some((key) => Object.hasOwn(object, key))).length;
    if (keys.length > 0 && alike >= objects.length * 0.8) {
      const rows = entries.map(([key, object]) => ({ name: key, ...(object as Record<string, unknown>) }));
      return objectsTable(rows, "json", `${rows.length} named objects: the names became the first column.`);
    }
  }
  if (entries.length > 1 && inner.every((one) => typeof one === "number")) {
    const rows = entries.map(([key, one]) => [key, cellText(one)]);
    return tableOf(["name", "value"], rows, "json", `${rows.length} names with a number each.`);
  }
  throw noTable(value, name);
}

/** A feature of an ArcGIS server: attributes, and a point as x and y. */
function esriRow(feature: unknown): unknown {
  if (!isObject(feature)) return feature;
  const geometry = isObject(feature["geometry"]) ? feature["geometry"] : {};
  const point = typeof geometry["x"] === "number" ? { x: geometry["x"], y: geometry["y"] } : {};
  const attributes = isObject(feature["attributes"]) ? feature["attributes"] : {};
  return { ...attributes, ...withoutOwn(point, attributes) };
}

/** Numbers of more digits than a program keeps stay as they are written. */
function parseExactly(text: string): unknown {
  if (!/\d{16}/.test(text)) return JSON.parse(text) as unknown;
  return JSON.parse(text, (_key, value: unknown, ...rest: unknown[]) => {
    const [context] = rest;
    const source = isObject(context) ? context["source"] : undefined;
    const exact = typeof value !== "number" || Number.isSafeInteger(value) || !/^-?\d{16,}$/.test(String(source));
    return exact ? value : source;
  }) as unknown;
}

function parse(given: string, name: string): unknown {
  // JSONP: a call around the answer, for pages that load it as a script.
  const text = /^\s*[\w.$]+\(([\s\S]*)\);?\s*$/.exec(given)?.[1] ?? given;
  try {
    return parseExactly(text);
  } catch (error) {
    const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
    try {
      if (lines.length > 1) return lines.map(parseExactly);
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

function noTable(value: unknown, name: string): OpenDataError {
  const lists = isObject(value) ? Object.values(value).filter((one) => Array.isArray(one)) : [value];
  if (lists.length > 0 && lists.every((list) => Array.isArray(list) && list.length === 0)) {
    return new OpenDataError(
      "empty-file",
      `${name} has a list without a single row in it. A filter on the publisher's page may have found nothing: ask for it again with a wider one.`,
    );
  }
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
