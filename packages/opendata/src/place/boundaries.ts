/** Outlines of areas, for maps: from a pack that the organiser installed, or from a GeoJSON file. Longitude and latitude, WGS 84. */
export interface Boundaries {
  /** "London boroughs". */
  readonly name: string;
  readonly publisher: string;
  readonly licence: string;
  /** The date for which the outlines hold, as the publisher writes it. */
  readonly date: string;
  readonly features: readonly BoundaryFeature[];
}

export interface BoundaryFeature {
  /** The area's code, for instance E09000007, or its name where the publisher gives no code. */
  readonly code: string;
  readonly name: string;
  /** Rings of [longitude, latitude], outlines first and then their holes, one list a polygon. */
  readonly polygons: readonly (readonly (readonly (readonly [number, number])[])[])[];
}
