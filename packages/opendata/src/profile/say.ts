/** `1 row`, `1,134 rows`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-GB")} ${count === 1 ? one : many}`;
}

/** “Name”, “Town” and 3 more. */
export function namesOf(names: readonly string[], most = 3): string {
  const quoted = names.slice(0, names.length === most + 1 ? most + 1 : most).map((name) => `“${shorten(name, 40)}”`);
  const more = names.length - quoted.length;
  if (more > 0) return `${quoted.join(", ")} and ${more.toLocaleString("en-GB")} more`;
  return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} and ${quoted.at(-1) ?? ""}`;
}

export function shorten(text: string, most: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length <= most ? line : `${line.slice(0, most - 1)}…`;
}
