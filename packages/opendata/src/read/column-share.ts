import { cellWord } from "./cell-words.js";
import type { Census } from "./census.js";

/** A column is of a kind when so much of what is filled in fits; the rest is reported, not bent. */
export const enough = 0.9;

/** Share of the filled cells that pass, words for "nothing here" aside. */
export function shareOf(census: Census, among: "numbers" | "text", fits: (trimmed: string) => boolean): number {
  let fit = 0;
  let others = 0;
  census.trimmed.forEach((value, place) => {
    if (value === "") return;
    const count = census.counts[place] ?? 0;
    if (fits(value)) fit += count;
    else if (cellWord(value, among) === undefined) others += count;
  });
  return fit + others === 0 ? 0 : fit / (fit + others);
}

/** A look at the first values, so that a column of sentences is not parsed as numbers a hundred thousand times. */
export function worthTrying(census: Census, among: "numbers" | "text", fits: (trimmed: string) => boolean): boolean {
  const few = Math.min(census.trimmed.length, 300);
  let tried = 0;
  let fit = 0;
  for (let place = 0; place < few; place++) {
    const value = census.trimmed[place] ?? "";
    if (value === "" || (!fits(value) && cellWord(value, among) !== undefined)) continue;
    tried++;
    if (fits(value)) fit++;
  }
  return tried === 0 ? few < census.trimmed.length : fit * 2 >= tried;
}
