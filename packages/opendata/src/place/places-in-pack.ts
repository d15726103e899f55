import { cellText } from "../cell-text.js";
import { cellOf, createRowMaker, type Row } from "../row.js";
import { codeChanges, type CodeChanges } from "./code-changes.js";
import type { Pack } from "./pack.js";
import { placeKey } from "./place-key.js";
import { plainPostcode, type PlaceKind } from "./place-kind.js";

export interface PlaceFound {
  readonly row: Row;
  /** Where the code that was asked for has been replaced: by which. */
  readonly now?: string;
}

/** What a pack knows of places of one kind, whatever part of it they stand in. */
export interface Places {
  readonly columns: readonly string[];
  find(words: string): PlaceFound | "divided" | undefined;
  /** Some of its places, for people. */
  sample(): readonly string[];
}

/** Its look-up of postcodes for postcodes, else the table for this kind of place, else the first that can be joined to. */
export function placesIn(pack: Pack, kind: PlaceKind | undefined): Places {
  const { lookups, tables } = pack.about;
  const lookup = lookups.find(({ place }) => place === kind) ?? (tables.length === 0 ? lookups[0] : undefined);
  if (lookup !== undefined) return postcodesIn(pack, lookup.name);
  const part = tables.find((table) => kind !== undefined && table.place === kind && table.key !== undefined);
  const { key, label, name } = part ?? pack.part();
  const places = pack.table(name);
  const known = placesByKey(places.rows(), [label, key]);
  const changes: CodeChanges = codeChanges(pack.changes());
  const shown = label ?? key;
  return {
    columns: places.columns,
    find: (words) => {
      const row = known.get(placeKey(words)) ?? undefined;
      if (row !== undefined) return { row };
      const successor = changes(words.trim().toUpperCase());
      if (successor === undefined) return undefined;
      if (successor.code === null) return "divided";
      const now = known.get(placeKey(successor.code)) ?? undefined;
      return now === undefined ? undefined : { row: now, now: successor.code };
    },
    sample: () => (shown === undefined ? [] : places.column(shown).map((cell) => cellText(cell ?? ""))),
  };
}

function postcodesIn(pack: Pack, name: string): Places {
  const { columns, areas, find } = pack.postcodes(name);
  const make = createRowMaker(columns, null);
  return {
    columns,
    find: (words) => {
      const plain = plainPostcode(words);
      const cells = plain === undefined ? undefined : find(plain);
      return cells === undefined ? undefined : { row: make(cells) };
    },
    sample: () => areas.map((area) => `postcodes of ${area}`),
  };
}

/** By name and by code, which comes last and wins; null for a name that two places have. */
function placesByKey(places: readonly Row[], columns: readonly (string | undefined)[]): Map<string, Row | null> {
  const known = new Map<string, Row | null>();
  for (const column of columns) {
    if (column === undefined) continue;
    const found = new Map<string, Row | null>();
    for (const place of places) {
      const key = placeKey(cellText(cellOf(place, column) ?? ""));
      if (key !== "") found.set(key, found.has(key) ? null : place);
    }
    found.forEach((place, key) => known.set(key, place));
  }
  return known;
}
