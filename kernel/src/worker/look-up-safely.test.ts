import { expect, test } from "vitest";
import { lookUpSafely } from "./look-up-safely.js";

test.each([
  ["looked.rows[0].name", "A"],
  ['looked["rows"][1]?.name', "B"],
  ["looked.rows.length", 2],
  ["looked.text.length", 5],
  ["looked.text[1]", "e"],
  ["looked.getter", undefined],
  ["looked.rows[2].name", undefined],
  ["nothing.at.all", undefined],
  ["looked.call()", undefined],
  ["looked rows", undefined],
  [".looked", undefined],
  ["", undefined],
])("%s is read without running anything", (chain, expected) => {
  Object.assign(globalThis, {
    looked: {
      rows: [{ name: "A" }, { name: "B" }],
      text: "hello",
      get getter() {
        throw new Error("it ran");
      },
      call: () => 1,
    },
  });
  // Object.assign runs no getter of a nested object.
  expect(lookUpSafely(chain)).toBe(expected);
});
