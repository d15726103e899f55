import fc from "fast-check";
import { expect, test } from "vitest";
import type { LineChange } from "./history.js";
import { diffLines } from "./line-difference.js";
import { mergeLines } from "./merge-lines.js";

/** Few different lines, so that equal ones meet often. */
const text = fc.array(fc.constantFrom("a", "b", "c", "d", ""), { maxLength: 12 }).map((lines) => lines.join("\n"));
const seed = 20_261_123;

const side = (changes: readonly LineChange[], left: "removed" | "added"): string =>
  changes
    .filter(({ type }) => type === "same" || type === left)
    .map(({ text }) => text)
    .join("\n");

test("a difference holds both texts whole: without what was added it is the one, without what was removed the other", () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const changes = diffLines(before, after);
      expect(side(changes, "removed")).toBe(before);
      expect(side(changes, "added")).toBe(after);
    }),
    { seed, numRuns: 1000 },
  );
});

test("a difference names only what changed", () => {
  expect(diffLines("let a = 1\nlet b = 2\nlet c = 3", "let a = 1\nlet b = 20\nlet c = 3\nlet d = 4")).toEqual([
    { type: "same", text: "let a = 1" },
    { type: "removed", text: "let b = 2" },
    { type: "added", text: "let b = 20" },
    { type: "same", text: "let c = 3" },
    { type: "added", text: "let d = 4" },
  ]);
});

test("whoever changed nothing changes nothing; two equal changes are one; sides may be swapped", () => {
  fc.assert(
    fc.property(text, text, text, (base, mine, theirs) => {
      expect(mergeLines(base, mine, base)).toBe(mine);
      expect(mergeLines(base, base, theirs)).toBe(theirs);
      expect(mergeLines(base, mine, mine)).toBe(mine);
      expect(mergeLines(base, mine, theirs)).toBe(mergeLines(base, theirs, mine));
    }),
    { seed, numRuns: 1000 },
  );
});

test("changes in lines that do not touch are both there, in their places", () => {
  const line = fc.constantFrom("x", "y", "z");
  fc.assert(
    fc.property(fc.array(line, { maxLength: 3 }), fc.array(line, { maxLength: 3 }), (top, bottom) => {
      const merged = mergeLines(
        "1\n2\n3\n4\n5",
        [...top, "2", "3", "4", "5"].join("\n"),
        ["1", "2", "3", "4", ...bottom].join("\n"),
      );
      expect(merged).toBe([...top, "2", "3", "4", ...bottom].join("\n"));
    }),
    { seed, numRuns: 200 },
  );
});

test("both changed one line, or lines beside each other: no merge is guessed", () => {
  expect(mergeLines("let n = 1", "let n = 2", "let n = 3")).toBeUndefined();
  expect(mergeLines("a\nb\nc", "A\nb\nc", "a\nB\nc")).toBeUndefined();
  expect(mergeLines("a\nb\nc", "A\nb\nc", "a\nb\nC")).toBe("A\nb\nC");
  expect(mergeLines("a", "a\nmine", "a\ntheirs")).toBeUndefined();
});

test("texts of thousands of different lines are compared by their ends alone, quickly and truly", () => {
  const many = (name: string): string => Array.from({ length: 5000 }, (_, at) => `${name}${at}`).join("\n");
  const changes = diffLines(`head\n${many("a")}\ntail`, `head\n${many("b")}\ntail`);
  expect(changes[0]).toEqual({ type: "same", text: "head" });
  expect(changes.at(-1)).toEqual({ type: "same", text: "tail" });
  expect(side(changes, "added")).toBe(`head\n${many("b")}\ntail`);
});
