import { expect, test } from "vitest";
import { nearestName } from "./nearest-name.js";

test.each([
  ["populaton", ["population", "place"], "population"],
  ["cuontry", ["county", "country"], "country"],
  ["Life_Expectancy", ["lifeExpectancy"], "lifeExpectancy"],
  ["row", ["rows", "raw", "total"], "rows"],
  ["x", ["y", "a"], undefined],
  ["ab", ["ac"], undefined],
  ["ab", ["AB"], "AB"],
  ["temperature", ["pressure"], undefined],
  ["same", ["same"], undefined],
])("of %s among %j was meant: %s", (typed, names, meant) => {
  expect(nearestName(typed, names)).toBe(meant);
});
