/**
 * Who of those who signed up has typed this name? As a person at the door would take it: capitals, accents, a missing surname and a
 * slip of the finger don't matter. The closest kind of likeness counts; two who are equally close are told apart by somebody else.
 */
export type Found<T> =
  | { readonly type: "one"; readonly one: T }
  | { readonly type: "several"; readonly all: readonly T[] }
  | { readonly type: "nobody" };

export function findOnList<T extends { readonly name: string }>(typed: string, list: readonly T[]): Found<T> {
  const wanted = plain(typed);
  if (wanted === "") return { type: "nobody" };
  const kinds: readonly ((name: string) => boolean)[] = [
    (name) => name === wanted,
    (name) => isPartOf(wanted, name) || isPartOf(name, wanted),
    (name) => isSlip(wanted, name),
  ];
  for (const alike of kinds) {
    const all = list.filter((one) => alike(plain(one.name)));
    if (all.length === 1) return { type: "one", one: all[0]! };
    if (all.length > 1) return { type: "several", all };
  }
  return { type: "nobody" };
}

/** `Zoë O’Hara-Smith` → `zoe ohara smith`. Scripts without capitals and accents stay as they are. */
export function plain(name: string): string {
  return name
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLocaleLowerCase("en")
    .replaceAll(/['’`.]/g, "")
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** Every word of the one is a word of the other: "ada" of "ada lovelace". */
function isPartOf(part: string, whole: string): boolean {
  const words = new Set(whole.split(" "));
  return whole !== "" && part !== "" && part.split(" ").every((word) => words.has(word));
}

/** One letter more, less, wrong or two changed over, in names that are long enough for it to be a slip. */
function isSlip(a: string, b: string): boolean {
  if (Math.min(a.length, b.length) < 4 || Math.abs(a.length - b.length) > 1) return false;
  let from = 0;
  while (from < a.length && a[from] === b[from]) from++;
  const [restA, restB] = [a.slice(from), b.slice(from)];
  return (
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    restA.slice(1) === restB.slice(1) ||
    (restA.slice(2) === restB.slice(2) && restA[0] === restB[1] && restA[1] === restB[0])
  );
}
