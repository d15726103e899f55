import { codesOf, columnOfCells, pickColumn, type Column } from "./column.js";
import { Columns } from "./columns.js";
import { freeName } from "./free-name.js";
import { cellKey } from "./group-places.js";

/** Columns that must be equal; a pair is the name in the first table and the name in the other. */
export type JoinKeys = string | readonly [string, string] | { readonly columns: readonly string[] };

/** `all` keeps rows of the first table without a partner, `matched` drops them, `unmatched` keeps only them. */
export type JoinKeep = "all" | "matched" | "unmatched";

export interface Joined {
  readonly columns: Columns;
  /** What a person should know before trusting it: nothing matched, or rows were repeated. Empty when all is well. */
  readonly warning: string;
}

/** Both tables side by side where the keys agree. A missing key is partner of nothing, not even of another missing one. */
export function joinColumns(first: Columns, other: Columns, on: JoinKeys, keep: JoinKeep): Joined {
  const [mine, theirs] = keyNames(on);
  first.require(...mine);
  other.require(...theirs);
  const partnersOf = findPartners(first, mine, other, theirs);
  const own: number[] = [];
  const found: number[] = [];
  let matched = 0;
  let repeated = 0;
  for (let place = 0; place < first.length; place++) {
    const partners = partnersOf(place);
    if (partners.length > 0) matched++;
    if (partners.length > 1) repeated++;
    if (partners.length === 0 ? keep === "matched" : keep === "unmatched") continue;
    if (partners.length === 0) {
      own.push(place);
      found.push(nobody);
    }
    for (const partner of partners) {
      own.push(place);
      found.push(partner);
    }
  }
  const warning = warningOf(first.length, matched, keep === "unmatched" ? 0 : repeated);
  const side = own.length === first.length && repeated === 0 ? first : first.pick(Uint32Array.from(own));
  if (keep === "unmatched") return { columns: side, warning };
  const extra = other.names.filter((name) => !theirs.includes(name));
  const names = [...first.names];
  for (const name of extra) names.push(freeName(name, names));
  const places = Uint32Array.from(found);
  const columns = [
    ...first.names.map((name) => side.column(name)),
    ...extra.map((name) => withNobody(other.column(name), other.length, places, matched === first.length)),
  ];
  return { columns: new Columns(names, columns, own.length), warning };
}

/** The place of a partner that is not there: no table is so long. */
const nobody = 0xffff_ffff;

/** The cells of the other table beside the first one's rows, missing where a row has no partner. */
function withNobody(column: Column, length: number, places: Uint32Array, allHavePartners: boolean): Column {
  if (allHavePartners) return pickColumn(column, places, new Map());
  const { data, picks } = column;
  if (data.kind === "numbers") {
    const numbers = new Float64Array(places.length);
    for (let at = 0; at < places.length; at++) {
      const place = places[at] ?? nobody;
      numbers[at] =
        place === nobody ? Number.NaN : (data.numbers[picks === undefined ? place : (picks[place] ?? 0)] ?? Number.NaN);
    }
    return { data: { kind: "numbers", numbers }, picks: undefined };
  }
  const { codes, values } = codesOf(column, length, (cell) => cell);
  const missing = values.length;
  const found = places.map((place) => (place === nobody ? missing : (codes[place] ?? missing)));
  return { data: { kind: "coded", codes: found, values: [...values, null] }, picks: undefined };
}

function keyNames(on: JoinKeys): readonly [readonly string[], readonly string[]] {
  if (typeof on === "string") return [[on], [on]];
  return "columns" in on ? [on.columns, on.columns] : [[on[0]], [on[1]]];
}

const none: readonly number[] = [];

/** For a row of the first table the places of its partners in the other. Each different key is looked up once. */
function findPartners(
  first: Columns,
  mine: readonly string[],
  other: Columns,
  theirs: readonly string[],
): (place: number) => readonly number[] {
  const left = keyCodes(first, mine);
  const right = keyCodes(other, theirs);
  const places: number[][] = right.keys.map(() => []);
  right.codes.forEach((code, place) => places[code]?.push(place));
  const byKey = new Map<unknown, readonly number[]>();
  right.keys.forEach((key, code) => {
    if (key !== null) byKey.set(key, places[code] ?? none);
  });
  const partners = left.keys.map((key) => (key === null ? none : (byKey.get(key) ?? none)));
  return (place) => partners[left.codes[place] ?? 0] ?? none;
}

/** For each row which key it has, and the keys: the cell itself, or of several their text; null where a part is missing. */
function keyCodes(columns: Columns, names: readonly string[]): { codes: Uint32Array; keys: readonly unknown[] } {
  const [only] = names;
  if (names.length === 1 && only !== undefined) {
    const { codes, values } = codesOf(columns.column(only), columns.length, cellKey);
    return { codes, keys: values.map((value) => cellKey(value) ?? null) };
  }
  const cells = names.map((name) => columns.reader(name));
  const texts = Array.from({ length: columns.length }, (_, place) => {
    const key = cells.map((cell) => cell(place));
    return key.includes(null) ? null : JSON.stringify(key);
  });
  const { codes, values } = codesOf(columnOfCells(texts), columns.length, (key) => key);
  return { codes, keys: values };
}

function warningOf(rows: number, matched: number, repeated: number): string {
  if (rows > 0 && matched === 0) return "No row found a partner: check that both columns are written the same way";
  if (repeated === 0) return "";
  const which = repeated === 1 ? "1 row has" : `${repeated} rows have`;
  return `${which} more than one partner and so stand in the result more than once: sums would count them again`;
}
