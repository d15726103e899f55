/** The name of a column, or with a number behind it where there is one of that name already: "people (2)". */
export function freeName(name: string, taken: readonly string[]): string {
  let free = name;
  for (let next = 2; taken.includes(free); next++) free = `${name} (${next})`;
  return free;
}
