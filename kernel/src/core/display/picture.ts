import { base64 } from "./base64.js";

/** A picture recognised by its first bytes. */
export interface Picture {
  readonly mime: string;
  /** As messages carry it: base64, or the text of an SVG. */
  readonly data: string;
  /** In words: "PNG picture, 640 × 480, 12 kB". */
  readonly text: string;
  readonly width?: number;
  readonly height?: number;
}

const signatures: readonly (readonly [string, readonly number[], string])[] = [
  ["PNG", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], "image/png"],
  ["JPEG", [0xff, 0xd8, 0xff], "image/jpeg"],
  ["GIF", [0x47, 0x49, 0x46, 0x38], "image/gif"],
];

export function readPicture(bytes: Uint8Array): Picture | undefined {
  for (const [kind, signature, mime] of signatures) {
    if (signature.every((byte, index) => bytes[index] === byte)) {
      const size = kind === "PNG" ? pngSize(bytes) : kind === "GIF" ? gifSize(bytes) : undefined;
      return { mime, data: base64(bytes), text: describe(kind, bytes, size), ...size };
    }
  }
  // RIFF….WEBP
  if (startsWith(bytes, "RIFF") && startsWith(bytes.subarray(8), "WEBP"))
    return { mime: "image/webp", data: base64(bytes), text: describe("WebP", bytes, undefined) };
  return readSvg(bytes);
}

function readSvg(bytes: Uint8Array): Picture | undefined {
  const begin = String.fromCharCode(...bytes.subarray(0, 300)).replace(/^\u00ef\u00bb\u00bf/, "");
  if (!/^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*|<!DOCTYPE[^>]*>\s*)*<svg[\s>]/i.test(begin)) return undefined;
  return { mime: "image/svg+xml", data: utf8(bytes), text: describe("SVG", bytes, undefined) };
}

function startsWith(bytes: Uint8Array, letters: string): boolean {
  return Array.from(letters).every((letter, index) => bytes[index] === letter.charCodeAt(0));
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function pngSize(bytes: Uint8Array): Size | undefined {
  if (bytes.length < 24) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

function gifSize(bytes: Uint8Array): Size | undefined {
  if (bytes.length < 10) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

function describe(kind: string, bytes: Uint8Array, size: Size | undefined): string {
  const pixels = size === undefined ? "" : `, ${size.width} × ${size.height} pixels`;
  return `${kind} picture${pixels}, ${Math.max(1, Math.round(bytes.length / 1000))} kB`;
}

/** Core has no TextDecoder: not every host must have one. What is not UTF-8 becomes the replacement character. */
function utf8(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const lead = bytes[at] ?? 0;
    const length = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    const rest = bytes.subarray(at + 1, at + length);
    let point = length === 1 ? lead : lead & (0x7f >> length);
    for (const byte of rest) point = (point << 6) | (byte & 0x3f);
    const good = (length === 1 || lead >= 0xc0) && rest.length === length - 1 && point <= 0x10ffff;
    parts.push(good ? String.fromCodePoint(point) : "\ufffd");
    at += good ? length : 1;
  }
  return parts.join("");
}
