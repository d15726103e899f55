import { shortLabel } from "./short-label.js";

/** `1 row`, `1,134 rows`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-GB")} ${count === 1 ? one : many}`;
}

/** Name, Town and 3 more. */
export function listed(names: readonly string[], most = 3): string {
  return joined(
    names.map((name) => shorten(name, 40)),
    most,
  );
}

/** “Name”, “Town” and 3 more. */
export function namesOf(names: readonly string[], most = 3): string {
  return joined(
    names.map((name) => `“${shorten(name, 40)}”`),
    most,
  );
}

/** One more than `most` is named too: "and 1 more" takes as much room. */
function joined(names: readonly string[], most: number): string {
  const shown = names.slice(0, names.length === most + 1 ? most + 1 : most);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(", ")} and ${more.toLocaleString("en-GB")} more`;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1) ?? ""}`;
}

export function shorten(text: string, most: number): string {
  return shortLabel(text.replace(/\s+/g, " ").trim(), most);
}
