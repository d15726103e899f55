import fc from "fast-check";
import { expect, test } from "vitest";
import { toPoints, toUnits } from "./code-points.js";

test("KE9: there and back again, for every place between letters of any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const letters = Array.from(text);
      for (let points = 0; points <= letters.length; points++) {
        const units = toUnits(text, points);
        expect(units).toBe(letters.slice(0, points).join("").length);
        expect(toPoints(text, units)).toBe(points);
      }
    }),
    { seed: 9, numRuns: 30 },
  );
});

test("KE9: positions beyond the text are its end, and below it its beginning", () => {
  expect(toUnits("ab", 99)).toBe(2);
  expect(toUnits("ab", -5)).toBe(0);
  expect(toPoints("ab", 99)).toBe(2);
});
