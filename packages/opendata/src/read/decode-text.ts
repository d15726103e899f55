import { OpenDataError } from "../open-data-error.js";
import { decodeDos } from "./dos-code-pages.js";
import { guessSingleByte, singleByteEncodings, type SingleByteEncoding } from "./guess-single-byte.js";

export interface DecodedText {
  readonly text: string;
  /** As TextDecoder names it; `utf-8-bom` for UTF-8 with a byte order mark; `cp850` and `cp437`. */
  readonly encoding: string;
  readonly byteOrderMark: boolean;
  /** How many bytes did not fit the encoding and were read as Windows-1252 instead. */
  readonly oddBytes: number;
  readonly reason: string;
}

/**
 * Bytes to text. UTF-8 is proved over the whole file and never guessed from its beginning: files exist whose only odd
 * byte stands in the last rows. `wanted` overrules everything.
 */
export async function decodeText(bytes: Uint8Array, wanted?: string): Promise<DecodedText> {
  if (wanted !== undefined) return decodeAs(bytes, wanted);
  const marked = markedEncoding(bytes);
  if (marked !== undefined) return marked;
  const text = properUtf8(bytes);
  if (text !== undefined) {
    // Every sign beyond ASCII takes more bytes than it has characters.
    const reason =
      text.length < bytes.length
        ? "Every byte of the file is proper UTF-8."
        : "The file has only plain letters, digits and signs (ASCII), which are the same in UTF-8.";
    return { text, encoding: "utf-8", byteOrderMark: false, oddBytes: 0, reason };
  }
  const { sequences, odd, nonsense } = countUtf8(bytes);
  const foreign = await foreignEncoding(bytes);
  if (foreign !== undefined) return foreign;
  if (sequences > nonsense * 2) {
    return {
      text: decodeMixed(bytes),
      encoding: sequences >= odd ? "utf-8" : "windows-1252",
      byteOrderMark: false,
      oddBytes: Math.min(sequences, odd),
      reason: `Most likely rows from two programs were put together: ${sequences} characters are UTF-8, ${odd} are Windows-1252. Each was read as what it is.`,
    };
  }
  const encoding = guessSingleByte(bytes);
  return {
    text: decodeSingle(bytes, encoding),
    encoding,
    byteOrderMark: false,
    oddBytes: 0,
    reason: `The file is not UTF-8; read as ${singleByteEncodings[encoding]}, its signs and accents make the most sense.`,
  };
}

/** The encoding that the bytes themselves show, by a mark or by every byte of them; undefined where they don't. */
export function shownEncoding(bytes: Uint8Array): string | undefined {
  const marked = markedEncoding(bytes);
  if (marked !== undefined) return marked.encoding;
  const text = properUtf8(bytes);
  return text !== undefined && text.length < bytes.length ? "utf-8" : undefined;
}

/** Whether the file may be in that encoding: what its bytes show goes before, and plain letters alone fit all but UTF-16. */
export function fitsEncoding(bytes: Uint8Array, wanted: string): boolean {
  const family = (name: string): string => (/^utf-?8/i.test(name) ? "utf-8" : name.toLowerCase());
  const shown = shownEncoding(bytes);
  if (shown !== undefined) return family(shown) === family(wanted);
  return family(wanted) === "utf-8" ? properUtf8(bytes) !== undefined : !/^utf-?16/i.test(wanted);
}

function decodeAs(bytes: Uint8Array, wanted: string): DecodedText {
  const name = wanted.toLowerCase().replace(/^(?:ibm|cp)-?(850|437)$/, "cp$1");
  const decoded = { byteOrderMark: markedEncoding(bytes) !== undefined, oddBytes: 0, reason: "You said so." };
  if (name === "cp850" || name === "cp437") return { ...decoded, text: decodeDos(bytes, name), encoding: name };
  try {
    return { ...decoded, text: new TextDecoder(name.replace("utf-8-bom", "utf-8")).decode(bytes), encoding: name };
  } catch (error) {
    throw new OpenDataError(
      "unknown-encoding",
      `There is no encoding called "${wanted}". Usual ones are utf-8, windows-1252, utf-16le, macintosh and cp850.`,
      { cause: error },
    );
  }
}

function markedEncoding(bytes: Uint8Array): DecodedText | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) {
    const body = bytes.subarray(3);
    const proper = properUtf8(body);
    return {
      text: proper ?? decodeMixed(body),
      encoding: "utf-8-bom",
      byteOrderMark: true,
      oddBytes: proper === undefined ? countUtf8(body).odd : 0,
      reason: "The file begins with the invisible mark of UTF-8.",
    };
  }
  const little = first === 0xff && second === 0xfe;
  if (little || (first === 0xfe && second === 0xff)) {
    const encoding = little ? "utf-16le" : "utf-16be";
    const reason = "The file begins with the invisible mark of UTF-16, as Excel's “Unicode text” does.";
    return { text: new TextDecoder(encoding).decode(bytes), encoding, byteOrderMark: true, oddBytes: 0, reason };
  }
  const encoding = unmarkedUtf16(bytes);
  if (encoding === undefined) return undefined;
  const reason = "Every other byte is empty, as in UTF-16.";
  return { text: new TextDecoder(encoding).decode(bytes), encoding, byteOrderMark: false, oddBytes: 0, reason };
}

function unmarkedUtf16(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  const length = Math.min(bytes.length, 4096) & ~1;
  if (length < 4) return undefined;
  let even = 0;
  let uneven = 0;
  for (let at = 0; at < length; at += 2) {
    if (bytes[at] === 0) even++;
    if (bytes[at + 1] === 0) uneven++;
  }
  if (uneven > length * 0.35 && even < length * 0.05) return "utf-16le";
  return even > length * 0.35 && uneven < length * 0.05 ? "utf-16be" : undefined;
}

/** The text, if every byte of it is UTF-8. Proved and decoded in one go. */
function properUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The length of the proper UTF-8 sequence of two or more bytes that begins here, or 0. */
function sequenceAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  const length =
    first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0;
  for (let offset = 1; offset < length; offset++) {
    if (((bytes[at + offset] ?? 0) & 0xc0) !== 0x80) return 0;
  }
  return length;
}

const marksAndControls = /^[\p{M}\p{C}]$/u;

/**
 * How many characters are proper UTF-8, and how many bytes are not. `nonsense` are characters that stand alone in no
 * text, such as an accent without a letter: two bytes of another encoding look like one now and then.
 */
function countUtf8(bytes: Uint8Array): {
  readonly sequences: number;
  readonly odd: number;
  readonly nonsense: number;
} {
  let sequences = 0;
  let odd = 0;
  let nonsense = 0;
  const utf8 = new TextDecoder("utf-8");
  for (let at = 0; at < bytes.length; at++) {
    if ((bytes[at] ?? 0) < 128) continue;
    const length = sequenceAt(bytes, at);
    if (length > 0) {
      sequences++;
      if (marksAndControls.test(utf8.decode(bytes.subarray(at, at + length)))) nonsense++;
      at += length - 1;
    } else odd++;
  }
  return { sequences, odd, nonsense };
}

/** UTF-8 where it is proper, Windows-1252 where it is not. */
function decodeMixed(bytes: Uint8Array): string {
  const utf8 = new TextDecoder("utf-8");
  const windows = new TextDecoder("windows-1252");
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < bytes.length; at++) {
    if ((bytes[at] ?? 0) < 128) continue;
    const length = sequenceAt(bytes, at);
    if (length > 0) {
      at += length - 1;
      continue;
    }
    parts.push(utf8.decode(bytes.subarray(from, at)), windows.decode(bytes.subarray(at, at + 1)));
    from = at + 1;
  }
  parts.push(utf8.decode(bytes.subarray(from)));
  return parts.join("");
}

function decodeSingle(bytes: Uint8Array, encoding: SingleByteEncoding): string {
  return encoding === "cp850" || encoding === "cp437"
    ? decodeDos(bytes, encoding)
    : new TextDecoder(encoding).decode(bytes);
}

const foreignNames = /^(?:Shift_JIS|EUC-JP|EUC-KR|Big5|GB18030|ISO-2022-\w+|KOI8-R|windows-125[13568]|ISO-8859-[5-8])$/;

/** A file in another script: only there has a general detector the better judgement, and only when it is sure. */
async function foreignEncoding(bytes: Uint8Array): Promise<DecodedText | undefined> {
  let high = 0;
  const sample = bytes.subarray(0, 262_144);
  for (const byte of sample) if (byte > 127) high++;
  if (high < 20 || high < sample.length * 0.15) return undefined;
  const { analyse } = await import("chardet");
  const best = analyse(sample)[0];
  if (best === undefined || best.confidence < 40 || !foreignNames.test(best.name)) return undefined;
  const encoding = best.name.toLowerCase();
  return {
    text: new TextDecoder(encoding).decode(bytes),
    encoding,
    byteOrderMark: false,
    oddBytes: 0,
    reason: `The pattern of its bytes is that of ${best.name} (sure to ${best.confidence} in 100).`,
  };
}
