import { createChart, type Chart, type ChartWords } from "../chart.js";
import { createNumberFormat, type NumberFormat } from "../number-format.js";
import { numbersOf } from "../numbers-of.js";
import { OpenDataError } from "../open-data-error.js";
import type { Boundaries, BoundaryFeature } from "../place/boundaries.js";
import { cellOf, requireColumn, type Row } from "../row.js";
import { countOf, listed } from "../say.js";
import { drawMap } from "./draw-map.js";
import { mapClasses, type MapClass } from "./map-classes.js";
import { mapFigure } from "./map-figure.js";
import { mapOutlines } from "./map-outlines.js";
import { matchAreas } from "./match-areas.js";

export interface MapChartOptions extends ChartWords {
  /** The column of areas: their codes, or their names. */
  readonly area: string;
  /** The column of numbers. */
  readonly value: string;
  /** The outlines, from a pack or a GeoJSON file. */
  readonly boundaries: Boundaries;
  /** What the numbers are, with their unit: "Grants per 1,000 people". */
  readonly axis: string;
  /** How many steps of colour, 2 to 7; 5 if you don't say. */
  readonly classes?: number;
  /** `equal counts`: as many areas in each step (the usual). `equal steps`: each step as wide as the others. */
  readonly steps?: "equal counts" | "equal steps";
}

/** An area with its figure. */
export interface MapArea {
  readonly feature: BoundaryFeature;
  readonly value: number | null;
}

/** Areas coloured by a figure, light for few and dark for many. Areas without a figure are hatched and counted in words. */
export function mapChart(rows: readonly Row[], options: MapChartOptions): Chart {
  const { boundaries, axis } = options;
  requireColumn(rows, options.area);
  numbersOf(rows, options.value);
  const matched = matchAreas(rows, options.area, boundaries);
  const areas = boundaries.features.map((feature, at): MapArea => {
    const row = matched.rows[at];
    const cell = row === undefined ? null : cellOf(row, options.value);
    return { feature, value: typeof cell === "number" ? cell : null };
  });
  const values = areas.flatMap(({ value }) => (value === null ? [] : [value]));
  if (values.length === 0) {
    throw new OpenDataError(
      "nothing-to-draw",
      `No area on the map has a number under "${options.value}", so there is nothing to colour.`,
    );
  }
  const wanted = Math.min(7, Math.max(2, Math.floor(options.classes ?? 5)));
  const classes = mapClasses(values, wanted, options.steps ?? "equal counts");
  const format = createNumberFormat(values);
  const outlines = mapOutlines(boundaries, { width: 430, height: 430 });
  return createChart({
    words: { ...options, source: `${options.source}. ${boundariesLine(boundaries)}` },
    data: {
      type: "map",
      axis,
      along: options.area,
      from: Math.min(...values),
      to: Math.max(...values),
      series: [{ name: "", x: areas.map(({ feature }) => feature.code), y: areas.map(({ value }) => value) }],
    },
    description: describe(areas, classes, matched.unmatched, axis, format),
    warnings: looksLikeCounts(values, axis) ? [countsWarning] : [],
    figure: mapFigure(areas, classes, outlines, axis, format),
    marks: drawMap(areas, classes, outlines, axis, format),
    width: 640,
    height: Math.max(outlines.height, classes.length * 24 + 90) + 8,
    rows: areas.map(({ feature, value }) => ({ area: feature.name, code: feature.code, [axis]: value })),
    columns: ["area", "code", axis],
  });
}

function boundariesLine({ name, publisher, licence, date }: Boundaries): string {
  return `Map: ${[name, publisher, licence, date].filter((part) => part !== "").join(", ")}`;
}

function describe(
  areas: readonly MapArea[],
  classes: readonly MapClass[],
  unmatched: readonly string[],
  axis: string,
  format: NumberFormat,
): string {
  const known = areas.filter((area): area is MapArea & { value: number } => area.value !== null);
  const order = known.toSorted((one, other) => other.value - one.value);
  const said = (some: readonly (MapArea & { value: number })[]): string =>
    listed(some.map(({ feature, value }) => `${feature.name}, ${format(value)}`));
  const missing = areas.filter(({ value }) => value === null).map(({ feature }) => feature.name);
  return [
    `Map of ${countOf(areas.length, "area")} in ${countOf(classes.length, "step")}: ${axis}.`,
    known.length < 4
      ? `The areas: ${said(order)}.`
      : `Highest: ${said(order.slice(0, 2))}. Lowest: ${said(order.slice(-2).toReversed())}.`,
    ...(missing.length === 0
      ? []
      : [`${countOf(missing.length, "area has", "areas have")} no figure and no colour: ${listed(missing)}.`]),
    ...(unmatched.length === 0
      ? []
      : [
          `${countOf(unmatched.length, "row")} of the table ${unmatched.length === 1 ? "is" : "are"} on no area of this map: ${listed(unmatched)}.`,
        ]),
  ].join(" ");
}

const countsWarning =
  "These look like counts. Where more people live there is more of everything, so a map of counts is mostly a map of people: a rate per 1,000 people compares areas fairly.";

function looksLikeCounts(values: readonly number[], axis: string): boolean {
  const saysRate = /\bper\b|\brate|%|percent|\bshare\b|average|mean|median|index|score|rank|density|\byears?\b/i.test(
    axis,
  );
  return !saysRate && values.length > 2 && values.every((value) => Number.isInteger(value) && value >= 0);
}
