import { headingWords } from "../../read/code-shapes.js";
import type { SourceColumn, SourceTable } from "../../read/source-table.js";
import type { Fault } from "../fault.js";
import { countOf } from "../../say.js";
import { rowPlaces } from "../tally.js";

type Axis = "latitude" | "longitude" | "easting" | "northing";

/** Which coordinate a column's heading names, if it names one. */
export function axisOf({ heading, type }: SourceColumn): Axis | undefined {
  if (type !== "number" && type !== "integer") return undefined;
  const words = headingWords(heading);
  if (words.some((word) => /^(?:lat|latitude|geolat)$/.test(word))) return "latitude";
  if (words.some((word) => /^(?:long|lon|lng|longitude|geolong)$/.test(word))) return "longitude";
  if (words.some((word) => /^eastings?$/.test(word))) return "easting";
  return words.some((word) => /^northings?$/.test(word)) ? "northing" : undefined;
}

/** The British Isles, with room around them: degrees, and metres of the national grid. */
const within: Readonly<Record<Axis, readonly [number, number]>> = {
  latitude: [49, 62],
  longitude: [-11, 3],
  easting: [0, 700_000],
  northing: [0, 1_300_000],
};

/** Coordinates that stand under each other's heading, or lie elsewhere than nearly all others. */
export function placeFaults(table: SourceTable): Fault[] {
  const faults: Fault[] = [];
  for (const [one, other] of [
    ["latitude", "longitude"],
    ["easting", "northing"],
  ] as const) {
    const first = table.columns.find((column) => axisOf(column) === one);
    const second = table.columns.find((column) => axisOf(column) === other);
    if (first === undefined || second === undefined) continue;
    faults.push(...pairFaults(table, [one, first], [other, second]));
  }
  return faults;
}

function pairFaults(
  table: SourceTable,
  [one, first]: readonly [Axis, SourceColumn],
  [other, second]: readonly [Axis, SourceColumn],
): Fault[] {
  const fits = (axis: Axis, value: unknown): boolean =>
    typeof value === "number" && value >= within[axis][0] && value <= within[axis][1];
  const swapped: number[] = [];
  const outside: number[] = [];
  let right = 0;
  table.rowNumbers.forEach((row, at) => {
    const [a, b] = [first.values[at], second.values[at]];
    if (typeof a !== "number" || typeof b !== "number") return;
    if (fits(one, a) && fits(other, b)) right++;
    else if (fits(one, b) && fits(other, a)) swapped.push(row);
    else outside.push(row);
  });
  const [left] = [first, second].toSorted((a, b) => a.at - b.at);
  const names = [first.name, second.name];
  const faults: Fault[] = [];
  if (swapped.length > 0) {
    const all = swapped.length > right;
    faults.push({
      code: "swapped-columns",
      count: swapped.length,
      unit: "rows",
      columns: names,
      ...rowPlaces(swapped, left?.name ?? null),
      what: `In ${countOf(swapped.length, "row")} “${first.name}” and “${second.name}” stand under each other's heading.`,
      why: "A map puts these places far away, in another sea.",
      fix: all
        ? {
            words: "Swap the two headings.",
            done: false,
            fix: {
              type: "rename-columns",
              names: [
                { from: first.name, to: second.name },
                { from: second.name, to: first.name },
              ],
            },
          }
        : { words: "Swap the two values in these rows.", done: false, fix: null },
    });
  }
  // Elsewhere in the world is fine; a few strays among British places are not.
  if (outside.length > 0 && outside.length <= (right + swapped.length) * 0.2) {
    faults.push({
      code: "coordinates-out-of-range",
      count: outside.length,
      unit: "rows",
      columns: names,
      ...rowPlaces(outside, left?.name ?? null),
      what: `${countOf(outside.length, "place lies", "places lie")} outside the British Isles, while all others lie in them.`,
      why: "Often a nought for “not known”, or a lost digit. One such point makes a map useless.",
      fix: { words: "Look at these rows; leave them off the map and say so.", done: false, fix: null },
    });
  }
  return faults;
}
