/** What a terminal does with "\r" and "\b": later text takes the place of earlier text of the same line. Pure. */
export interface Overwrite {
  /** How many characters at the end of `shown` go. */
  readonly remove: number;
  /** What comes in their place. */
  readonly insert: string;
}

/** @param shown all text so far (its last line matters); @param text what comes now */
export function overwriteText(shown: string, text: string): Overwrite {
  if (!text.includes("\r") && !text.includes("\b")) return { remove: 0, insert: text };
  const lineStart = shown.lastIndexOf("\n") + 1;
  const done: string[] = [];
  // By whole characters, and not by slicing: a line may be a megabyte long.
  let line = Array.from(shown.slice(lineStart));
  let at = line.length;
  for (const character of text.replaceAll("\r\n", "\n")) {
    if (character === "\n") {
      done.push(line.join(""), "\n");
      line = [];
      at = 0;
    } else if (character === "\r") at = 0;
    else if (character === "\b") at = Math.max(0, at - 1);
    else line[at++] = character;
  }
  return { remove: shown.length - lineStart, insert: done.join("") + line.join("") };
}
