import { expect, test } from "vitest";
import { figuresOf, share, type Figures } from "./indicators.js";
import { hoursWords, reportWords, shareWords } from "./report-words.js";

const nothing: Figures = figuresOf({
  dates: [],
  visits: [],
  sittings: [],
  cards: [],
  confidence: [],
  followUps: [],
  firstTimes: new Map(),
});

const later = (asked: number, answered: number, used: number): Figures => ({
  ...nothing,
  outcomes: {
    ...nothing.outcomes,
    later: {
      asked,
      answered: share(answered, asked),
      used: share(used, answered),
      published: share(1, answered),
      decided: share(2, answered),
      won: share(1, answered),
    },
  },
});

test("what only some answered says how many were asked and how many answered", () => {
  expect(reportWords(later(31, 14, 9)).later).toBe(
    "90 days later 31 people were asked, and 14 answered (45%). 9 of the 14 who answered used what they had made, 2 of 14 decided something with it and 1 of 14 published it. Fewer than half answered, so the others may be different.",
  );
  expect(reportWords(later(5, 4, 4)).later).toBe(
    "90 days later 5 people were asked, and 4 answered (80%). That is too few to say more.",
  );
  expect(reportWords(later(1, 0, 0)).later).toBe("90 days later 1 person was asked, and nobody answered.");
  expect(reportWords(nothing).later).toBe("Nobody has been asked yet what came of it 90 days later.");
});

const sure = (pairs: number, low: number, high: number): Figures => ({
  ...nothing,
  outcomes: {
    ...nothing.outcomes,
    confidence: {
      could: 40,
      answeredBefore: pairs,
      pairs,
      before: 2.4,
      after: 3,
      difference: { mean: 0.6, low, high },
      surer: share(Math.floor(pairs / 2), pairs),
      same: 0,
      lessSure: 0,
    },
  },
});

test("a change that may be chance is said to be so, and of few people nothing is said", () => {
  expect(reportWords(sure(23, 0.2, 1)).confidence).toBe(
    "23 of the 40 people who came for help or to learn said how sure they feel with data before and after. On a scale from 1 to 5 they went from 2.4 to 3.0 on average (a change of +0.6; 95% interval +0.2 to +1.0). 11 of them felt surer than before.",
  );
  expect(reportWords(sure(23, -0.2, 1.4)).confidence).toContain("That may be chance.");
  expect(reportWords(sure(4, 0.2, 1)).confidence).toContain("too few to say more");
  expect(reportWords(sure(10, 0.2, 1)).gaps).toContain(
    "Fewer than half said how sure they feel both before and after; the others may feel differently.",
  );
});

test("shares of few have no percentages, hours no false exactness", () => {
  expect(shareWords(share(9, 14))).toBe("9 of 14 (64%; 39% to 84%)");
  expect(shareWords(share(2, 3))).toBe("2 of 3");
  expect(shareWords(share(0, 0))).toBe("nobody yet");
  expect(hoursWords(1)).toBe("1 hour");
  expect(hoursWords(3.456)).toBe("3.5 hours");
  expect(hoursWords(1234.5)).toBe("1,235 hours");
});

test("of nothing the report says that there is nothing", () => {
  const words = reportWords(nothing);
  expect(words.inputs).toBe("No surgery is on record for this time and place yet.");
  expect(words.gaps).toEqual([]);
});
