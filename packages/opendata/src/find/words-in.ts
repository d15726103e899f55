/**
 * For portals that give their whole list and search nothing: those in which every word stands, the ones with it in the title first.
 * A word also finds its plural.
 */
export function withWords<Thing>(
  things: readonly Thing[],
  words: string,
  textsOf: (thing: Thing) => readonly [title: string, ...more: string[]],
): Thing[] {
  const wanted = wordsOf(words);
  const scored = things.flatMap((thing) => {
    const [title, ...more] = textsOf(thing).map(plain) as [string, ...string[]];
    const rest = more.join(" ");
    if (!wanted.every((word) => title.includes(word) || rest.includes(word))) return [];
    return [{ thing, inTitle: wanted.filter((word) => title.includes(word)).length }];
  });
  return scored.toSorted((a, b) => b.inTitle - a.inTitle).map(({ thing }) => thing);
}

function wordsOf(text: string): string[] {
  return plain(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
    .map((word) => (word.length > 3 ? word.replace(/(?:ies|s|y)$/, "") : word));
}

function plain(text: string): string {
  return text
    .normalize("NFKD")
    .replaceAll(/\p{M}+/gu, "")
    .toLowerCase();
}
