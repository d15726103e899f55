import { lettersOf } from "../short-label.js";

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

/** A title need not end in a full stop, but a screen reader runs on without one. */
export function asSentence(title: string): string {
  return /[.!?…]$/.test(title.trim()) ? title.trim() : `${title.trim()}.`;
}

/** One decimal of a pixel is enough, and keeps the pictures small. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
