import { plural } from "../starter/plural.js";

/** A column's name as a sentence writes it: "referrals_made" → "referrals made". */
export function wordsOf(column: string): string {
  return column.replace(/[_\s]+/g, " ").trim();
}

/** With a capital in front, to begin a sentence. */
export function begin(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** "the 12 wards", of a column that names each. */
export function allOf(count: number, label: string): string {
  return count === 1 ? `the 1 ${wordsOf(label)}` : `the ${count.toLocaleString("en-GB")} ${plural(wordsOf(label))}`;
}

/** Who is counted in a column of populations: of people, households or whatever the column says. */
export function peopleOf(column: string): string {
  const words = wordsOf(column).toLowerCase();
  return /popul|people|persons|residents/.test(words) ? "people" : words;
}

/** "1st", "2nd", "12th". */
export function placeWords(place: number): string {
  const last = place % 100 > 10 && place % 100 < 14 ? 0 : place % 10;
  return `${place}${["th", "st", "nd", "rd"][last] ?? "th"}`;
}
