import { expect, test } from "vitest";
import { dueAfter, isLate } from "./due.js";

const day = 24 * 60 * 60 * 1000;
const published = Date.parse("2026-01-31T10:00:00Z");

test("a month after 31 January is the last day of February, by the calendar", () => {
  expect(new Date(dueAfter("monthly", published) ?? 0).toISOString()).toBe("2026-02-28T10:00:00.000Z");
});

test("what is published once is never due, and never late", () => {
  expect(dueAfter("once", published)).toBeUndefined();
  expect(dueAfter("when it changes", published)).toBeUndefined();
  expect(isLate("once", undefined, published + 1000 * day)).toBe(false);
});

test("a few days behind is not late yet; two weeks are", () => {
  const due = dueAfter("monthly", published) ?? 0;
  expect(isLate("monthly", due, due + 3 * day)).toBe(false);
  expect(isLate("monthly", due, due + 14 * day)).toBe(true);
});
