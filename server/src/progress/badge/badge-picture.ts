/**
 * The picture of a badge with the badge inside it ("baked"), as the Open Badges 3.0 specification lays down: in an
 * SVG an element of its own, in a PNG an iTXt chunk.
 */
import { deflateSync } from "node:zlib";
import { escapeHtml } from "../../http/index.js";
import { writePng } from "./png-chunks.js";

export const pngKeyword = "openbadgecredential";
export const svgNamespace = "https://purl.imsglobal.org/ob/v3p0";

const teal = "#0f766e";
const bars = [
  { x: 35, y: 58, height: 14 },
  { x: 47, y: 46, height: 26 },
  { x: 59, y: 32, height: 40 },
] as const;
const barWidth = 8;

/** @param rank 1 for the lowest level: how many bars are filled */
export function badgeSvg(title: string, rank: number, jwt: string): string {
  const columns = bars.map(({ x, y, height }, at) => {
    const fill = at < rank ? "#ffffff" : "none";
    return `<rect x="${x}" y="${y}" width="${barWidth}" height="${height}" fill="${fill}" stroke="#ffffff" stroke-width="1.5"/>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="${svgNamespace}" viewBox="0 0 100 124" width="400" height="496" role="img" aria-label="Badge: ${escapeHtml(title)}">`,
    `<openbadges:credential verify="${escapeHtml(jwt)}"></openbadges:credential>`,
    `<rect width="100" height="124" fill="#ffffff"/>`,
    `<circle cx="50" cy="50" r="46" fill="${teal}"/>`,
    `<circle cx="50" cy="50" r="41" fill="none" stroke="#ffffff" stroke-width="1.5"/>`,
    ...columns,
    `<text x="50" y="115" text-anchor="middle" font-family="system-ui, sans-serif" font-size="9" font-weight="600" fill="#1b2a33">${escapeHtml(title)}</text>`,
    `</svg>\n`,
  ].join("\n");
}

const size = 400;

/** The same without the words: a PNG has no letters, and the badge inside says its title. */
export function badgePng(rank: number, jwt: string): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  // 8 bits a channel, red, green, blue and alpha.
  header.set([8, 6, 0, 0, 0], 8);
  const text = Buffer.concat([Buffer.from(`${pngKeyword}\0\0\0\0\0`, "latin1"), Buffer.from(jwt, "utf8")]);
  return writePng([
    { type: "IHDR", data: header },
    { type: "iTXt", data: text },
    { type: "IDAT", data: deflateSync(pixels(rank)) },
    { type: "IEND", data: Buffer.alloc(0) },
  ]);
}

/** Each row begins with the number of its filter, which is 0: none. */
function pixels(rank: number): Buffer {
  const rows = Buffer.alloc(size * (1 + size * 4));
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const at = y * (1 + size * 4) + 1 + x * 4;
      rows.set(colorAt(((x + 0.5) * 100) / size, ((y + 0.5) * 100) / size, rank), at);
    }
  }
  return rows;
}

/** Red, green, blue, alpha at a point of a square of 100 by 100. Edges are a quarter of a unit soft. */
function colorAt(x: number, y: number, rank: number): readonly [number, number, number, number] {
  const distance = Math.hypot(x - 50, y - 50);
  const ring = Math.abs(distance - 41) - 0.75;
  const column = Math.min(...bars.map((bar, at) => barDistance(x, y, bar, at < rank)));
  const white = coverage(Math.min(ring, column));
  const mix = (color: number): number => Math.round(color + (255 - color) * white);
  return [mix(0x0f), mix(0x76), mix(0x6e), Math.round(255 * coverage(distance - 46))];
}

/** How far a point is outside a bar, or outside its outline where it is empty. */
function barDistance(x: number, y: number, bar: (typeof bars)[number], filled: boolean): number {
  const outside = Math.max(
    Math.abs(x - bar.x - barWidth / 2) - barWidth / 2,
    Math.abs(y - bar.y - bar.height / 2) - bar.height / 2,
  );
  return filled ? outside - 0.75 : Math.abs(outside) - 0.75;
}

/** 1 inside, 0 outside, between on the edge. */
function coverage(distance: number): number {
  return Math.min(1, Math.max(0, 0.5 - distance / 0.25));
}
