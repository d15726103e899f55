import type { BoundaryFeature } from "./boundaries.js";

/** Which property of a GeoJSON feature holds what. */
export interface FeatureNames {
  readonly code: string;
  readonly name: string;
}

type Ring = readonly (readonly [number, number])[];

/**
 * GeoJSON areas (Polygon and MultiPolygon, longitude and latitude) to features. A feature without an outline is left out.
 * @throws Error with the reason in words where it is no such GeoJSON
 */
export function readBoundaries(value: unknown, names: FeatureNames): BoundaryFeature[] {
  if (!isObject(value) || value["type"] !== "FeatureCollection" || !Array.isArray(value["features"])) {
    throw new Error("it is not a GeoJSON FeatureCollection");
  }
  return value["features"].flatMap((feature: unknown, at) => {
    const properties = isObject(feature) && isObject(feature["properties"]) ? feature["properties"] : {};
    const geometry = isObject(feature) ? feature["geometry"] : null;
    if (geometry === null || geometry === undefined) return [];
    const code = textOf(properties[names.code]);
    const name = textOf(properties[names.name]) ?? code;
    if (code === undefined || name === undefined) {
      throw new Error(`feature ${at + 1} has no “${names.code}”; it has ${Object.keys(properties).join(", ")}`);
    }
    return [{ code, name, polygons: polygonsOf(geometry, `feature ${at + 1} (${name})`) }];
  });
}

function polygonsOf(geometry: unknown, where: string): Ring[][] {
  const type = isObject(geometry) ? geometry["type"] : undefined;
  const coordinates = isObject(geometry) ? geometry["coordinates"] : undefined;
  if (type === "Polygon") return [ringsOf(coordinates, where)];
  if (type === "MultiPolygon" && Array.isArray(coordinates)) return coordinates.map((rings) => ringsOf(rings, where));
  throw new Error(`${where} is not an area but ${typeof type === "string" ? `a ${type}` : "something without a type"}`);
}

function ringsOf(rings: unknown, where: string): Ring[] {
  if (!Array.isArray(rings) || rings.length === 0) throw new Error(`${where} has no outline`);
  return rings.map((ring: unknown) => {
    if (!Array.isArray(ring) || ring.length < 4) throw new Error(`an outline of ${where} has fewer than four points`);
    return ring.map((point: unknown) => {
      const [x, y] = Array.isArray(point) ? (point as unknown[]) : [];
      if (typeof x !== "number" || typeof y !== "number") throw new Error(`a point of ${where} is not two numbers`);
      if (Math.abs(x) > 180 || Math.abs(y) > 90) {
        throw new Error(
          `${where} is not in longitude and latitude (a point has ${x}, ${y}). Download it as GeoJSON in WGS 84 (EPSG:4326)`,
        );
      }
      return [x, y] as const;
    });
  });
}

function textOf(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
