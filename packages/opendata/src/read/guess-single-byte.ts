import { dosCodePages } from "./dos-code-pages.js";

/** The encodings of one byte a character that are met in British files, and what people call them. */
export const singleByteEncodings = {
  "windows-1252": "Windows-1252 (Western)",
  cp850: "CP850 (DOS)",
  cp437: "CP437 (DOS)",
  macintosh: "Mac Roman (old Macs)",
} as const;

export type SingleByteEncoding = keyof typeof singleByteEncodings;

/**
 * Chooses by sense: in the right encoding a pound sign stands before a figure, an apostrophe between letters, a dash
 * between words. General detectors call every DOS file Windows-1252, and then £ reads œ.
 */
export function guessSingleByte(bytes: Uint8Array): SingleByteEncoding {
  const scores = Object.fromEntries(Object.keys(singleByteEncodings).map((name) => [name, 0])) as Record<
    SingleByteEncoding,
    number
  >;
  const tables = upperHalves();
  let seen = 0;
  for (let at = 0; at < bytes.length && seen < 20_000; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < 128) continue;
    seen++;
    for (const [name, upper] of tables) {
      const look = (index: number): string => {
        const code = bytes[index];
        if (code === undefined) return " ";
        return code < 128 ? String.fromCharCode(code) : (upper[code - 128] ?? "");
      };
      scores[name] += sense(look(at - 1), upper[byte - 128] ?? "", look(at + 1));
    }
  }
  let best: SingleByteEncoding = "windows-1252";
  // Only clearly more sense moves the choice away from what most programs in Britain write.
  for (const [name] of tables) if (scores[name] > scores[best] + 0.5) best = name;
  return best;
}

function upperHalves(): (readonly [SingleByteEncoding, string])[] {
  const all = Uint8Array.from({ length: 128 }, (_, index) => index + 128);
  return [
    ["windows-1252", new TextDecoder("windows-1252").decode(all)],
    ["cp850", dosCodePages.cp850],
    ["macintosh", new TextDecoder("macintosh").decode(all)],
    ["cp437", dosCodePages.cp437],
  ];
}

const letter = /\p{L}/u;
const lower = /\p{Ll}/u;
const edge = /[\s",;(]/;

/** How much sense one character makes between its two neighbours. */
function sense(before: string, character: string, after: string): number {
  // Damage of an earlier step, rightly read: â€™, â€œ, Ã©. In no other encoding do these bytes make a pattern.
  if ((character === "€" && before === "â") || (before === "€" && /[™œ“”˜]/.test(character))) return 2;
  if (before === "Ã" && /[©¨«ª®¯¶¼±¡§³º]/.test(character)) return 2;
  if (character === "£" || character === "€")
    return /[\d(\-. ]/.test(after) ? 2 : edge.test(before) || edge.test(after) ? 1 : -0.5;
  if (character === "’" || character === "‘") return letter.test(before) || letter.test(after) ? 2 : 0;
  if (character === "“" || character === "”") return 1.5;
  if (character === "–" || character === "—") return /[\s\d]/.test(before) || /[\s\d]/.test(after) ? 2 : 0.5;
  if (character === "…" || character === "•") return 1;
  if (character === "\u00A0") return 0.5;
  if (/[½¼¾°²³®©™·]/.test(character)) return 0.3;
  if (/[\u2500-\u25FF\u0370-\u03FF\u2200-\u22FF]/.test(character)) return -2;
  // What TextDecoder gives for the five bytes that Windows-1252 leaves out.
  if (/[\u0080-\u009F]/.test(character)) return -3;
  if (letter.test(character) && !/[ªºƒßµÞÐøØ]/.test(character)) {
    if (lower.test(character)) return lower.test(before) || lower.test(after) ? 1 : letter.test(before) ? -1 : -0.2;
    return lower.test(before) ? -2 : letter.test(after) || /[A-Z]/.test(before) ? 0.5 : -0.5;
  }
  return -0.5;
}
