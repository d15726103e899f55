import type { Boundaries } from "../place/boundaries.js";

type Point = readonly [number, number];

/** Outlines in pixels and, of the same points, in degrees: for the picture and for plotly. */
export interface MapOutlines {
  readonly width: number;
  readonly height: number;
  /** One SVG path for each area, in the order of the boundaries. */
  readonly paths: readonly string[];
  /** One list of polygons for each area, rings as plotly wants them: outlines clockwise, holes the other way. */
  readonly polygons: readonly (readonly (readonly Point[])[])[][];
}

/** Points nearer than this can't be seen apart. */
const grid = 0.4;

/**
 * Fits the boundaries into a box. A degree of longitude is shorter than one of latitude by the cosine of the latitude: true enough for
 * a borough or a country. Points snap to a grid, so that two areas keep the border that they share, and official outlines of megabytes
 * become as small as what can be seen.
 */
export function mapOutlines(boundaries: Boundaries, most: { width: number; height: number }): MapOutlines {
  let [west, east, south, north] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { polygons } of boundaries.features) {
    for (const [longitude, latitude] of polygons.flat(2)) {
      [west, east] = [Math.min(west, longitude), Math.max(east, longitude)];
      [south, north] = [Math.min(south, latitude), Math.max(north, latitude)];
    }
  }
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = Math.min(most.width / ((east - west) * squeeze || 1), most.height / (north - south || 1));
  const snap = (value: number): number => Math.round(value / grid);
  const pixels = (ring: readonly Point[]): Point[] => {
    const points: [number, number][] = [];
    for (const [longitude, latitude] of ring) {
      const [x, y] = [snap((longitude - west) * squeeze * scale), snap((north - latitude) * scale)];
      const last = points.at(-1);
      if (last === undefined || last[0] !== x || last[1] !== y) points.push([x, y]);
    }
    return points;
  };
  const degrees = ([x, y]: Point): Point => [
    Number((west + (x * grid) / (squeeze * scale)).toFixed(5)),
    Number((north - (y * grid) / scale).toFixed(5)),
  ];
  const areas: (readonly (readonly Point[])[])[][] = boundaries.features.map(({ polygons }) => {
    const kept = polygons
      .map((rings) => rings.map(pixels).filter((ring) => ring.length > 3))
      .filter((rings) => rings.length > 0);
    const [first] = polygons.flat(2);
    // An area too small to be seen at this size still has its colour.
    return kept.length > 0 || first === undefined ? kept : [[diamond(pixels([first])[0] ?? [0, 0])]];
  });
  return {
    width: Math.ceil((east - west) * squeeze * scale),
    height: Math.ceil((north - south) * scale),
    paths: areas.map((polygons) => polygons.flat().map(pathOf).join("")),
    polygons: areas.map((polygons) =>
      polygons.map((rings) => rings.map((ring, at) => turned(ring, at === 0).map(degrees))),
    ),
  };
}

function diamond([x, y]: Point): readonly Point[] {
  const size = 5;
  return [
    [x, y - size],
    [x + size, y],
    [x, y + size],
    [x - size, y],
    [x, y - size],
  ];
}

function pathOf(ring: readonly Point[]): string {
  const points = ring
    .slice(0, -1)
    .map(([x, y]) => `${Math.round(x * grid * 10) / 10} ${Math.round(y * grid * 10) / 10}`);
  return `M${points.join("L")}Z`;
}

/** In pixels y grows downwards: there a ring with a positive area runs clockwise as people see it. */
function turned(ring: readonly Point[], clockwise: boolean): readonly Point[] {
  let area = 0;
  ring.forEach(([x, y], at) => {
    const [nextX, nextY] = ring[(at + 1) % ring.length] ?? [x, y];
    area += x * nextY - nextX * y;
  });
  return area > 0 === clockwise ? ring : ring.toReversed();
}
