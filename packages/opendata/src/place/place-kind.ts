import { postcodePattern } from "../read/code-shapes.js";

/** What kind of place a column names, as far as its cells alone tell. A pack says the same of its tables. */
export type PlaceKind = "postcode" | "ward" | "lsoa" | "local-authority";

/** The first three signs of a nine-character code say what it is a code of (ONS, Register of Geographic Codes). */
const codes: readonly (readonly [PlaceKind, RegExp])[] = [
  ["ward", /^(?:E05|W05|S13|N08)\d{6}$/i],
  // Data zones are what Scotland and Northern Ireland have instead.
  ["lsoa", /^(?:E01|W01|S01|N20|N21)\d{6}$/i],
  ["local-authority", /^(?:E0[6-9]|W06|S12|N09)\d{6}$/i],
];

/** Nine of ten filled cells must be of it; undefined for names, and for codes of other kinds. */
export function placeKindOf(cells: readonly string[]): PlaceKind | undefined {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== "");
  if (filled.length === 0) return undefined;
  const kinds = [["postcode", postcodePattern] as const, ...codes];
  return kinds.find(([, pattern]) => filled.filter((cell) => pattern.test(cell)).length >= filled.length * 0.9)?.[0];
}

/** "b4 7yg" and "B47YG" are one postcode; undefined for what is none. */
export function plainPostcode(words: string): string | undefined {
  const plain = words.toUpperCase().replaceAll(/\s+/g, "");
  return postcodePattern.test(plain) ? plain : undefined;
}

/** The letters that a postcode begins with: "B", "SW". */
export function postcodeArea(plain: string): string {
  return /^[A-Z]{1,2}/.exec(plain)?.[0] ?? "";
}
