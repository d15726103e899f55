/** A label that fits its place: what is cut off stands in full in the table below the chart. */
export function shortLabel(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const letters = lettersOf(text);
  return letters.length <= longest ? text : `${letters.slice(0, longest - 1).join("")}…`;
}

/** Letters as people count them: an accent or an emoji of several parts is never torn apart. */
export function lettersOf(text: string): string[] {
  return Array.from(new Intl.Segmenter("en-GB").segment(text), (part) => part.segment);
}
