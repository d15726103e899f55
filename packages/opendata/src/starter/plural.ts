const irregular: Readonly<Record<string, string>> = { person: "people", child: "children", man: "men", woman: "women" };

/** More than one of what a group calls a row: "grant" → "grants", "charity" → "charities". */
export function plural(word: string): string {
  const [, before = "", last = ""] = /^(.*?)(\S+)$/.exec(word.trim()) ?? [];
  const known = irregular[last.toLowerCase()];
  if (known !== undefined) return before + known;
  if (/[^aeiou]y$/i.test(last)) return `${before}${last.slice(0, -1)}ies`;
  return `${before}${last}${/(?:s|x|z|ch|sh)$/i.test(last) ? "es" : "s"}`;
}
