/** Names that code in a notebook has already: the toolkit's, the language's, and those of the cells that we write ourselves. */
const taken: ReadonlySet<string> = new Set(
  (
    "read mend show chart count sum mean median least greatest distinct profile table sort year month weekday sourceLine " +
    "dated perPeriod counted mostCommon totals largest filled evidence evidencePack console process global Object Array String Number Boolean Date Map Set Math JSON Promise Symbol Error " +
    "break case catch class const continue debugger default delete do else enum export extends false finally for function " +
    "if implements import in instanceof interface let new null package private protected public return static super switch " +
    "this throw true try typeof undefined var void while with yield await async of eval arguments NaN Infinity"
  ).split(" "),
);

/** A name for a table in code, from what people call it: "Trafford grants 2024.csv" → `traffordGrants`. */
export function variableName(words: string): string {
  const parts = words
    .replace(/\.[A-Za-z0-9]{1,8}$/, "")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .split(/[^A-Za-z0-9]+/)
    .filter((part) => /^[A-Za-z]+$/.test(part))
    .slice(0, 3)
    .map((part) => part.toLowerCase());
  const name = parts.map((part, at) => (at === 0 ? part : part.charAt(0).toUpperCase() + part.slice(1))).join("");
  if (name === "") return "data";
  return taken.has(name) ? `${name}Table` : name;
}
