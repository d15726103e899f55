/** Breaks a sentence into lines at its spaces: SVG does not wrap by itself. A word longer than a line is cut. */
export function wrapText(text: string, longest: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text
    .trim()
    .split(/\s+/)
    .flatMap((word) => cutWord(word, longest))) {
    if (line !== "" && line.length + 1 + word.length > longest) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

function cutWord(word: string, longest: number): string[] {
  const letters = lettersOf(word);
  const pieces: string[] = [];
  for (let at = 0; at < letters.length; at += longest) pieces.push(letters.slice(at, at + longest).join(""));
  return pieces;
}

/** A label that fits its place: what is cut off stands in full in the table below the chart. */
export function shortLabel(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const letters = lettersOf(text);
  return letters.length <= longest ? text : `${letters.slice(0, longest - 1).join("")}…`;
}

/** Letters as people count them: an accent or an emoji of several parts is never torn apart. */
function lettersOf(text: string): string[] {
  return Array.from(new Intl.Segmenter("en-GB").segment(text), (part) => part.segment);
}

/** A title need not end in a full stop, but a screen reader runs on without one. */
export function asSentence(title: string): string {
  return /[.!?…]$/.test(title.trim()) ? title.trim() : `${title.trim()}.`;
}

/** "1 area", "2 areas". */
export function counted(many: number, one: string, several = `${one}s`): string {
  return `${many.toLocaleString("en-GB")} ${many === 1 ? one : several}`;
}

/** "a", "a and b", "a, b and 3 more". */
export function listed(names: readonly string[], most = 3): string {
  const shown = names.slice(0, most).map((name) => shortLabel(name, 40));
  if (names.length > most) return `${shown.join(", ")} and ${names.length - most} more`;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

/** One decimal of a pixel is enough, and keeps the pictures small. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
