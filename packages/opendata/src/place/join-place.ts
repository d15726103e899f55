import { cellText } from "../cell-text.js";
import { countOf, listed } from "../say.js";
import { OpenDataError } from "../open-data-error.js";
import { cellOf, createRowMaker, noSuchColumn, type Row } from "../row.js";
import { freeName } from "../table/free-name.js";
import { Table, tableOf, type TableLike } from "../table/table.js";
import type { Pack } from "./pack.js";
import { placeKey } from "./place-key.js";

export interface JoinPlaceOptions {
  /** The column with the codes or the names of the places. */
  readonly on: string;
  readonly pack: Pack;
  /** Which columns of the pack's table to bring; all if you don't say. */
  readonly bring?: readonly string[];
}

/**
 * What a pack knows of the places in a column, beside each row: found by code, or by name as people write it (capitals, spaces and "&"
 * do not count). Rows stay as many as they were. Those whose place is not in the pack, or whose name two places have, get empty cells;
 * the step counts and names them.
 * @throws OpenDataError `no-such-place` where no row's place is in the pack, `no-such-column`, `no-such-part`
 * @example let coded = joinPlace(grants, { on: "borough", pack: london, bring: ["code"] });
 */
export function joinPlace(table: TableLike, { on, pack, bring }: JoinPlaceOptions): Table {
  const whole = tableOf(table);
  if (!whole.columns.includes(on)) throw noSuchColumn(on, whole.columns);
  const { key, label } = pack.part();
  const places = pack.table();
  const extra = bring ?? places.columns;
  const stranger = extra.find((name) => !places.columns.includes(name));
  if (stranger !== undefined) throw noSuchColumn(stranger, places.columns);
  const known = placesByKey(places.rows(), [label, key]);
  const columns = [...whole.columns];
  for (const name of extra) columns.push(freeName(name, columns));
  const make = createRowMaker(columns, null);
  const lost: string[] = [];
  let empty = 0;
  const rows = whole.rows().map((row) => {
    const words = cellText(cellOf(row, on) ?? "");
    const place = known.get(placeKey(words)) ?? undefined;
    if (words.trim() === "") empty++;
    else if (place === undefined) lost.push(words);
    const own = whole.columns.map((name) => cellOf(row, name));
    return make([...own, ...extra.map((name) => (place === undefined ? null : cellOf(place, name)))]);
  });
  const names = [...new Set(lost)];
  if (rows.length > 0 && lost.length + empty === rows.length) throw noneFound(on, names, pack, places, label ?? key);
  const words = [
    `Brought ${extra.join(", ")} from “${pack.about.title}” by “${on}”`,
    ...(empty === 0 ? [] : [`${countOf(empty, "row names", "rows name")} no place`]),
    ...(lost.length === 0 ? [] : [`${countOf(lost.length, "row was", "rows were")} not found there: ${listed(names)}`]),
  ].join(". ");
  const step = { words, rowsBefore: rows.length, rowsAfter: rows.length };
  return new Table(rows, columns, { ...whole.about, steps: [...whole.about.steps, step] });
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

function noneFound(
  on: string,
  names: readonly string[],
  pack: Pack,
  places: Table,
  called: string | undefined,
): OpenDataError {
  const has = called === undefined ? [] : places.column(called).map((cell) => cellText(cell ?? ""));
  const mine = names.length === 0 ? "That column is empty" : `That column has ${listed(names)}`;
  return new OpenDataError(
    "no-such-place",
    `Nothing under "${on}" is a place in “${pack.about.title}”. ${mine}; the pack has ${listed(has)}. Choose the column that holds their codes or names, or another pack.`,
  );
}
