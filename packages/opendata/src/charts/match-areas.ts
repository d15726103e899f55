import { cellText } from "../cell-text.js";
import { OpenDataError } from "../open-data-error.js";
import type { Boundaries } from "../place/boundaries.js";
import { placeKey } from "../place/place-key.js";
import { gssKind } from "../read/code-shapes.js";
import { cellOf, type Row } from "../row.js";
import { countOf, listed } from "../say.js";

export interface MatchedAreas {
  /** In the order of the boundaries; undefined where the table says nothing of an area. */
  readonly rows: readonly (Row | undefined)[];
  /** What the table calls areas that are on no map. */
  readonly unmatched: readonly string[];
}

/**
 * Which row belongs to which area, by the area's code or its name; capitals, spaces and "&" do not count.
 * @throws OpenDataError when nothing matches, or two rows are for one area
 */
export function matchAreas(rows: readonly Row[], column: string, boundaries: Boundaries): MatchedAreas {
  const places = new Map<string, number>();
  boundaries.features.forEach(({ name }, at) => places.set(placeKey(name), at));
  boundaries.features.forEach(({ code }, at) => places.set(placeKey(code), at));
  const found: (Row | undefined)[] = boundaries.features.map(() => undefined);
  const unmatched: string[] = [];
  for (const row of rows) {
    const words = cellText(cellOf(row, column));
    const at = places.get(placeKey(words));
    if (at === undefined) unmatched.push(words);
    else if (found[at] === undefined) found[at] = row;
    else {
      throw new OpenDataError(
        "nothing-to-draw",
        `There are several rows for ${words}, and a map has one figure for each area. Put them together first, for example with .groupBy("${column}").summarise({ … }).`,
      );
    }
  }
  if (found.every((row) => row === undefined)) throw noneMatches(unmatched, column, boundaries);
  return { rows: found, unmatched };
}

function noneMatches(unmatched: readonly string[], column: string, boundaries: Boundaries): OpenDataError {
  const [first] = boundaries.features;
  const [mine, theirs] = [gssKind(unmatched[0]?.trim() ?? ""), gssKind(first?.code ?? "")];
  const cause =
    mine !== undefined && theirs !== undefined && mine !== theirs
      ? ` The table's code is that of a ${mine}, the map's of a ${theirs}: choose boundaries of the same kind.`
      : ` Choose the column that holds codes or names as the map has them, or other boundaries.`;
  return new OpenDataError(
    "nothing-to-draw",
    `None of the areas under "${column}" is on the map “${boundaries.name}”. The table has ${listed([...new Set(unmatched)])}; ` +
      `the map has ${countOf(boundaries.features.length, "area")} such as ${first?.code ?? "none"} (${first?.name ?? ""}).${cause}`,
  );
}
