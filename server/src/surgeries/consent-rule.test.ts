import { expect, test } from "vitest";
import { consentHolds, type SaidConsent } from "./consent-rule.js";

const yes = (dateId: string): SaidConsent => ({ dateId, given: true });
const no = (dateId: string): SaidConsent => ({ dateId, given: false });

test("a story is told only with a yes about its own date, or about all", () => {
  expect(consentHolds([], "a")).toBe(false);
  expect(consentHolds([yes("a")], "a")).toBe(true);
  expect(consentHolds([yes("b")], "a")).toBe(false);
  expect(consentHolds([yes("")], "a")).toBe(true);
});

test("what was refused for one date is not told because another was allowed", () => {
  expect(consentHolds([no("a"), yes("b")], "a")).toBe(false);
  expect(consentHolds([no("a"), yes("b")], "b")).toBe(true);
});

test("a yes that is taken back counts at once, whichever date it was said of", () => {
  expect(consentHolds([yes("a"), no("a")], "a")).toBe(false);
  expect(consentHolds([yes("a"), no("")], "a")).toBe(false);
  expect(consentHolds([yes("a"), yes("b"), no("b")], "a")).toBe(false);
  expect(consentHolds([yes("a"), no("a"), yes("a")], "a")).toBe(true);
});
