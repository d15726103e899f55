import { expect, test } from "vitest";
import type { Surgery } from "../surgeries.js";
import { testAnnouncement, testVenue } from "../test-surgery.js";
import { pictureSvg, wrapped } from "./picture-svg.js";
import { createPictures } from "./pictures.js";

function surgery(changes: Partial<Surgery> = {}): Surgery {
  return {
    ...testAnnouncement(),
    id: "s",
    slug: "s",
    venue: { ...testVenue, id: "v", slug: "v" },
    sequence: 0,
    createdAt: 0,
    changedAt: 0,
    cancelledAt: undefined,
    ...changes,
  };
}

const sizeOf = (png: Uint8Array): number[] => {
  const bytes = Buffer.from(png);
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
};

test("a surgery's picture is a PNG of the size that other sites want, with our typeface in it, and is drawn once", async () => {
  const pictures = createPictures();
  const next = { startsAt: Date.UTC(2026, 11, 2, 18), endsAt: Date.UTC(2026, 11, 2, 20) } as never;
  const png = await pictures.of(surgery(), next);
  expect(Buffer.from(png.subarray(1, 4)).toString()).toBe("PNG");
  expect(sizeOf(png)).toEqual([1200, 630]);
  expect(png.length).toBeLessThan(300_000);
  expect(await pictures.of(surgery(), next)).toBe(png);
  // Without letters it would be much smaller: the typeface was found.
  const empty = await pictures.of(surgery({ title: "", venue: { ...surgery().venue, name: "" } }), undefined);
  expect(png.length).toBeGreaterThan(empty.length * 1.5);
});

test("hostile, endless and foreign words become a picture, too", async () => {
  const pictures = createPictures();
  const titles = [
    `</text><image href="file:///etc/passwd"/><script>alert(1)</script>"'&]]>`,
    "W".repeat(100),
    "ڈیٹا سرجری",
    "a ".repeat(50),
  ];
  for (const title of titles) expect(sizeOf(await pictures.of(surgery({ title }), undefined))).toEqual([1200, 630]);
  const svg = pictureSvg(surgery({ title: titles[0]! }), undefined);
  expect(svg).not.toMatch(/<image|<script/);
});

test("lines break at words, and what does not fit ends with an ellipsis", () => {
  expect(wrapped("Open data for lunch clubs", 8, 3)).toEqual(["Open data for", "lunch clubs"]);
  expect(wrapped("one two three four five six seven", 5, 2)).toEqual(["one two", "three…"]);
  expect(wrapped("", 5, 2)).toEqual([]);
  expect(wrapped("x".repeat(400), 10, 1)[0]!.length).toBeLessThan(40);
});
