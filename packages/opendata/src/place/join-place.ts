import { cellText } from "../cell-text.js";
import { countOf, listed } from "../say.js";
import { OpenDataError } from "../open-data-error.js";
import { cellOf, createRowMaker, noSuchColumn, type Row } from "../row.js";
import { freeName } from "../table/free-name.js";
import { withOrigins } from "../table/provenance.js";
import { Table, tableOf, type TableLike } from "../table/table.js";
import type { Pack } from "./pack.js";
import { placeKindOf, type PlaceKind } from "./place-kind.js";
import { placesIn, type Places } from "./places-in-pack.js";

export interface JoinPlaceOptions {
  /** The column with the codes, the postcodes or the names of the places. */
  readonly on: string;
  /** Without one the packs on this computer are looked through for what the column has: await it then. */
  readonly pack?: Pack;
  /** Which columns of the pack to bring; all if you don't say. */
  readonly bring?: readonly string[];
}

/**
 * What a pack knows of the places in a column, beside each row: found by postcode or code, or by name as people write it (capitals,
 * spaces and "&" do not count). A code that was replaced is followed to the one of today. Rows stay as many as they were. Those whose
 * place is not in the pack, or whose name two places have, get empty cells; the step counts and names them.
 * @throws OpenDataError `no-such-place` where no row's place is in the pack, `no-such-pack` where none has such places, `no-such-column`, `no-such-part`
 * @example let coded = joinPlace(grants, { on: "borough", pack: london, bring: ["code"] });
 * @example let wards = await joinPlace(grants, { on: "postcode" });
 */
export function joinPlace(table: TableLike, options: JoinPlaceOptions & { readonly pack: Pack }): Table;
export function joinPlace(table: TableLike, options: JoinPlaceOptions): Table | Promise<Table>;
export function joinPlace(table: TableLike, options: JoinPlaceOptions): Table | Promise<Table> {
  const whole = tableOf(table);
  const { on, pack, bring } = options;
  if (!whole.columns.includes(on)) throw noSuchColumn(on, whole.columns);
  const kind = placeKindOf(whole.column(on).map((cell) => cellText(cell ?? "")));
  if (pack !== undefined) return joined(whole, on, pack, placesIn(pack, kind), bring);
  return joinInstalled(whole, on, kind, bring);
}

/** Loaded late: it reads files, which only Node can. */
async function joinInstalled(
  whole: Table,
  on: string,
  kind: PlaceKind | undefined,
  bring: readonly string[] | undefined,
): Promise<Table> {
  const { packsWith } = await import("./packs-with.js");
  const packs = packsWith(kind, on);
  // Several may have them (one city, the whole country): the one that knows the most of them.
  const [best] = packs
    .map((pack) => ({ pack, places: placesIn(pack, kind) }))
    .map((one) => ({ ...one, found: whole.rows().filter((row) => isPlace(one.places.find(wordsOf(row, on)))).length }))
    .toSorted((a, b) => b.found - a.found);
  if (best === undefined) throw new Error("packsWith gives at least one");
  return joined(whole, on, best.pack, best.places, bring);
}

type Answer = ReturnType<Places["find"]>;

function isPlace(answer: Answer): answer is Exclude<Answer, "divided" | undefined> {
  return answer !== undefined && answer !== "divided";
}

function wordsOf(row: Row, on: string): string {
  return cellText(cellOf(row, on) ?? "");
}

function joined(whole: Table, on: string, pack: Pack, places: Places, bring: readonly string[] | undefined): Table {
  const extra = bring ?? places.columns;
  const stranger = extra.find((name) => !places.columns.includes(name));
  if (stranger !== undefined) throw noSuchColumn(stranger, places.columns);
  const columns = [...whole.columns];
  for (const name of extra) columns.push(freeName(name, columns));
  const make = createRowMaker(columns, null);
  const [lost, divided, replaced]: [string[], string[], string[]] = [[], [], []];
  let empty = 0;
  const rows = whole.rows().map((row) => {
    const words = wordsOf(row, on);
    const place = places.find(words);
    if (words.trim() === "") empty++;
    else if (place === "divided") divided.push(words);
    else if (place === undefined) lost.push(words);
    else if (place.now !== undefined) replaced.push(`${words} is now ${place.now}`);
    const own = whole.columns.map((name) => cellOf(row, name));
    return make([...own, ...extra.map((name) => (isPlace(place) ? cellOf(place.row, name) : null))]);
  });
  if (rows.length > 0 && lost.length + divided.length + empty === rows.length) {
    throw noneFound(on, [...new Set([...lost, ...divided])], pack, places);
  }
  const once = (names: readonly string[]): string => listed([...new Set(names)]);
  const words = [
    `Brought ${extra.join(", ")} from “${pack.about.title}” by “${on}”`,
    ...(empty === 0 ? [] : [`${countOf(empty, "row names", "rows name")} no place`]),
    ...(replaced.length === 0
      ? []
      : [`${countOf(replaced.length, "row has", "rows have")} a code that was replaced: ${once(replaced)}`]),
    ...(divided.length === 0
      ? []
      : [
          `${countOf(divided.length, "row has", "rows have")} a code whose area was divided among several, so they got none: ${once(divided)}`,
        ]),
    ...(lost.length === 0 ? [] : [`${countOf(lost.length, "row was", "rows were")} not found there: ${once(lost)}`]),
  ].join(". ");
  const step = { words, rowsBefore: rows.length, rowsAfter: rows.length };
  const about = withOrigins(whole.about, [pack.provenance()]);
  return new Table(rows, columns, { ...about, steps: [...whole.about.steps, step] });
}

function noneFound(on: string, names: readonly string[], pack: Pack, places: Places): OpenDataError {
  const mine = names.length === 0 ? "That column is empty" : `That column has ${listed(names)}`;
  return new OpenDataError(
    "no-such-place",
    `Nothing under "${on}" is a place in “${pack.about.title}”. ${mine}; the pack has ${listed(places.sample())}. Choose the column that holds their codes or names, or another pack.`,
  );
}
