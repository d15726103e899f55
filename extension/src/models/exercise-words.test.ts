import type { CheckResult } from "@data-surgery/contract";
import { expect, test } from "vitest";
import { gapIn } from "./exercise-gap.js";
import { partsWords, pointsWords, resultSentence } from "./exercise-words.js";

const result: CheckResult = {
  type: "not-yet",
  attemptId: "a",
  tries: 1,
  at: 1,
  head: "Not yet",
  message: "Look at the years.",
  tests: [
    { title: "it is a list", passed: true },
    { title: "it has rows", passed: true },
    { title: "they fell", passed: false, message: "Look at the years." },
  ],
};

test("what holds already is said, with the points where they are part of it, and nothing where there is nothing kind to say", () => {
  expect(partsWords(result)).toBe("2 of 3 parts hold already.");
  expect(partsWords({ ...result, points: { earned: 1.5, possible: 3 } })).toBe(
    "2 of 3 parts hold already. That is 1.5 of 3 points so far.",
  );
  expect(partsWords({ ...result, points: { earned: 0, possible: 3 } })).toBe("2 of 3 parts hold already.");
  expect(partsWords({ ...result, tests: [{ title: "it is a list", passed: false }] })).toBe("");
  expect(partsWords({ ...result, tests: [{ title: "it is a list", passed: true }] })).toMatch(/^All the parts named/);
  expect(partsWords({ ...result, type: "pass" })).toBe("");
  expect(pointsWords({ earned: 2 / 3, possible: 1 })).toBe("0.67 of 1 point");
});

test("a screen reader hears the head, the message and what holds", () => {
  expect(resultSentence(result)).toBe("Not yet. Look at the years. 2 of 3 parts hold already.");
  expect(resultSentence({ ...result, type: "pass", head: "That's right!", message: "" })).toBe("That's right!");
});

test("the first gap is found by line and column, and a shorter line is none", () => {
  expect(gapIn("**Ours:** Between ____ and ____")).toEqual({
    start: { line: 0, column: 18 },
    end: { line: 0, column: 22 },
  });
  expect(gapIn("One\n\nTwo: ______")).toEqual({ start: { line: 2, column: 5 }, end: { line: 2, column: 11 } });
  expect(gapIn("a __bold__ word")).toBeUndefined();
});
