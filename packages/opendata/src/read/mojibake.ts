/**
 * Text that was decoded with the wrong character set and saved again. Only forms that nobody writes on purpose are
 * touched: UTF-8 read as Windows-1252 (Ã©, â€™, Â£), as Mac Roman (√©), and single signs read from another set.
 */
const windows = byteMap("windows-1252");
const mac = byteMap("macintosh");

function byteMap(encoding: string): ReadonlyMap<string, number> {
  const decoder = new TextDecoder(encoding);
  const map = new Map<string, number>();
  for (let byte = 128; byte < 256; byte++) map.set(decoder.decode(Uint8Array.of(byte)), byte);
  return map;
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** The text as it was meant, or the same text where nothing is wrong with it. */
export function repairText(text: string): string {
  const repaired = decodeRuns(decodeRuns(text, windows), mac);
  return repaired
    .replace(/(?<=\p{Ll})Õ(?=s\b)/gu, "’")
    .replace(/Ò(?=\p{L})([^ÒÓ]{1,80})Ó/gu, "“$1”")
    .replace(/(?<=\S)†(?=\s+\p{L})/gu, "")
    .replace(/(?<=\p{L})†(?=\p{L})/gu, " ")
    .replace(/(?<=^|[\s(])[œú](?=\d)/gu, "£");
}

export function isMojibake(text: string): boolean {
  return repairText(text) !== text;
}

/** Finds runs that, as bytes of one set, are proper UTF-8 of two bytes or more. */
function decodeRuns(text: string, bytesOf: ReadonlyMap<string, number>): string {
  let out = "";
  let at = 0;
  while (at < text.length) {
    const first = bytesOf.get(text[at] ?? "");
    const length =
      first === undefined
        ? 0
        : first >= 0xc2 && first <= 0xdf
          ? 2
          : first >= 0xe0 && first <= 0xef
            ? 3
            : first >= 0xf0 && first <= 0xf4
              ? 4
              : 0;
    const decoded = length === 0 ? undefined : decodeAt(text, at, length, bytesOf);
    if (decoded === undefined) {
      out += text[at] ?? "";
      at++;
    } else {
      out += decoded;
      at += length;
    }
  }
  return out;
}

function decodeAt(text: string, at: number, length: number, bytesOf: ReadonlyMap<string, number>): string | undefined {
  const bytes = new Uint8Array(length);
  for (let offset = 0; offset < length; offset++) {
    const byte = bytesOf.get(text[at + offset] ?? "");
    if (byte === undefined || (offset > 0 && (byte & 0xc0) !== 0x80)) return undefined;
    bytes[offset] = byte;
  }
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** A sign was lost before the file was published: a replacement mark, or ? where £ or ’ stood. */
export function lostCharacter(text: string): boolean {
  if (text.includes("\uFFFD")) return true;
  if (!text.includes("?") || /:\/\/|\?\w+=/.test(text)) return false;
  return lostPound.test(text) || lostApostrophe.test(text);
}

const lostPound = /(?:^|[\s(])\?(?=\d{1,3}(?:,\d{3})+(?:\.\d\d)?(?!\d)|\d+\.\d\d(?!\d))/;
const lostApostrophe = /\p{Ll}\?(?:s|t|ll|re|ve)(?!\p{L})/u;

/** The text with the signs put back that can be told for certain. */
export function restoreCharacters(text: string): string {
  return text
    .replace(new RegExp(lostPound.source, "g"), (found) => found.replace("?", "£"))
    .replace(new RegExp(lostApostrophe.source, "gu"), (found) => found.replace("?", "’"))
    .replace(/(?<=^|[\s(])\uFFFD(?=\d)/g, "£")
    .replace(/(?<=\p{L})\uFFFD(?=s\b)/gu, "’");
}
