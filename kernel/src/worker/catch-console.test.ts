import { expect, test } from "vitest";
import { printedText } from "./catch-console.js";

test.each([
  [["a", 1, null, undefined], "a 1 null undefined"],
  [["%s is %d", "x", 4.5, "more"], "x is 4.5 more"],
  [["%i %f %j %%", "7.9", "1.50", { a: 1 }], '7 1.5 {"a":1} %'],
  [["%o", { a: "x" }], "{ a: 'x' }"],
  [["%s %s", "one"], "one %s"],
  [["100%"], "100%"],
  [[["x"], new Map([[1, 2]])], "[ 'x' ] Map(1) { 1 => 2 }"],
  [["%cstyled", "color: red"], "styled"],
])("%j prints as %s", (values, expected) => {
  expect(printedText(values)).toBe(expected);
});
