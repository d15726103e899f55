import fc from "fast-check";
import { expect, test } from "vitest";
import { describeMistake } from "../errors/describe-error.js";
import { compileCell } from "./compile-cell.js";
import { isComplete } from "./is-complete.js";

const fragments = [
  "let a = 1",
  "const { b, ...c } = d",
  "var e",
  "function f() {",
  "}",
  "class G extends H {",
  "enum I { J }",
  "namespace K {",
  "import l from 'm'",
  "import.meta",
  "await ",
  "for (",
  "of ",
  ")",
  "(",
  "[",
  "]",
  "{",
  "`",
  "${",
  "'",
  '"',
  "//",
  "/*",
  "*/",
  "\n",
  "\r\n",
  "\u2028",
  ";",
  ",",
  "=>",
  "<p>",
  "</p>",
  "<T>",
  "@dec ",
  "using x = y",
  "export default ",
  "export ",
  "as any",
  ": string",
  "😀",
  "\ud800",
  "\u0000",
  "#x",
  "/re/",
  "?.",
  "??=",
  "return 1",
  "\\",
  "é",
  "yield ",
];
const text = fc.oneof(
  fc.array(fc.constantFrom(...fragments), { maxLength: 30 }).map((parts) => parts.join("")),
  fc.array(fc.constantFrom(...fragments), { maxLength: 30 }).map((parts) => parts.join(" ")),
  fc.string({ unit: "binary", maxLength: 60 }),
);

test("whatever stands in a cell, it is compiled or refused with a place in it, and nothing throws", () => {
  let compiledOnes = 0;
  fc.assert(
    fc.property(text, fc.integer({ min: -2, max: 40 }), fc.integer({ min: -2, max: 200 }), (source, line, column) => {
      const compiled = compileCell(source, { name: "cell-1.ts", resultHook: "hook", earlier: ["URL", "a"] });
      const lines = source.split(/\r\n|[\n\r\u2028\u2029]/);
      const place = compiled.type === "compiled" ? compiled.position(line, column) : compiled;
      expect(place.line).toBeGreaterThanOrEqual(1);
      expect(place.line).toBeLessThanOrEqual(lines.length);
      expect(place.column).toBeGreaterThanOrEqual(1);
      expect(place.column).toBeLessThanOrEqual((lines[place.line - 1]?.length ?? 0) + 2);
      const { status } = isComplete(source);
      if (compiled.type === "compiled") {
        compiledOnes++;
        expect(status).toBe("complete");
      } else {
        const { traceback } = describeMistake(compiled, { source, count: 1 });
        expect(traceback.length).toBeGreaterThanOrEqual(4);
      }
    }),
    { seed: 7, numRuns: 4000 },
  );
  expect(compiledOnes).toBeGreaterThan(300);
});
